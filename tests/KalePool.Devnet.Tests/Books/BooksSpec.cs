using KalePool.Devnet.Ledger;
using KalePool.Devnet.Server;
using KalePool.Devnet.Settings;
using KalePool.Devnet.Tests.Walk;
using KalePool.Devnet.Tests.Walk.Kinds;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;
using Microsoft.Extensions.Time.Testing;
using Xunit.Abstractions;

namespace KalePool.Devnet.Tests.Books;

/// <summary>A long walk on devnet alone, its clock driven: whatever is sent, the books are kept after every ledger. KALEPOOL_WALK_SEED walks another one too.</summary>
public class BooksSpec(ITestOutputHelper output)
{
    const int Acts = 10_000;
    const int PerLedger = 30;
    const int Actors = 40;

    static readonly DevnetSettings Settings = new() { LedgerMs = null, BlockSeconds = 60, MinTemporaryTtl = 20, MinPersistentTtl = 40, StartIndex = 30_557 };

    readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 7, 1, 12, 0, 0, TimeSpan.Zero));

    [Theory]
    [MemberData(nameof(WalkSeeds.All), MemberType = typeof(WalkSeeds))]
    public async Task A_walk_of_ten_thousand_acts_keeps_the_books(int seed)
    {
        var chain = new Chain(Settings, _clock);
        await using var server = await DevnetServer.StartAsync(chain, _clock);
        using var http = new HttpClient(new SocketsHttpHandler());
        var rpc = new StellarRpcClient(http, new Uri(server.RpcUrl));
        var router = ((ContractExecutable.Wasm)Kale.KaleCodec.InstanceOf(chain.View.State.Find(Kale.KaleKeys.Instance(chain.RouterId))!.Entry.Data).Executable).Value;
        var world = new WalkWorld(chain.Network, chain.Deployment, chain.RouterId, router, Settings.BlockSeconds, WalkActor.Make(seed, Actors));
        var books = new ChainBooks(chain.View.State, id => id == world.NativeContract ? "native" : id == world.Farm.AssetContractId ? world.Kale.ToText() : id == ContractId.OfAsset(world.Other, chain.Network) ? world.Other.ToText() : null);
        Prepare(chain, world, books);
        var walker = new Walker(world, seed, [.. WalkKinds.All, .. FlagKinds.All]);
        var (random, kinds, applied, succeeded, sent) = (new Random(seed), new Dictionary<string, int>(), 0, 0, 0);

        while (sent < Acts)
        {
            foreach (var act in walker.Next(await WalkSnapshot.ReadAsync(rpc, world), Math.Min(PerLedger, Acts - sent)))
            {
                await rpc.AskAsync(act.Request);
                kinds[act.Kind] = kinds.GetValueOrDefault(act.Kind) + 1;
                sent++;
            }
            var closed = Close(chain, books, random.Next(1, 8), seed);
            applied += closed.Transactions.Count;
            succeeded += closed.Transactions.Count(tx => tx.Succeeded);
        }

        var (minted, burnt) = books.Turnover(world.Kale.ToText());
        output.WriteLine(
            $"seed {seed}: {sent} acts of {kinds.Count} kinds in {chain.View.State.Sequence - Settings.FirstLedger} ledgers, {applied} transactions applied of which {succeeded} succeeded; "
            + $"fees {books.Fees} stroops, KALE minted {minted}, burnt {burnt}, archived entries counted {books.Archived} times");
        Assert.Empty(walker.Kinds.Select(kind => kind.Name).Except(kinds.Keys));
        Assert.True(succeeded > Acts / 4 && minted > 0 && burnt > 0 && books.Archived > 0, $"seed {seed}: the walk went nowhere");
    }

    ClosedLedger Close(Chain chain, ChainBooks books, int seconds, int seed)
    {
        _clock.Advance(TimeSpan.FromSeconds(seconds));
        var closed = chain.CloseLedger();
        try
        {
            books.Check(closed, chain.View.State);
        }
        catch (Xunit.Sdk.XunitException broken)
        {
            throw new InvalidOperationException($"seed {seed}, ledger {closed.Sequence}: {broken.Message}", broken);
        }
        return closed;
    }

    /// <summary>Half of the people have an account, some of those KALE.</summary>
    void Prepare(Chain chain, WalkWorld world, ChainBooks books)
    {
        var first = world.Actors.Take(Actors / 2).ToList();
        Send(chain, chain.Keys.Friendbot, [.. first.Select(actor => Operations.CreateAccount(actor.Id, 1_000_0000000))]);
        Close(chain, books, 5, 0);
        foreach (var actor in first.Skip(1).Take(8)) Send(chain, actor.Key, [Operations.ChangeTrust(world.Kale)]);
        Close(chain, books, 5, 0);
        Send(chain, chain.Keys.Issuer, [.. first.Skip(1).Take(8).Select(actor => Operations.Payment(actor.Source, world.Kale, 100_0000000))]);
        Close(chain, books, 5, 0);
    }

    static void Send(Chain chain, Stellar.Keys.KeyPair source, IReadOnlyCollection<Operation> operations)
    {
        var account = chain.View.State.FindAccount(Addresses.Account(source.PublicKey))!;
        chain.Submit(TransactionFactory.Classic(Addresses.Source(source.PublicKey), account.SeqNum + 1, Bounds.None, operations).Sign(chain.Network, source));
    }
}
