using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace KalePool.Pooler.Pool;

/// <summary>Reads the body of an answer from its pipe, with limits on what is taken.</summary>
static class Answers
{
    /// <summary>One JSON value and nothing else.</summary>
    /// <param name="most">Bytes.</param>
    /// <exception cref="JsonException">It is something else, or longer.</exception>
    public static async Task<T> ReadAsync<T>(PipeReader pipe, JsonTypeInfo<T> type, int most, CancellationToken cancellation) =>
        Parse(await ReadAllAsync(pipe, most, cancellation), type);

    /// <summary>All of it. What is returned is valid until the pipe is completed.</summary>
    /// <exception cref="JsonException">It is longer.</exception>
    public static async Task<ReadOnlySequence<byte>> ReadAllAsync(PipeReader pipe, int most, CancellationToken cancellation)
    {
        while (true)
        {
            var read = await pipe.ReadAsync(cancellation);
            if (read.Buffer.Length > most) throw new JsonException($"more than {most} bytes");
            if (read.IsCompleted) return read.Buffer;
            pipe.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>One JSON value a line (NDJSON), each handed on when its line is complete; empty lines are passed over.</summary>
    /// <param name="mostOfLine">Bytes of a line.</param>
    /// <param name="most">Bytes of all.</param>
    /// <exception cref="JsonException">A line is something else, or too long.</exception>
    public static async Task ReadLinesAsync<T>(PipeReader pipe, JsonTypeInfo<T> type, int mostOfLine, long most, Action<T> onLine, CancellationToken cancellation)
    {
        long taken = 0;
        while (true)
        {
            var read = await pipe.ReadAsync(cancellation);
            var rest = read.Buffer;
            while (rest.PositionOf((byte)'\n') is { } end)
            {
                var line = rest.Slice(0, end);
                RequireShort(line);
                if (!line.IsEmpty) onLine(Parse(line, type));
                rest = rest.Slice(rest.GetPosition(1, end));
                taken += line.Length + 1;
            }
            RequireShort(rest);
            if (taken + rest.Length > most) throw new JsonException($"more than {most} bytes");
            if (read.IsCompleted)
            {
                if (!rest.IsEmpty) onLine(Parse(rest, type));
                return;
            }
            pipe.AdvanceTo(rest.Start, read.Buffer.End);
        }

        void RequireShort(ReadOnlySequence<byte> line)
        {
            if (line.Length > mostOfLine) throw new JsonException($"a line of more than {mostOfLine} bytes");
        }
    }

    /// <summary>In one piece: over several the reader of .NET falls where a literal is cut off within, such as "tr", by an exception of its own.</summary>
    public static Utf8JsonReader ReaderOf(ReadOnlySequence<byte> bytes) => new(bytes.IsSingleSegment ? bytes.FirstSpan : bytes.ToArray());

    static T Parse<T>(ReadOnlySequence<byte> bytes, JsonTypeInfo<T> type)
    {
        var json = ReaderOf(bytes);
        var value = JsonSerializer.Deserialize(ref json, type) ?? throw new JsonException("null");
        // Throws where anything but white space follows.
        json.Read();
        return value;
    }
}
