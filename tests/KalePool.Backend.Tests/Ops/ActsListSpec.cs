using System.Text.Json.Nodes;
using KalePool.Actors.Serialization;
using KalePool.Backend.Ops.Acts;
using KalePool.Backend.ReadModel;
using KalePool.Backend.Tests.Fixtures;
using KalePool.Backend.Tests.ReadModel;
using KalePool.Contracts.Errors;
using KalePool.Domain;
using KalePool.Domain.Accounts;
using KalePool.Domain.Blocks;
using KalePool.Domain.Farmers;
using KalePool.Stellar.Acts;

namespace KalePool.Backend.Tests.Ops;

/// <summary>Acts that wait for the operator, with their block and what he can do.</summary>
public abstract class ActsListSpec(ITestDatabases databases) : StorageSpec(databases)
{
    static readonly ActEnvelope Envelope = new(new string('a', 64), "AAAA", "GCUSTODIAL1", 7, 1_001, 1_700_000_000, 900);
    static readonly Failure Forgotten = new(ErrorCode.UnknownOutcome, "the node has forgotten it", Attribution.Network);

    async Task<string> SaidAsync(bool unknownOnly, bool asJson)
    {
        var said = new StringWriter();
        await new ActsList(Db.Database, said).RunAsync(unknownOnly, asJson, CancellationToken.None);
        return said.ToString();
    }

    [Fact]
    public async Task Lists_what_is_in_doubt_with_its_block_and_what_is_under_way()
    {
        await new JournalWriter().WriteAsync(Db,
        [
            .. Story.Founding,
            new PlantSubmitted(Story.Farmer(1), 100, 1_000, Envelope, Story.At(100, 2)),
            new PlantSettled(Story.Farmer(1), 100, ActResult.Unknown, 0, 0, 0, Envelope.Hash, Forgotten, Story.At(100, 9)),
            new PlantSubmitted(Story.Farmer(2), 101, 1_000, Envelope with { Hash = new string('b', 64) }, Story.At(101, 2)),
        ]);
        await new ReadModelProjection(Db.Database, TimeProvider.System).CatchUpAsync((_, _) => { }, CancellationToken.None);

        var unknown = await SaidAsync(true, false);
        Assert.Contains($"2026-01-02 03:04:07Z  plant of block 100 of farmer-{Story.Farmer(1):N}, transaction {Envelope.Hash}", unknown, StringComparison.Ordinal);
        Assert.EndsWith("1 acts of unknown outcome" + Environment.NewLine, unknown, StringComparison.Ordinal);
        var act = JsonNode.Parse(await SaidAsync(true, true))!;
        Assert.Equal((100, "unknown_outcome", Envelope.Hash), ((int)act["block"]!, (string?)act["status"], (string?)act["transaction_hash"]));
        Assert.Contains($"$API/admin/acts/{act["id"]}/resolve", unknown, StringComparison.Ordinal);

        Assert.Contains($"plant of block 101 of farmer-{Story.Farmer(2):N}", await SaidAsync(false, false), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_of_what_an_account_has_sent_that_nothing_is_to_be_resolved()
    {
        var id = Guid.NewGuid();
        var part = new BatchPart(new BlockKey(Story.Pooler, 100), [Story.Farmer(1)]);
        await AddAsync(1, new AccountBatchSubmitted(AccountIds.Operator, id, BatchKind.Harvest, [part], [], Envelope, Story.At(100, 2)));
        await AddAsync(2, new AccountBatchSettled(AccountIds.Operator, id, BatchKind.Harvest, ActResult.Unknown, [], 0, 0, Envelope.Hash, Forgotten, Story.At(100, 9)));
        await new ReadModelProjection(Db.Database, TimeProvider.System).CatchUpAsync((_, _) => { }, CancellationToken.None);
        var said = await SaidAsync(true, false);
        Assert.Contains("harvest_batch of account-operator", said, StringComparison.Ordinal);
        Assert.Contains("    Nothing: ", said, StringComparison.Ordinal);
        Assert.DoesNotContain("resolve", said, StringComparison.Ordinal);
    }

    Task<int> AddAsync(long number, AccountEvent e)
    {
        var (manifest, message) = JournalCodec.Write(e);
        return Db.RunAsync(
            "INSERT INTO journal (created, deleted, persistence_id, sequence_number, manifest, identifier, message) VALUES (0, @no, 'account-operator', @number, @manifest, @identifier, @message)",
            new { no = false, number, manifest, identifier = JournalCodec.SerializerId, message });
    }
}

public sealed class ActsListOnSqliteSpec() : ActsListSpec(new EmbeddedDatabases());

[Collection(PostgresCollection.Name)]
public sealed class ActsListOnPostgresSpec(PostgresServer server) : ActsListSpec(server);
