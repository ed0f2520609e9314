using KalePool.Stellar.Keys;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Demo.Harness;

/// <summary>
/// Opens the block after the last one where no rival does: a plant of 0 from an account of its own, so that the last block can be
/// harvested and no stake is left behind.
/// </summary>
/// <param name="graceSeconds">So long rivals have after the boundary.</param>
public sealed class BlockOpener(LocalPool pool, TimeProvider clock, long graceSeconds = 8)
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly KeyPair _keys = KeyPair.Random();
    bool _opened;

    /// <summary>Plants 0 if <paramref name="last"/> is still the newest block some seconds after its end; does nothing otherwise, or a second time.</summary>
    public async Task OpenAfterAsync(uint last, CancellationToken stop)
    {
        if (_opened) return;
        var farm = await FarmGlance.ReadAsync(pool.Rpc, pool.Chain, [], last, stop);
        _opened = farm.Index > last;
        if (_opened || farm.Index < last || farm.SecondsLeft > -graceSeconds) return;
        await PlantNothingAsync(stop);
        _opened = true;
    }

    async Task PlantNothingAsync(CancellationToken stop)
    {
        var rpc = pool.Rpc;
        await pool.FundAsync(_keys.Address, stop);
        var key = LedgerKeys.Account(Addresses.Account(_keys.PublicKey));
        if ((await rpc.ReadEntriesAsync([key], stop)).Find(key) is not LedgerEntryData.Account account) throw new InvalidOperationException("friendbot's account is not there");
        var contract = StrKey.Decode(StrKeyKind.Contract, pool.Chain.KaleContractId);
        var call = new InvokeHostFunctionOp(
            new HostFunction.InvokeContract(new InvokeContractArgs(
                new SCAddress.Contract(contract), "plant", [SCVals.AccountAddress(_keys.PublicKey), SCVals.I128(0)])),
            []);
        var draft = TransactionFactory.ToSimulate(Addresses.Source(_keys.PublicKey), account.Value.SeqNum + 1, Bounds.None, Operations.Invoke(call));
        var simulated = await rpc.SimulateAsync(new TransactionEnvelope.Tx(new TransactionV1Envelope(draft, [])), stop);
        var network = new Network(pool.Chain.NetworkPassphrase);
        var envelope = draft.Assemble(simulated).Sign(network, _keys);
        await rpc.SendAsync(envelope, stop);
        var hash = TransactionHash.Of(envelope, network);
        await Waiting.UntilAsync(
            "the plant of 0 that opens the next block",
            async s => await rpc.FindTransactionAsync(hash, s) is { Status: not TransactionStatus.NotFound } found ? found : null,
            Patience, clock, stop);
    }
}
