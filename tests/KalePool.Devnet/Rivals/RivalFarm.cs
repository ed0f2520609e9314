using KalePool.Devnet.Ledger;
using KalePool.Kale;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Rivals;

/// <summary>Devnet's own farmers: after each ledger every one does the next thing that is due to him.</summary>
sealed class RivalFarm(Chain chain)
{
    readonly List<Rival> _rivals = [.. chain.Keys.Rivals.Select((key, i) => new Rival(chain, key, i))];

    public async Task RunAsync(CancellationToken cancel)
    {
        while (true)
        {
            var next = chain.NextLedger;
            Step();
            await next.WaitAsync(cancel);
        }
    }

    /// <summary>One round over all rivals at the latest ledger.</summary>
    public void Step()
    {
        var state = chain.View.State;
        var farm = KaleCodec.DecodeFarm(state.Find(LedgerKeys.Instance(new SCAddress.Contract(chain.Deployment.ContractId)))!.Entry.Data);
        foreach (var rival in _rivals) rival.Step(state, farm);
    }
}
