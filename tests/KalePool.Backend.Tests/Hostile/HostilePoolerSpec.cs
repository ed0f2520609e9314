using System.Net;
using System.Text.Json;
using KalePool.Backend.Ops;
using KalePool.Backend.Ops.Alerts;
using KalePool.Backend.Tests.Fixtures;
using KalePool.Contracts;
using KalePool.Contracts.Errors;
using KalePool.Devnet.Ledger;
using KalePool.Kale;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;
using Microsoft.Extensions.DependencyInjection;

namespace KalePool.Backend.Tests.Hostile;

/// <summary>A pooler who lies, takes what is another's, repeats and floods. For each: what it brings him, and where the operator sees it.</summary>
public sealed class HostilePoolerSpec : IAsyncLifetime
{
    const long OperatorXlm = 1_000 * 10_000_000L;
    const string AnyHash = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    readonly BackendHost _host = new();
    readonly KeyPair _operator = KeyPair.Random();

    public async Task InitializeAsync()
    {
        await _host.InitializeAsync();
        await _host.CreateAccountAsync(_operator.Address, OperatorXlm);
        await _host.StartAsync(("OPERATOR_SECRET_KEY", _operator.Secret), ("ENABLE_METRICS", "true"));
    }

    public Task DisposeAsync() => _host.DisposeAsync();

    KalePail PailOf(uint block, TestFarmer farmer) => KaleCodec.DecodePail(
        _host.Devnet.Chain.View.State.Find(KaleKeys.Pail(_host.Devnet.Chain.Deployment.ContractId, KaleAddresses.Parse(farmer.Wallet), block))!.Entry.Data);

    async Task<uint> PlantedAsync(params TestPool[] pools)
    {
        await _host.ReachAsync(_host.Watch.Latest!.FarmIndex + 1);
        var block = _host.PlantIndex;
        foreach (var pool in pools) await pool.PlantAsync(block);
        await Poll.UntilAsync(() => _host.Watch.Latest!.FarmIndex == block, "the block at the backend");
        return block;
    }

    /// <summary>Prometheus is answered with what it was answered a moment ago.</summary>
    Task SeesAsync(TestPool pool, string code, int times) => Poll.UntilAsync(async () => await SeenAsync(pool, code) == times, $"{times} times {code} in the metrics");

