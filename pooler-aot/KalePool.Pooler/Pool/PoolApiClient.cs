using System.Globalization;
using System.IO.Pipelines;
using System.Net.Http.Headers;
using System.Net.Mime;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using KalePool.Contracts;
using KalePool.Contracts.Json;
using KalePool.Contracts.Poolers;
using KalePool.Contracts.Tracing;

namespace KalePool.Pooler.Pool;

/// <summary>
/// <see cref="IPoolApi"/> over HTTP. What may be the network's fault is tried again with growing pauses, at the next address where several are set.
/// </summary>
/// <param name="http">With no time-out of its own.</param>
sealed class PoolApiClient(HttpClient http, PoolApiOptions options, TimeProvider time) : IPoolApi
{
    /// <summary>Largest answer read, bytes.</summary>
    public const int MaxAnswer = 16 << 20;

    static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(8);
    static readonly ContractsJson Json = ContractsJson.Default;

    int _preferred;

    /// <summary>The address asked first.</summary>
    public Uri Url => options.Urls[Volatile.Read(ref _preferred)];

    /// <summary>Asked for as lines; a backend that does not know them answers with one object.</summary>
    public Task<PlantResponse> PlantAsync(uint blockIndex, TimeSpan wait, Action<PlantedFarmer> onPlanted, CancellationToken cancellation) => PostAsync(
        blockIndex, Routes.PlantRequest, new(blockIndex, options.PoolerId, options.Capacity(), time.GetUtcNow()),
        Json.PlantRequest, Json.PlantResponse, wait, options.RetryAttempts, cancellation,
        // One for each attempt: what a stream that broke off had told is told again.
        (pipe, stop) => new PlantLineReader(onPlanted).ReadAsync(pipe, stop));

    public Task<WorkCompleteResponse> WorkCompleteAsync(uint blockIndex, IReadOnlyList<WorkResult> results, CancellationToken cancellation) => PostAsync(
        blockIndex, Routes.WorkComplete, new(blockIndex, options.PoolerId, time.GetUtcNow(), results),
        Json.WorkCompleteRequest, Json.WorkCompleteResponse, options.RequestTimeout, options.RetryAttempts, cancellation);

    public Task<WorkSubmitResponse> WorkSubmitAsync(uint blockIndex, IReadOnlyList<SubmittedWork> work, CancellationToken cancellation) => PostAsync(
        blockIndex, Routes.WorkSubmit, new(blockIndex, options.PoolerId, work),
        Json.WorkSubmitRequest, Json.WorkSubmitResponse, options.RequestTimeout, options.RetryAttempts, cancellation);

    public Task<HarvestResponse> HarvestAsync(IReadOnlyList<HarvestBlock> blocks, TimeSpan wait, CancellationToken cancellation) => PostAsync(
        blocks.Count > 0 ? blocks[0].BlockIndex : 0, Routes.HarvestRequest, new(options.PoolerId, blocks), Json.HarvestRequest, Json.HarvestResponse, wait, options.RetryAttempts, cancellation);

    public Task<HeartbeatResponse> HeartbeatAsync(HeartbeatRequest heartbeat, CancellationToken cancellation) => PostAsync(
        heartbeat.BlockIndex, Routes.Heartbeat, heartbeat, Json.HeartbeatRequest, Json.HeartbeatResponse, options.RequestTimeout, 0, cancellation);

    /// <param name="block">That the request belongs to: it gives the correlation id.</param>
    async Task<TAnswer> PostAsync<TAsk, TAnswer>(
        uint block, string route, TAsk ask, JsonTypeInfo<TAsk> askType, JsonTypeInfo<TAnswer> answerType, TimeSpan wait, int retries, CancellationToken cancellation,
        Func<PipeReader, CancellationToken, Task<TAnswer>>? readLines = null)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(ask, askType);
        var pause = FirstPause;
        for (var attempt = 0; ; attempt++)
        {
            var preferred = _preferred;
            try
            {
                return await SendAsync(new Uri(options.Urls[preferred], route.TrimStart('/')), BlockTrace.ParentOf(options.PoolerId, block), body, answerType, wait, readLines, cancellation);
            }
            catch (PoolApiException e) when (e.Fault == PoolApiFault.Unreachable)
            {
                Interlocked.CompareExchange(ref _preferred, (preferred + 1) % options.Urls.Count, preferred);
                if (attempt >= retries) throw;
            }
            await Task.Delay(pause, time, cancellation);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    /// <param name="readLines">Reads an answer in lines, which is asked for; null where there are none.</param>
    async Task<T> SendAsync<T>(Uri url, string trace, byte[] body, JsonTypeInfo<T> answerType, TimeSpan wait, Func<PipeReader, CancellationToken, Task<T>>? readLines, CancellationToken cancellation)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        message.Content.Headers.ContentType = new(MediaTypeNames.Application.Json);
        message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.ApiKey);
        message.Headers.Add("traceparent", trace);
        message.Headers.Add("Prefer", string.Create(CultureInfo.InvariantCulture, $"wait={(int)Math.Ceiling(wait.TotalSeconds)}"));
        if (readLines is not null) message.Headers.Accept.ParseAdd($"{PlantLine.ContentType}, {MediaTypeNames.Application.Json};q=0.5");
        using var timeout = new CancellationTokenSource(options.RequestTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        try
        {
            using var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var pipe = PipeReader.Create(await response.Content.ReadAsStreamAsync(either.Token));
            try
            {
                if (!response.IsSuccessStatusCode) throw PoolApiProblems.Of(url, (int)response.StatusCode, await Answers.ReadAllAsync(pipe, MaxAnswer, either.Token));
                return readLines is not null && response.Content.Headers.ContentType?.MediaType == PlantLine.ContentType
                    ? await readLines(pipe, either.Token)
                    : await Answers.ReadAsync(pipe, answerType, MaxAnswer, either.Token);
            }
            finally
            {
                await pipe.CompleteAsync();
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new PoolApiException(PoolApiFault.Unreachable, url, $"{url} did not answer within {options.RequestTimeout.TotalSeconds:0.#} s");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new PoolApiException(PoolApiFault.Unreachable, url, $"{url} cannot be reached: {(e.InnerException ?? e).Message}", null, e);
        }
        catch (JsonException e)
        {
            throw new PoolApiException(PoolApiFault.Broken, url, $"{url} answered with something else than agreed: {e.Message}", null, e);
        }
    }
}
