using KalePool.Actors.Ports;
using KalePool.Backend.Custody;
using KalePool.Domain.Accounts;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Backend.Chain;

/// <summary>
/// Wraps farmers' transactions in fee bumps of the operator's account, while it can pay; else they pay themselves. The wallet's transaction inside stays what
/// it is, and so does the hash that the act is known by.
/// </summary>
public sealed class FeeSponsor(FarmWatch watch, IStellarRpc rpc, OperatorKeys keys, Network network)
{
    /// <summary>What stays in the operator's account for its own transactions and for what other nodes promise: 5 XLM.</summary>
    const long Spare = 50_000_000;

    /// <summary>Ledgers for which a promise counts in full; by then it is known in the balance.</summary>
    const uint PromiseLedgers = 12;

    readonly Lock _lock = new();
    readonly Queue<(uint Ledger, long Stroops)> _promises = [];
    (uint AtLedger, long Stroops) _available;

    /// <summary>The same where there is nothing to wrap, or nobody to pay for it.</summary>
    public async Task<Preparation> SponsorAsync(Preparation prepared, CancellationToken cancellation)
    {
        if (prepared is not Preparation.Ready ready || keys.Find(AccountIds.Operator) is not { } payer || watch.Latest is not { } chain) return prepared;
        if (ReadAt != chain.LatestLedger && !await ReadAsync(payer, chain.LatestLedger, cancellation)) return prepared;
        var inner = XdrCodec.FromBase64<TransactionEnvelope>(ready.Envelope.Xdr);
        var bump = FeeBumps.Of(inner, Addresses.Source(payer.PublicKey), FeePolicy.Inclusion);
        return Promise(chain.LatestLedger, bump.Fee) ? ready with { Envelope = ready.Envelope with { Xdr = bump.Sign(network, payer).ToBase64() } } : prepared;
    }

    uint ReadAt
    {
        get
        {
            lock (_lock) return _available.AtLedger;
        }
    }

    /// <summary>False where nobody can say: then wallets pay.</summary>
    async Task<bool> ReadAsync(KeyPair payer, uint ledger, CancellationToken cancellation)
    {
        try
        {
            var accounts = await AccountsReading.ReadAsync(rpc, [payer.Address], cancellation);
            lock (_lock) _available = (ledger, accounts.AvailableOf(payer.Address));
            return true;
        }
        catch (RpcException)
        {
            return false;
        }
    }

    bool Promise(uint ledger, long stroops)
    {
        lock (_lock)
        {
            while (_promises.TryPeek(out var oldest) && oldest.Ledger + PromiseLedgers < ledger) _promises.Dequeue();
            if (_available.Stroops - _promises.Sum(p => p.Stroops) - stroops < Spare) return false;
            _promises.Enqueue((ledger, stroops));
            return true;
        }
    }
}