    /// <summary>How often a pooler was refused for one reason, as Prometheus reads it.</summary>
    async Task<int> SeenAsync(TestPool pool, string code)
    {
        var lines = (await _host.Http.GetStringAsync(_host.MetricsUrl)).Split('\n');
        var line = lines.SingleOrDefault(l => l.StartsWith("kalepool_pooler_refusals_total{", StringComparison.Ordinal)
            && l.Contains($"pooler=\"{pool.Id:D}\"", StringComparison.Ordinal) && l.Contains($"error=\"{code}\"", StringComparison.Ordinal));
        return line is null ? 0 : int.Parse(line[(line.IndexOf('}', StringComparison.Ordinal) + 1)..].Trim().Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
    }

    static string[] ErrorsOf(Answer answer) => [.. answer.With(HttpStatusCode.OK)["rejected"].AsArray().Select(r => (string)r!["error"]!)];

    [Fact]
    public async Task Hashes_that_are_false_another_s_or_old_are_not_taken_and_cost_nobody_anything()
    {
        var (pool, rival) = (await TestPool.MakeAsync(_host), await TestPool.MakeAsync(_host));
        var (farmer, other) = (await pool.JoinAsync(), await rival.JoinAsync());
        var first = await PlantedAsync(pool, rival);
        var real = pool.Find(first, farmer, 1);

        Assert.Equal([ErrorCode.HashInvalid], ErrorsOf(await pool.SubmitAsync(first, real with { Hash = AnyHash })));
        Assert.Equal([ErrorCode.HashInvalid], ErrorsOf(await pool.SubmitAsync(first, real with { Hash = new string('0', 64) })));
        Assert.Equal([ErrorCode.HashInvalid], ErrorsOf(await pool.SubmitAsync(first, real with { Nonce = real.Nonce + 1 })));
        // One that is right, for a farmer of somebody else.
        Assert.Equal([ErrorCode.NotPlanted], ErrorsOf(await pool.SubmitAsync(first, pool.Find(first, other, 1))));
        Assert.Equal([ErrorCode.NotPlanted], ErrorsOf(await pool.SubmitAsync(first, real with { FarmerId = Guid.NewGuid() })));
        Assert.Equal((0L, 0L), (Sent(), _host.Devnet.Chain.Waiting));
        Assert.False(PailOf(first, farmer).IsWorked);

        var second = await PlantedAsync(pool, rival);
        // What was right in the block before is nothing in this one, and too late in its own.
        Assert.Equal([ErrorCode.HashInvalid], ErrorsOf(await pool.SubmitAsync(second, real)));
        Assert.Equal([ErrorCode.BlockClosed], ErrorsOf(await pool.SubmitAsync(first, real)));
        await SeesAsync(pool, ErrorCode.HashInvalid, 4);
        await SeesAsync(pool, ErrorCode.NotPlanted, 2);
        await SeesAsync(pool, ErrorCode.BlockClosed, 1);
        Assert.Equal(0, await SeenAsync(rival, ErrorCode.HashInvalid));

        long Sent() => _host.Devnet.Chain.View.State.FindAccount(Addresses.Account(_operator.PublicKey))!.SeqNum & 0xffff_ffff;
    }

    [Fact]
    public async Task Work_that_was_never_done_is_not_believed_whatever_is_reported()
    {
        var pool = await TestPool.MakeAsync(_host);
        TestFarmer[] farmers = [await pool.JoinAsync(), await pool.JoinAsync()];
        var block = await PlantedAsync(pool);
        var answer = (await pool.Client.PostAsync(Routes.WorkComplete, pool.WorkReport(block, [.. farmers.Select(f => f.Id), Guid.NewGuid()]), waitSeconds: 0)).With(HttpStatusCode.OK);
        Assert.Equal((0, 0), ((int)answer["work_recorded"], answer["ready_for_harvest"].AsArray().Count));
        Assert.All(farmers, f => Assert.False(PailOf(block, f).IsWorked));
        await SeesAsync(pool, PoolerRefusals.WorkNotSeen, 3);
        // Nor is it harvested before it was worked.
        var harvest = (await pool.Client.PostAsync(Routes.HarvestRequest, new { pooler_id = pool.Id, harvest_blocks = new[] { new { block_index = block, farmer_ids = new[] { farmers[0].Id } } } }, waitSeconds: 0)).With(HttpStatusCode.OK);
        Assert.Equal((0L, 0), ((long)harvest["total_rewards"], harvest["harvest_results"].AsArray().Count));
    }

    [Fact]
    public async Task A_flood_of_plant_requests_plants_once()
    {
        var pool = await TestPool.MakeAsync(_host);
        var farmer = await pool.JoinAsync();
        var sent = farmer.Sent;
        var block = await PlantedAsync(pool);
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => pool.Client.PostAsync(Routes.PlantRequest, pool.PlantRequest(block, i == 0 ? int.MaxValue : 10), waitSeconds: 0)));
        Assert.All(answers, a => Assert.Equal(farmer.Id, (Guid)Assert.Single(a.With(HttpStatusCode.OK)["planted_farmers"].AsArray())!["farmer_id"]!));
        await _host.CloseLedgerAsync();
        Assert.Equal(sent + 1, farmer.Sent);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("2147483648")]
    [InlineData("-2147483649")]
    [InlineData("1e400")]
    public async Task A_capacity_that_is_none_is_refused(string capacity)
    {
        var pool = await TestPool.MakeAsync(_host);
        var body = JsonSerializer.Serialize(pool.PlantRequest(_host.PlantIndex)).Replace("\"max_farmers_capacity\":10", $"\"max_farmers_capacity\":{capacity}", StringComparison.Ordinal);
        Assert.StartsWith("max_farmers_capacity:", (await pool.Client.SendAsync(HttpMethod.Post, Routes.PlantRequest, body)).Problem(HttpStatusCode.BadRequest, ErrorCode.ValidationFailed), StringComparison.Ordinal);
        await SeesAsync(pool, ErrorCode.ValidationFailed, 1);
    }

    [Fact]
    public async Task What_is_another_pooler_s_is_not_opened_by_his_key_and_a_body_without_end_is_not_read()
    {
        var (pool, rival) = (await TestPool.MakeAsync(_host), await TestPool.MakeAsync(_host));
        object[] bodies =
        [
            rival.PlantRequest(_host.PlantIndex), rival.WorkReport(_host.PlantIndex), new { block_index = 1, pooler_id = rival.Id, work = Array.Empty<object>() },
            new { pooler_id = rival.Id, harvest_blocks = Array.Empty<object>() },
            new { pooler_id = rival.Id, version = "1", max_farmers_capacity = 1, block_index = 0, hash_rate = 0, cpu_percent = 0, memory_mb = 0, state = "idle" },
        ];
        string[] routes = [Routes.PlantRequest, Routes.WorkComplete, Routes.WorkSubmit, Routes.HarvestRequest, Routes.Heartbeat];
        foreach (var (route, body) in routes.Zip(bodies)) (await pool.Client.PostAsync(route, body)).Problem(HttpStatusCode.Forbidden, ErrorCode.Forbidden);
        await SeesAsync(pool, ErrorCode.Forbidden, routes.Length);
        try
        {
            var huge = await pool.Client.SendAsync(HttpMethod.Post, Routes.WorkComplete, new string(' ', 2 << 20));
            huge.Problem(HttpStatusCode.RequestEntityTooLarge, ErrorCode.ValidationFailed);
        }
        catch (HttpRequestException shut) when (shut.InnerException is IOException)
        {
            // He was still talking when the door was shut, and has not heard why.
        }
    }

    [Fact]
    public async Task Who_goes_on_with_it_is_told_of()
    {
        var pool = await TestPool.MakeAsync(_host);
        var (board, watch) = (_host.Services.GetRequiredService<AlertBoard>(), _host.Services.GetRequiredService<AlertWatch>());
        for (var i = 0; i <= PoolerRefusals.MostAnHour; i++)
        {
            await watch.LookAsync(CancellationToken.None);
            Assert.DoesNotContain(board.Standing, a => a.Code == AlertCode.PoolerRefused);
            await pool.Client.PostAsync(Routes.PlantRequest, new { });
        }
        await watch.LookAsync(CancellationToken.None);
        Assert.Equal(pool.Id.ToString("D"), Assert.Single(board.Standing, a => a.Code == AlertCode.PoolerRefused).Subject);
    }
}
