using KalePool.Stellar.Rpc;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Tests.Truth;

/// <summary>What the two say to one question.</summary>
static class AnswerComparison
{
    public static void Compare(Differences differences, string what, object truth, object devnet)
    {
        switch (truth, devnet)
        {
            case (SendTransactionResponse left, SendTransactionResponse right):
                differences.Compare($"{what}: status", left.Status, right.Status);
                differences.Compare($"{what}: hash", left.Hash, right.Hash);
                differences.CompareXdr<TransactionResult>($"{what}: error result", left.ErrorResultXdr, right.ErrorResultXdr);
                break;
            case (GetTransactionResponse left, GetTransactionResponse right):
                differences.Compare($"{what}: status", left.Status, right.Status);
                differences.Compare($"{what}: fields", (left.TxHash, left.Ledger, left.ApplicationOrder, left.FeeBump, left.CreatedAt), (right.TxHash, right.Ledger, right.ApplicationOrder, right.FeeBump, right.CreatedAt));
                break;
            case (SimulateTransactionResponse left, SimulateTransactionResponse right):
                Simulations(differences, what, left, right);
                break;
            default:
                differences.Add($"{what}: {truth} and {devnet} are not of one kind");
                break;
        }
    }

    static void Simulations(Differences differences, string what, SimulateTransactionResponse truth, SimulateTransactionResponse devnet)
    {
        differences.Compare($"{what}: error", FirstLine(truth.Error), FirstLine(devnet.Error));
        if (truth.Error is not null || devnet.Error is not null) return;
        differences.Compare($"{what}: results", truth.Results.Count, devnet.Results.Count);
        foreach (var (left, right) in truth.Results.Zip(devnet.Results))
        {
            differences.CompareXdr<SCVal>($"{what}: value", left.Xdr, right.Xdr);
            differences.Compare($"{what}: authorizations", left.Auth.Count, right.Auth.Count);
            foreach (var (a, b) in left.DecodeAuth().Zip(right.DecodeAuth())) differences.Compare($"{what}: authorization", WithoutNonce(a), WithoutNonce(b));
        }
        var (data, other) = (truth.DecodeTransactionData(), devnet.DecodeTransactionData());
        differences.Compare($"{what}: footprint", WithoutNonces(data.Resources.Footprint), WithoutNonces(other.Resources.Footprint));
        differences.Compare($"{what}: disk read bytes", data.Resources.DiskReadBytes, other.Resources.DiskReadBytes);
        differences.Compare($"{what}: write bytes", data.Resources.WriteBytes, other.Resources.WriteBytes);
        differences.CompareRoughly($"{what}: instructions", data.Resources.Instructions, other.Resources.Instructions);
        differences.CompareRoughly($"{what}: resource fee", data.ResourceFee, other.ResourceFee);
        differences.Compare($"{what}: state changes", truth.StateChanges.Count, devnet.StateChanges.Count);
    }

    static string? FirstLine(string? error) => HostError.TryParse(error)?.ToString() ?? error;

    /// <summary>The nonce is each server's own.</summary>
    static SorobanAuthorizationEntry WithoutNonce(SorobanAuthorizationEntry entry) => entry with
    {
        Credentials = entry.Credentials switch
        {
            SorobanCredentials.Address address => new SorobanCredentials.Address(address.Value with { Nonce = 0 }),
            SorobanCredentials.AddressV2 address => new SorobanCredentials.AddressV2(address.Value with { Nonce = 0 }),
            var other => other,
        },
    };

    static LedgerFootprint WithoutNonces(LedgerFootprint footprint) => new(WithoutNonces(footprint.ReadOnly), WithoutNonces(footprint.ReadWrite));

    static XdrArray<LedgerKey> WithoutNonces(XdrArray<LedgerKey> keys) => keys.Select(key =>
        key is LedgerKey.ContractData { Value.Key: SCVal.LedgerKeyNonce } data ? new LedgerKey.ContractData(data.Value with { Key = new SCVal.LedgerKeyNonce(new SCNonceKey(0)) }) : key).ToXdrArray();
}
