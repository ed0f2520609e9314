using System.Net;
using System.Text;
using KalePool.Contracts.Poolers;
using KalePool.Contracts.Tracing;
using KalePool.Pooler.Pool;
using Microsoft.Extensions.Time.Testing;

namespace KalePool.Pooler.Tests.Pool;

public sealed class PoolApiClientSpec
{
    const string Planted =
        """
        {"success":true,"planted_farmers":[{"farmer_id":"2f1c9a3e-5d0b-4c8e-9a57-0f6f3f1d2b4a","custodial_wallet":"GA","stake_amount":5,"plant_tx_hash":"ab"}],
         "failed_plants":[],"pending_plants":[],"summary":{"total_requested":1,"successful_plants":1,"failed_plants":0,"pending_plants":0,"total_staked":5},"new_field":1}
        """;

    static readonly Guid PoolerId = Guid.Parse("2f1c9a3e-5d0b-4c8e-9a57-0f6f3f1d2b4b");
    static readonly HeartbeatRequest Beat = new(PoolerId, "1", 1, 1, 0, 0, 0, PoolerState.Idle);
    static readonly TimeSpan Wait = TimeSpan.FromSeconds(6);
    static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    readonly FakeTimeProvider _time = new(Now);

    PoolApiClient Client(StubBackend backend, int retries = 3, params string[] urls) => new(
        new HttpClient(backend) { Timeout = Timeout.InfiniteTimeSpan },
        new()
        {
            Urls = [.. urls.DefaultIfEmpty("https://one.example/").Select(url => new Uri(url))],
            ApiKey = "key",
            PoolerId = PoolerId,
            Capacity = () => 50,
            RequestTimeout = TimeSpan.FromSeconds(30),
            RetryAttempts = retries,
        },
        _time);

    /// <summary>Lets time pass until the task is done.</summary>
    async Task<T> Pass<T>(Task<T> task)
    {
        for (var i = 0; i < 1000 && !task.IsCompleted; i++)
        {
            // On a busy machine an answer takes longer to be read than virtual seconds take to pass.
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
            _time.Advance(TimeSpan.FromMilliseconds(250));
        }
        return await task;
    }

    [Fact]
    public async Task Every_request_of_a_block_carries_the_blocks_correlation_id()
    {
        var backend = new StubBackend(StubBackend.Problem(503, "chain_unavailable"), StubBackend.Json(Planted));
        await Pass(Client(backend).PlantAsync(12345, Wait, _ => { }, default));
        await Assert.ThrowsAsync<PoolApiException>(() => Client(backend).WorkCompleteAsync(12345, [], default));

        Assert.Equal(3, backend.Traces.Count);
        Assert.All(backend.Traces, trace => Assert.Equal(BlockTrace.ParentOf(PoolerId, 12345), trace));
        Assert.Matches($"^00-{BlockTrace.IdOf(PoolerId, 12345)}-[0-9a-f]{{16}}-01$", backend.Traces[0]);
        Assert.NotEqual(BlockTrace.IdOf(PoolerId, 12345), BlockTrace.IdOf(PoolerId, 12346));
        Assert.NotEqual(BlockTrace.IdOf(PoolerId, 12345), BlockTrace.IdOf(Guid.Empty, 12345));
    }

    [Fact]
    public async Task Asks_as_agreed_and_reads_the_answer()
    {
        var backend = new StubBackend(StubBackend.Json(Planted));
        var answer = await Client(backend).PlantAsync(12345, Wait, _ => { }, default);

        var asked = Assert.Single(backend.Asked);
        Assert.Equal("https://one.example/api/v1/pooler/plant-request", asked.Url.AbsoluteUri);
        Assert.Equal(("Bearer key", "wait=6"), (asked.Authorization, asked.Prefer));
        Assert.Equal("""{"block_index":12345,"pooler_id":"2f1c9a3e-5d0b-4c8e-9a57-0f6f3f1d2b4b","max_farmers_capacity":50,"timestamp":"2026-01-02T03:04:05+00:00"}""", asked.Body);
        Assert.Equal(("GA", 5L), (answer.PlantedFarmers[0].CustodialWallet, answer.PlantedFarmers[0].StakeAmount));
    }

    const string Line1 = """{"planted":{"farmer_id":"2f1c9a3e-5d0b-4c8e-9a57-0f6f3f1d2b4a","custodial_wallet":"GA","stake_amount":5,"plant_tx_hash":"ab"}}""";
    const string Line2 = """{"failed":{"farmer_id":"2f1c9a3e-5d0b-4c8e-9a57-0f6f3f1d2b4c","error":"insufficient_xlm","message":"","attributed_to":"farmer"}}""";
    const string Line3 = """{"pending":{"farmer_id":"2f1c9a3e-5d0b-4c8e-9a57-0f6f3f1d2b4d"}}""";
    const string Line4 = """{"summary":{"total_requested":3,"successful_plants":1,"failed_plants":1,"pending_plants":1,"total_staked":5}}""";

