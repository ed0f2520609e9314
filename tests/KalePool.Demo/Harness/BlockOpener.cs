using KalePool.Kale;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Demo.Harness;

/// <summary>
/// Opens the block after the last one where no rival does: a plant of 0 from an account of its own, so that the last block can be
/// harvested and no stake is left behind.
/// </summary>
public sealed class BlockOpener(LocalPool pool, TimeProvider clock)
{
    /// <summary>Rivals have this long after the boundary.</summary>
    const ulong GraceSeconds = 8;

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly KeyPair _keys = KeyPair.Random();
    bool _opened;

    /// <summary>Plants 0 if <paramref name="last"/> is still the newest block some seconds after its end; does nothing otherwise, or a second time.</summary>
    public async Task OpenAfterAsync(uint last, CancellationToken stop)
    {
        if (_opened) return;
        using var http = new HttpClient();
        var rpc = new StellarRpcClient(http, pool.Devnet.RpcUrl);
        var contract = StrKey.Decode(StrKeyKind.Contract, pool.Devnet.KaleContractId);
        var farm = KaleCodec.DecodeFarm(await EntryAsync(rpc, LedgerKeys.ContractInstance(contract), stop));
        if (farm.Index > last)
        {
            _opened = true;
            return;
        }

        var boundary = (farm.FarmBlock?.Timestamp ?? 0) + (ulong)pool.Devnet.BlockIntervalSeconds;
        var now = (ulong)((await rpc.GetLatestLedgerAsync(stop)).CloseTime ?? 0);
        if (farm.Index < last || now < boundary + GraceSeconds) return;
        await PlantNothingAsync(rpc, contract, stop);
        _opened = true;
    }

    async Task PlantNothingAsync(StellarRpcClient rpc, Opaque contract, CancellationToken stop)
    {
        await pool.FundAsync(_keys.Address, stop);
        var account = (LedgerEntryData.Account)await EntryAsync(rpc, LedgerKeys.Account(Addresses.Account(_keys.PublicKey)), stop);
        var call = new InvokeHostFunctionOp(
            new HostFunction.InvokeContract(new InvokeContractArgs(
                new SCAddress.Contract(contract), "plant", [SCVals.AccountAddress(_keys.PublicKey), SCVals.I128(0)])),
            []);
        var draft = TransactionFactory.ToSimulate(Addresses.Source(_keys.PublicKey), account.Value.SeqNum + 1, Bounds.None, Operations.Invoke(call));
        var simulated = await rpc.SimulateAsync(new TransactionEnvelope.Tx(new TransactionV1Envelope(draft, [])), stop);
        var network = new Network(pool.Devnet.NetworkPassphrase);
        var envelope = draft.Assemble(simulated).Sign(network, _keys);
        await rpc.SendAsync(envelope, stop);
        var hash = TransactionHash.Of(envelope, network);
        await Waiting.UntilAsync(
            "the plant of 0 that opens the next block",
            async s => await rpc.FindTransactionAsync(hash, s) is { Status: not TransactionStatus.NotFound } found ? found : null,
            Patience, clock, stop);
    }

    static async Task<LedgerEntryData> EntryAsync(StellarRpcClient rpc, LedgerKey key, CancellationToken stop) =>
        (await rpc.ReadEntriesAsync([key], stop)).Find(key) ?? throw new InvalidOperationException("an entry of the chain is not there");
}
