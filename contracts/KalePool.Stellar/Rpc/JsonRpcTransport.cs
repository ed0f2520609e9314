using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace KalePool.Stellar.Rpc;

/// <summary>JSON-RPC 2.0 over HTTP POST, parameters by name, one call a request. Turns every way to fail into an <see cref="RpcException"/>.</summary>
sealed class JsonRpcTransport(HttpClient http, Uri endpoint, StellarRpcOptions options)
{
    static readonly MediaTypeHeaderValue JsonType = new("application/json");

    long _lastId;

    /// <param name="writeParams">Null for a method without parameters.</param>
    public async Task<T> CallAsync<T>(string method, Action<Utf8JsonWriter>? writeParams, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        using var activity = RpcTrace.Start(method);
        var id = Interlocked.Increment(ref _lastId);
        using var timeout = new CancellationTokenSource(options.Timeout, options.TimeProvider);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            var body = await PostAsync(method, Request(id, method, writeParams), linked.Token);
            return JsonRpcResponse.Read(method, id, body, type);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            // Ours, or the HttpClient's own limit.
            activity?.SetStatus(ActivityStatusCode.Error, "no answer in time");
            throw RpcException.Timeout(method, e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            activity?.SetStatus(ActivityStatusCode.Error, "not reached");
            throw RpcException.Unreachable(method, e);
        }
    }

    static ReadOnlyMemory<byte> Request(long id, string method, Action<Utf8JsonWriter>? writeParams)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteString("jsonrpc", "2.0");
        writer.WriteNumber("id", id);
        writer.WriteString("method", method);
        writer.WritePropertyName("params");
        if (writeParams is null) writer.WriteNullValue();
        else writeParams(writer);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }

    async Task<ReadOnlyMemory<byte>> PostAsync(string method, ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = new ReadOnlyMemoryContent(request) };
        message.Content.Headers.ContentType = JsonType;
        using var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (!response.IsSuccessStatusCode) throw RpcException.HttpStatus(method, response.StatusCode);
        var pipe = PipeReader.Create(await response.Content.ReadAsStreamAsync(cancellationToken));
        try
        {
            while (true)
            {
                var read = await pipe.ReadAsync(cancellationToken);
                if (read.Buffer.Length > options.MaxResponseBytes)
                    throw RpcException.BadContent(method, $"more than the {options.MaxResponseBytes} bytes that are taken");
                if (read.IsCompleted) return read.Buffer.ToArray();
                pipe.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }
        }
        finally
        {
            await pipe.CompleteAsync();
        }
    }
}
