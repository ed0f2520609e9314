using System.Text.Json;
using KalePool.Stellar.Xdr;

namespace KalePool.Kale.Tests.Traces;

/// <summary>As much of the asset's contract as KALE's calls meet: trustlines with balance, limit and flags.</summary>
public sealed class TraceAsset(KaleDeployment deployment)
{
    readonly Dictionary<SCAddress, Line> _lines = [];

    sealed record Line(long Balance, long Limit, uint Flags);

    public long? BalanceOf(SCAddress farmer) => _lines.TryGetValue(farmer, out var line) ? line.Balance : null;

    public TraceAsset Copy()
    {
        var copy = new TraceAsset(deployment);
        foreach (var (farmer, line) in _lines) copy._lines[farmer] = line;
        return copy;
    }

    public void Set(SCAddress farmer, JsonElement line) =>
        _lines[farmer] = new Line(TraceStep.Stroops(line.GetProperty("balance")), TraceStep.Stroops(line.GetProperty("limit")), line.GetProperty("flags").GetUInt32());

    public void Remove(SCAddress farmer) => _lines.Remove(farmer);

    /// <summary>Takes a trustline over from a ledger entry.</summary>
    public void Set(TrustLineEntry entry)
    {
        if (entry.Asset == deployment.TrustLineAsset) _lines[new SCAddress.Account(entry.AccountID)] = new Line(entry.Balance, entry.Limit, entry.Flags);
    }

    /// <summary>The asset's error; null when it moved.</summary>
    public AssetError? Move(AssetMove move)
    {
        const uint Authorized = 1;
        if (!_lines.TryGetValue(move.Farmer, out var line)) return AssetError.TrustlineMissing;
        if ((line.Flags & Authorized) == 0) return AssetError.BalanceDeauthorized;
        var balance = move.Kind == AssetMoveKind.Burn ? line.Balance - move.Amount : line.Balance + move.Amount;
        if (balance < 0 || balance > line.Limit) return AssetError.Balance;
        _lines[move.Farmer] = line with { Balance = (long)balance };
        return null;
    }
}
