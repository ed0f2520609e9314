using KalePool.Kale;
using KalePool.Stellar.Acts;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Pooler.Solo;

/// <summary>Builds and signs plants and harvests, sent and paid by the farmer himself, with the footprint written down.</summary>
sealed class FarmEnvelopes(KaleDeployment deployment, Network network)
{
    /// <summary>Stroops of XLM, at most; what is not used is paid back. 23 000 to 36 000 are, and 350 000 more by the one that meets the contract's instance when it must be extended.</summary>
    public const long ResourceFee = 500_000;

    /// <summary>A queue drops what it could not include in 4 ledgers; with a few more to spare the fate of an act is soon known, and another may follow.</summary>
    const uint LifeInLedgers = 8;

    /// <param name="account">As it was read at <paramref name="ledger"/>.</param>
    /// <param name="sequence">The last one used.</param>
    /// <param name="opens">Unix seconds before which the block cannot be planted in: a plant that comes earlier lands in the block before, and traps. 0: it is open.</param>
    /// <param name="now">By the chain's clock.</param>
    /// <param name="bid">Stroops bid for a place in a ledger.</param>
    public ActEnvelope Build(KaleCall call, uint block, SoloAccount account, long sequence, long opens, uint ledger, DateTimeOffset now, TimeSpan ledgerTime, long bid)
    {
        var resources = call switch
        {
            KaleCall.Plant plant => KaleFootprints.Plant(deployment, plant.Farmer, block, plant.Amount),
            KaleCall.Harvest harvest => KaleFootprints.Harvest(deployment, harvest.Farmer, block),
            _ => throw new ArgumentException($"{call.Function} is nothing that a farmer does himself here", nameof(call)),
        };
        var maxTime = (now + (LifeInLedgers + 1) * ledgerTime).ToUnixTimeSeconds();
        var maxLedger = ledger + 1 + LifeInLedgers;
        var bounds = new Bounds((ulong)Math.Min(opens, maxTime), (ulong)maxTime, MaxLedger: maxLedger);
        var tx = TransactionFactory.Soroban(
            new MuxedAccount.Ed25519(account.Key.PublicKey), checked(sequence + 1), bounds, Operations.Invoke(KaleInvocations.Operation(deployment, call)),
            KaleFootprints.TransactionData(resources, ResourceFee), checked((uint)bid));
        return new(
            Convert.ToHexStringLower(TransactionHash.Of(tx, network).Span), tx.Sign(network, account.Key).ToBase64(), account.Address, tx.SeqNum, maxLedger, maxTime, ledger);
    }
}
