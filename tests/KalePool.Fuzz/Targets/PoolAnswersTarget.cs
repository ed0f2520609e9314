using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text.Json;
using KalePool.Contracts.Errors;
using KalePool.Contracts.Json;
using KalePool.Contracts.Poolers;
using KalePool.Fuzz.Engine;
using KalePool.Pooler.Pool;

namespace KalePool.Fuzz.Targets;

/// <summary>Answers of a backend, or of whatever stands where one should, to each request of a pooler.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "Lives as long as the program.")]
public sealed class PoolAnswersTarget : IFuzzTarget
{
    const int Routes = 5;

    static readonly HttpStatusCode[] Statuses = [HttpStatusCode.OK, HttpStatusCode.BadRequest, HttpStatusCode.Unauthorized, HttpStatusCode.ServiceUnavailable, (HttpStatusCode)299];

    readonly CannedAnswer _server = new();
    readonly PoolApiClient _client;

    public PoolAnswersTarget() => _client = new PoolApiClient(
        new HttpClient(_server),
        new PoolApiOptions { Urls = [new Uri("http://pool.test/")], ApiKey = "key", PoolerId = Guid.Empty, Capacity = () => 10, RequestTimeout = TimeSpan.FromMinutes(1), RetryAttempts = 0 },
        TimeProvider.System);

    public string Name => "pool-answers";

    public IReadOnlyList<byte[]> Seeds { get; } = [.. Answers().SelectMany((answer, route) => Enumerable.Range(0, Statuses.Length).Select(s => Choice.Of((s * Routes) + (route % Routes), answer)))];

    /// <summary>A request has clocks, tokens and buffers of its own.</summary>
    public Allowance Allowance => new(128 << 10, 400);

    public void Run(ReadOnlySpan<byte> input)
    {
        var choice = Choice.Among(Routes * Statuses.Length, input, out var body);
        _server.Set(Statuses[choice / Routes], body.ToArray(), choice % 2 == 0 ? "application/json" : PlantLine.ContentType);
        try
        {
            AskAsync(choice % Routes).GetAwaiter().GetResult();
        }
        catch (PoolApiException)
        {
            // Told, and asked again.
        }
    }

    Task AskAsync(int route) => route switch
    {
        0 => _client.PlantAsync(7, TimeSpan.FromSeconds(1), _ => { }, CancellationToken.None),
        1 => _client.WorkCompleteAsync(7, [], CancellationToken.None),
        2 => _client.WorkSubmitAsync(7, [], CancellationToken.None),
        3 => _client.HarvestAsync([], TimeSpan.FromSeconds(1), CancellationToken.None),
        _ => _client.HeartbeatAsync(new HeartbeatRequest(Guid.Empty, "1.0", 10, 7, 1, 1, 100, "idle"), CancellationToken.None),
    };

    static byte[][] Answers()
    {
        PlantedFarmer planted = new(Guid.Empty, "GAAZI4TCR3TY5OJHCTJC2A4QSY6CJWJH5IAJTGKIN2ER7LBNVKOCCWN7", 500, "aa");
        return
        [
            JsonSerializer.SerializeToUtf8Bytes(new PlantResponse(true, [planted], [new(Guid.Empty, "not_funded", "no", "farmer")], [new(Guid.Empty)], new(3, 1, 1, 1, 500)), ContractsJson.Default.PlantResponse),
            JsonSerializer.SerializeToUtf8Bytes(new WorkCompleteResponse(true, 1, 0, [Guid.Empty]), ContractsJson.Default.WorkCompleteResponse),
            JsonSerializer.SerializeToUtf8Bytes(new WorkSubmitResponse([Guid.Empty], [new(Guid.Empty, "hash_invalid", "no")]), ContractsJson.Default.WorkSubmitResponse),
            JsonSerializer.SerializeToUtf8Bytes(new HarvestResponse(true, [new(7, Guid.Empty, 900, "bb")], [new(7, Guid.Empty, "expired", "no", "network")], [new(7, Guid.Empty)], 900), ContractsJson.Default.HarvestResponse),
            JsonSerializer.SerializeToUtf8Bytes(new HeartbeatResponse(true, DateTimeOffset.UnixEpoch, 7, [planted], [6], ["no trustline"]), ContractsJson.Default.HeartbeatResponse),
            JsonSerializer.SerializeToUtf8Bytes(new Problem(409, "Conflict", "no", "conflict"), ContractsJson.Default.Problem),
        ];
    }
}
