using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text.Json;
using Dapper;
using KalePool.Actors.Serialization;
using KalePool.Backend.ReadModel;
using KalePool.Backend.Settings;
using KalePool.Backend.Storage;
using KalePool.Backend.Tests.Fixtures;
using KalePool.Contracts;
using KalePool.Contracts.Errors;
using KalePool.Domain;
using KalePool.Domain.Farmers;
using KalePool.Stellar.Acts;

namespace KalePool.Backend.Tests.Api;

/// <summary>An operator and acts whose outcome the journal does not know, on a chain that is there.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "xunit ends it by DisposeAsync of its own interface.")]
public sealed class ResolveActSpec : IAsyncLifetime
{
    readonly TempFolder _folder = new();
    readonly BackendHost _host;

    public ResolveActSpec() => _host = new BackendHost { DatabaseUrl = $"sqlite:{_folder["pool.db"]}" };

    public Task InitializeAsync() => _host.InitializeAsync();

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        _folder.Dispose();
    }

    PoolClient Admin => TestPool.Admin(_host);

    /// <summary>While nobody runs on it.</summary>
    async Task ChangeJournalAsync(TestFarmer farmer, Func<FarmerEvent, FarmerEvent> change, params FarmerEvent[] more)
    {
        await _host.StopAsync();
        await using (var database = Database.Of(new DatabaseSettings.Sqlite(_folder["pool.db"], TimeSpan.FromSeconds(30))))
        {
            await using (var connection = await database.OpenAsync(CancellationToken.None))
            {
                var id = $"farmer-{farmer.Id:N}";
                var rows = (await JournalReader.OfEntityAsync(connection, id, 0, long.MaxValue, 1_000, CancellationToken.None)).ToList();
                foreach (var row in rows)
                {
                    var before = (FarmerEvent)row.Read();
                    if (change(before) is var after && after != before)
                        await connection.ExecuteAsync("UPDATE journal SET message = @message WHERE ordering = @Ordering", new { message = Bytes(after), row.Ordering });
                }
                foreach (var (e, i) in more.Select((e, i) => (e, i)))
                {
                    await connection.ExecuteAsync(
                        "INSERT INTO journal (created, deleted, persistence_id, sequence_number, manifest, identifier, message) VALUES (0, @no, @id, @number, @manifest, @identifier, @message)",
                        new { no = false, id, number = rows[^1].SequenceNumber + 1 + i, manifest = Manifests.Of(e.GetType()), identifier = JournalCodec.SerializerId, message = Bytes(e) });
                }
            }
            await ReadModelTables.ResetAsync(database, CancellationToken.None);
        }
        await _host.StartAsync();
        await _host.ProjectedAsync();

        static byte[] Bytes(FarmerEvent e) => JsonSerializer.SerializeToUtf8Bytes(e, e.GetType(), DomainJson.Default);
    }

    async Task<Guid> UnknownAsync()
    {
        var acts = (await Admin.GetAsync(Routes.AdminActs + "?unknown=true")).With(HttpStatusCode.OK)["acts"].AsArray();
        return (Guid)Assert.Single(acts)!["id"]!;
    }

    Task<Answer> ResolveAsync(Guid act, string outcome, string? hash = null) =>
        Admin.PostAsync(Routes.AdminAct(act) + Routes.Resolve, hash is null ? new { outcome, reason = "an explorer shows it" } : new { outcome, reason = "an explorer shows it", transaction_hash = hash });

    static Failure Forgotten => new(ErrorCode.UnknownOutcome, "the node has forgotten it", Attribution.Network);

    [Fact]
    public async Task What_was_never_sent_has_not_happened_and_nothing_else()
    {
        var pool = await TestPool.MakeAsync(_host);
        var farmer = await pool.JoinAsync();
        var envelope = new ActEnvelope(new string('a', 64), "AAAA", farmer.Wallet, long.MaxValue, 1_001, 1_700_000_000, 1_000);
        var at = TimeProvider.System.GetUtcNow();
        await ChangeJournalAsync(farmer, e => e, new PlantSubmitted(farmer.Id, 90, 0, envelope, at), new PlantSettled(farmer.Id, 90, ActResult.Unknown, 0, 0, 0, envelope.Hash, Forgotten, at));
        var act = await UnknownAsync();
        await _host.CloseLedgerAsync();
        foreach (var outcome in new[] { "success", "failed" }) Assert.Contains("sequence number", (await ResolveAsync(act, outcome)).Problem(HttpStatusCode.Conflict, ErrorCode.Conflict), StringComparison.Ordinal);
        Assert.StartsWith("transaction_hash", (await ResolveAsync(act, "not_happened", new string('b', 64))).Problem(HttpStatusCode.Conflict, ErrorCode.Conflict), StringComparison.Ordinal);
        for (var repeat = 0; repeat < 2; repeat++)
        {
            var resolved = (await ResolveAsync(act, "not_happened")).With(HttpStatusCode.OK);
            Assert.Equal((act, "not_happened", envelope.Hash), ((Guid)resolved["act_id"], (string?)resolved["outcome"], (string?)resolved["transaction_hash"]));
        }
        (await ResolveAsync(act, "success")).Problem(HttpStatusCode.Conflict, ErrorCode.Conflict);
        await _host.ProjectedAsync();
        Assert.Empty((await Admin.GetAsync(Routes.AdminActs + "?unknown=true"))["acts"].AsArray());
        var journal = (await Admin.GetAsync($"{Routes.AdminJournal}/farmer-{farmer.Id:N}"))["events"].AsArray();
        var written = Assert.Single(journal, e => (string?)e!["event"] == "outcome-resolved:1")!;
        Assert.Equal("an explorer shows it", (string?)written["data"]!["reason"]);
    }

    [Fact]
    public async Task A_transaction_that_the_chain_knows_speaks_for_itself()
    {
        var pool = await TestPool.MakeAsync(_host);
        var farmer = await pool.JoinAsync();
        await _host.ReachAsync(_host.Watch.Latest!.FarmIndex + 1);
        var block = _host.PlantIndex;
        await pool.PlantAsync(block);
        await ChangeJournalAsync(farmer, e => e is PlantSettled p ? p with { Result = ActResult.Unknown, StakeStroops = 0, Ledger = 0, FeeStroops = 0, Failure = Forgotten, RewardShare = 0 } : e);
        var act = await UnknownAsync();
        Assert.Equal("failed", (string?)Assert.Single((await farmer.Client.GetAsync(Routes.Farmer(farmer.Id) + Routes.Plantings))["plantings"].AsArray())!["status"]);
        await _host.CloseLedgerAsync();
        Assert.Contains("succeeded", (await ResolveAsync(act, "not_happened")).Problem(HttpStatusCode.Conflict, ErrorCode.Conflict), StringComparison.Ordinal);
        (await ResolveAsync(act, "success")).With(HttpStatusCode.OK);
        await _host.ProjectedAsync();
        Assert.Equal(["success", "failed"], (await farmer.Client.GetAsync(Routes.Farmer(farmer.Id) + Routes.Plantings))["plantings"].AsArray().Select(p => (string?)p!["status"]).OrderDescending());
        // Nobody asks for its harvest any more: he looks after it himself, and it was never worked.
        await _host.ReachAsync(block + 1);
        var other = await pool.JoinAsync();
        await pool.PlantAsync(block + 1);
        // His rescue may have come so late that its fate is known only some ledgers from here.
        await _host.CloseLedgersUntilAsync(HarvestedAsync());
        Assert.NotEqual(farmer.Id, other.Id);

        async Task<bool> HarvestedAsync()
        {
            await Poll.UntilAsync(async () => (await Admin.GetAsync($"{Routes.AdminJournal}/farmer-{farmer.Id:N}"))["events"].AsArray().Any(e => (string?)e!["event"] is "harvest-refused:1" or "harvest-submitted:1"), "the farmer's own harvest");
            return true;
        }
    }

    [Theory]
    [InlineData("perhaps", "why", null, "outcome")]
    [InlineData("success", "", null, "reason")]
    [InlineData("success", "a\u202eb", null, "reason")]
    [InlineData("success", "why", "abc", "transaction_hash")]
    public async Task A_wrong_field_is_named(string outcome, string reason, string? hash, string field) => Assert.StartsWith(
        field,
        (await Admin.PostAsync(Routes.AdminAct(Guid.NewGuid()) + Routes.Resolve, new { outcome, reason, transaction_hash = hash })).Problem(HttpStatusCode.BadRequest, ErrorCode.ValidationFailed),
        StringComparison.Ordinal);

    [Fact]
    public async Task An_act_that_there_is_not_is_not_found_and_one_in_no_doubt_is_a_conflict()
    {
        (await ResolveAsync(Guid.NewGuid(), "success")).Problem(HttpStatusCode.NotFound, ErrorCode.NotFound);
        await (await TestPool.MakeAsync(_host)).JoinAsync();
        await _host.ProjectedAsync();
        var trustline = (Guid)(await Admin.GetAsync(Routes.AdminActs))["acts"][0]!["id"]!;
        (await ResolveAsync(trustline, "failed")).Problem(HttpStatusCode.Conflict, ErrorCode.Conflict);
    }
}
