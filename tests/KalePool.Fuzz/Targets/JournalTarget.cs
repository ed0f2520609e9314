using System.Runtime.Serialization;
using System.Text;
using System.Text.Json;
using KalePool.Actors.Serialization;
using KalePool.Fuzz.Engine;

namespace KalePool.Fuzz.Targets;

/// <summary>Rows of the journal, as a damaged or a strange database holds them: an event that stays the same when it is written again, or a refusal that names the manifest.</summary>
public sealed class JournalTarget : IFuzzTarget
{
    static readonly string[] Known = [.. Manifests.Journal.Keys.Order(StringComparer.Ordinal)];

    public string Name => "journal";

    public IReadOnlyList<byte[]> Seeds { get; } = [.. Samples.Files("golden").Select(file => Choice.Of(Array.IndexOf(Known, ManifestOf(file)), File.ReadAllBytes(file)))];

    public Allowance Allowance => Allowance.Usual;

    public void Run(ReadOnlySpan<byte> input)
    {
        var manifest = Known[Choice.Among(Known.Length, input, out var json)];
        try
        {
            var read = JournalCodec.Read(manifest, json.ToArray());
            var written = JsonSerializer.SerializeToUtf8Bytes(read, read.GetType(), DomainJson.Default);
            var again = JournalCodec.Read(manifest, written);
            BrokenException.ThrowIf(!written.AsSpan().SequenceEqual(JsonSerializer.SerializeToUtf8Bytes(again, again.GetType(), DomainJson.Default)), $"{manifest}: {Encoding.UTF8.GetString(written)} is another event when read again");
        }
        catch (SerializationException)
        {
            // Damaged.
        }
    }

    /// <summary>A colon cannot stand in a file's name everywhere.</summary>
    static string ManifestOf(string file)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        return $"{name[..name.LastIndexOf('.')]}:{name[(name.LastIndexOf('.') + 1)..]}";
    }
}
