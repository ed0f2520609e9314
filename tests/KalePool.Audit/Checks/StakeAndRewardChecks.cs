using System.Numerics;
using KalePool.Audit.Evidence;

namespace KalePool.Audit.Checks;

/// <summary>Each burn of a wallet is the stake of its plant, each mint the reward and stake of its harvest, transaction by transaction.</summary>
static class StakeAndRewardChecks
{
    public static void Check(ChainEvidence evidence, IReadOnlySet<string> wallets, IReadOnlyList<PailHistory> pails, List<Difference> differences)
    {
        var burnt = Sums(
            evidence.Kale.Where(e => e.Kind is AssetEventKind.Burn or AssetEventKind.Clawback && wallets.Contains(e.From!)), e => e.From!);
        var minted = Sums(evidence.Kale.Where(e => e.Kind == AssetEventKind.Mint && wallets.Contains(e.To!)), e => e.To!);
        // The contract never changes a stake; that it stayed the same is checked where the pails are followed.
        var staked = Sums(pails.Where(p => p.PlantedIn is not null), p => (p.PlantedIn!.Hash, p.Id.Farmer), p => p.Last.Stake);
        var harvested = pails.Where(p => p.HarvestedIn is not null).ToLookup(p => p.Reward is not null);
        var due = Sums(harvested[true], p => (p.HarvestedIn!.Hash, p.Id.Farmer), p => p.Reward!.Value + p.Last.Stake);
        var unknown = harvested[false].Select(p => (p.HarvestedIn!.Hash, p.Id.Farmer)).ToHashSet();
        Compare(
            burnt, staked, [], DifferenceKind.Stake, differences,
            (key, found, expected) => $"{key.Wallet} burnt {found} stroops in {key.Hash}, its plants there have stakes of {expected}");
        Compare(
            minted, due, unknown, DifferenceKind.Reward, differences,
            (key, found, expected) => $"{key.Wallet} got {found} stroops minted in {key.Hash}, its harvests there are worth {expected} with their stakes");
    }

    static Dictionary<(string Hash, string Wallet), BigInteger> Sums(IEnumerable<AssetEvent> events, Func<AssetEvent, string> holder) =>
        Sums(events, e => (e.TransactionHash, holder(e)), e => e.Amount);

    static Dictionary<(string Hash, string Wallet), BigInteger> Sums<T>(IEnumerable<T> items, Func<T, (string, string)> key, Func<T, BigInteger> amount)
    {
        var sums = new Dictionary<(string Hash, string Wallet), BigInteger>();
        foreach (var item in items) sums[key(item)] = sums.GetValueOrDefault(key(item)) + amount(item);
        return sums;
    }

    static void Compare(
        Dictionary<(string Hash, string Wallet), BigInteger> found, Dictionary<(string Hash, string Wallet), BigInteger> expected,
        HashSet<(string Hash, string Wallet)> leftOut, DifferenceKind kind, List<Difference> differences,
        Func<(string Hash, string Wallet), BigInteger, BigInteger, string> say)
    {
        foreach (var key in found.Keys.Union(expected.Keys).Except(leftOut).Order())
        {
            var (was, due) = (found.GetValueOrDefault(key), expected.GetValueOrDefault(key));
            if (was != due) differences.Add(new(kind, say(key, was, due)));
        }
    }
}