    [Fact]
    public async Task Tells_of_a_planted_farmer_while_the_others_are_still_open()
    {
        var pipe = new System.IO.Pipelines.Pipe();
        var backend = new StubBackend(StubBackend.Lines(pipe.Reader.AsStream()));
        var told = new TaskCompletionSource<PlantedFarmer>(TaskCreationOptions.RunContinuationsAsynchronously);
        var asking = Client(backend).PlantAsync(1, Wait, told.SetResult, default);

        // In pieces that end nowhere in particular.
        foreach (var piece in (Line1 + "\n" + Line2[..20]).Chunk(7)) await pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes(piece));
        Assert.Equal("GA", (await told.Task).CustodialWallet);
        Assert.False(asking.IsCompleted);
        await pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes(Line2[20..] + "\n\n" + Line3 + "\n" + Line4 + "\n"));
        await pipe.Writer.CompleteAsync();

        var answer = await asking;
        Assert.Equal((1, 1, 1), (answer.PlantedFarmers.Count, answer.FailedPlants.Count, answer.PendingPlants.Count));
        Assert.Equal(3, answer.Summary.TotalRequested);
        Assert.Equal("application/x-ndjson, application/json; q=0.5", Assert.Single(backend.Accepted));
    }

    [Fact]
    public async Task A_stream_that_breaks_off_is_asked_for_again_and_its_farmers_are_in_the_answer_once()
    {
        var told = 0;
        var backend = new StubBackend(
            StubBackend.Lines(new MemoryStream(Encoding.UTF8.GetBytes(Line1 + "\n"))),
            StubBackend.Lines(new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', Line1, Line2, Line3, Line4)))));
        var answer = await Pass(Client(backend).PlantAsync(1, Wait, _ => told++, default));
        Assert.Equal((2, 2, 1, 1, 1), (backend.Asked.Count, told, answer.PlantedFarmers.Count, answer.FailedPlants.Count, answer.PendingPlants.Count));
    }

    [Theory]
    [InlineData(Line1 + "\n" + Line2, PoolApiFault.Unreachable)] // cut off before the summary
    [InlineData("", PoolApiFault.Unreachable)]
    [InlineData(Line4 + "\n" + Line1, PoolApiFault.Broken)]
    [InlineData("{}\n" + Line4, PoolApiFault.Broken)]
    [InlineData("<html>\n" + Line4, PoolApiFault.Broken)]
    [InlineData(Line1 + Line1 + "\n" + Line4, PoolApiFault.Broken)]
    public async Task Takes_no_lines_but_those_agreed(string body, object fault)
    {
        var backend = new StubBackend(StubBackend.Lines(new MemoryStream(Encoding.UTF8.GetBytes(body))));
        Assert.Equal(fault, (await Assert.ThrowsAsync<PoolApiException>(() => Client(backend, 0).PlantAsync(1, Wait, _ => { }, default))).Fault);
    }

    [Fact]
    public async Task Takes_no_line_without_end()
    {
        var backend = new StubBackend(StubBackend.Lines(new MemoryStream(new byte[1 << 20])));
        Assert.Contains("a line of more than", (await Assert.ThrowsAsync<PoolApiException>(() => Client(backend, 0).PlantAsync(1, Wait, _ => { }, default))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hands_works_over_as_agreed()
    {
        var backend = new StubBackend(StubBackend.Json(
            $$"""{"accepted":["{{PoolerId}}"],"rejected":[{"farmer_id":"2f1c9a3e-5d0b-4c8e-9a57-0f6f3f1d2b4a","error":"hash_invalid"}]}"""));
        var answer = await Client(backend).WorkSubmitAsync(7, [new(PoolerId, 42, "00ff")], default);
        var (url, body, authorization, _) = Assert.Single(backend.Asked);
        Assert.Equal(("https://one.example/api/v1/pooler/work-submit", "Bearer key"), (url.AbsoluteUri, authorization));
        Assert.Equal($$"""{"block_index":7,"pooler_id":"{{PoolerId}}","work":[{"farmer_id":"{{PoolerId}}","nonce":42,"hash":"00ff"}]}""", body);
        Assert.Equal((PoolerId, "hash_invalid"), (Assert.Single(answer.Accepted), Assert.Single(answer.Rejected).Error));
    }

    [Fact]
    public async Task Asks_again_after_what_may_be_the_networks_fault()
    {
        var backend = new StubBackend(StubBackend.Refused, StubBackend.Problem(503, "chain_unavailable"), StubBackend.Problem(429, "rate_limited"), StubBackend.Json(Planted));
        Assert.True((await Pass(Client(backend).PlantAsync(1, Wait, _ => { }, default))).Success);
        Assert.Equal(4, backend.Asked.Count);
        Assert.Single(backend.Asked.Select(asked => asked.Body).Distinct());
    }

    [Fact]
    public async Task Says_who_is_unreachable_where_after_all_attempts()
    {
        var backend = new StubBackend(StubBackend.Refused);
        var thrown = await Assert.ThrowsAsync<PoolApiException>(() => Pass(Client(backend, 2).PlantAsync(1, Wait, _ => { }, default)));
        Assert.Equal(PoolApiFault.Unreachable, thrown.Fault);
        Assert.Equal("https://one.example/api/v1/pooler/plant-request cannot be reached: Connection refused", thrown.Message);
        Assert.Equal(3, backend.Asked.Count);
    }

    [Fact]
    public async Task Turns_to_the_next_address_and_stays_there()
    {
        var backend = new StubBackend(StubBackend.Refused, StubBackend.Json(Planted));
        var client = Client(backend, 1, "https://one.example/", "https://two.example/pool/");
        await Pass(client.PlantAsync(1, Wait, _ => { }, default));
        await Pass(client.PlantAsync(2, Wait, _ => { }, default));
        Assert.Equal(["one.example", "two.example", "two.example"], backend.Asked.Select(asked => asked.Url.Host));
        Assert.Equal("https://two.example/pool/api/v1/pooler/plant-request", backend.Asked[^1].Url.AbsoluteUri);
    }

    [Theory]
    [InlineData(401, "unauthorized", PoolApiFault.Unauthorized, "BACKEND_API_KEY")]
    [InlineData(403, "forbidden", PoolApiFault.Unauthorized, "POOLER_ID")]
    [InlineData(409, "block_closed", PoolApiFault.Refused, "block_closed")]
    public async Task Does_not_repeat_what_was_refused_and_names_the_setting(int status, string code, object fault, string named)
    {
        var backend = new StubBackend(StubBackend.Problem(status, code));
        var thrown = await Assert.ThrowsAsync<PoolApiException>(() => Client(backend).PlantAsync(1, Wait, _ => { }, default));
        Assert.Equal((fault, code), (thrown.Fault, thrown.Code));
        Assert.Contains(named, thrown.Message, StringComparison.Ordinal);
        Assert.Single(backend.Asked);
    }

    [Theory]
    [InlineData("<html>", HttpStatusCode.OK, PoolApiFault.Broken)]
    [InlineData("null", HttpStatusCode.OK, PoolApiFault.Broken)]
    [InlineData("{\"success\":true}", HttpStatusCode.OK, PoolApiFault.Broken)]
    [InlineData("<html>", HttpStatusCode.NotFound, PoolApiFault.Refused)]
    public async Task Takes_nothing_else_than_agreed(string body, HttpStatusCode status, object fault)
    {
        var thrown = await Assert.ThrowsAsync<PoolApiException>(() => Client(new StubBackend(StubBackend.Json(body, status))).PlantAsync(1, Wait, _ => { }, default));
        Assert.Equal(fault, thrown.Fault);
    }

    [Fact]
    public async Task Gives_up_a_request_that_is_not_answered_in_time()
    {
        using var silent = new SilentBackend();
        var client = new PoolApiClient(
            new HttpClient(silent),
            new() { Urls = [new("https://one.example/")], ApiKey = "k", PoolerId = PoolerId, Capacity = () => 1, RequestTimeout = TimeSpan.FromSeconds(30), RetryAttempts = 0 },
            _time);
        var asking = client.WorkCompleteAsync(1, [], default);
        await silent.Asked;
        _time.Advance(TimeSpan.FromSeconds(31));
        var thrown = await Assert.ThrowsAsync<PoolApiException>(() => asking);
        Assert.Contains("within 30 s", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_cancelled_as_such()
    {
        using var silent = new SilentBackend();
        using var stop = new CancellationTokenSource();
        var client = new PoolApiClient(
            new HttpClient(silent),
            new() { Urls = [new("https://one.example/")], ApiKey = "k", PoolerId = PoolerId, Capacity = () => 1, RequestTimeout = TimeSpan.FromSeconds(30), RetryAttempts = 5 },
            _time);
        var asking = client.HeartbeatAsync(Beat, stop.Token);
        await silent.Asked;
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    sealed class SilentBackend : HttpMessageHandler
    {
        readonly TaskCompletionSource _asked = new();

        public Task Asked => _asked.Task;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            _asked.TrySetResult();
            await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
            throw new InvalidOperationException("never answers");
        }
    }
}
