using KalePool.Stellar.Xdr;

namespace KalePool.Kale.Tests.Traces;

/// <summary>The farm's state with times to live, at one ledger.</summary>
public sealed class TraceState(FarmState farm, TraceAsset asset, uint minTemporaryTtl) : IKaleView
{
    readonly Dictionary<uint, (KaleBlock Value, uint LiveUntil)> _blocks = [];
    readonly Dictionary<(SCAddress Farmer, uint Index), (KalePail Value, uint LiveUntil)> _pails = [];

    public LedgerMoment Now { get; set; }

    public FarmState Farm { get; private set; } = farm;

    public TraceAsset Asset { get; } = asset;

    public KaleBlock? Block(uint index) => _blocks.TryGetValue(index, out var block) && block.LiveUntil >= Now.Sequence ? block.Value : null;

    public KalePail? Pail(SCAddress farmer, uint index) => _pails.TryGetValue((farmer, index), out var pail) && pail.LiveUntil >= Now.Sequence ? pail.Value : null;

    public uint LiveUntilOfBlock(uint index) => _blocks[index].LiveUntil;

    public uint LiveUntilOfPail(SCAddress farmer, uint index) => _pails[(farmer, index)].LiveUntil;

    public TraceState Copy()
    {
        var copy = new TraceState(Farm, Asset.Copy(), minTemporaryTtl) { Now = Now };
        foreach (var (key, value) in _blocks) copy._blocks[key] = value;
        foreach (var (key, value) in _pails) copy._pails[key] = value;
        return copy;
    }

    /// <summary>Runs a call; an error leaves the state as it was.</summary>
    public (SCVal? ReturnValue, SCError? Error, KaleFailure? Failure) Run(string function, IReadOnlyList<SCVal> args)
    {
        if (KaleCall.Parse(function, args, out var wrong) is not { } call) return (null, wrong, null);
        switch (KaleContract.Execute(this, Now, call, new KaleRules()))
        {
            case KaleOutcome.Refused refused:
                return (null, new SCError.Contract((uint)refused.Error), new KaleFailure(refused.Error, null));
            case KaleOutcome.Trapped trapped:
                return (null, trapped.Error, null);
            case KaleOutcome.Done done:
                if (done.Changes.Asset is { } move && Asset.Move(move) is { } error) return (null, new SCError.Contract((uint)error), new KaleFailure(null, error));
                Apply(done.Changes);
                return (done.ReturnValue, null, null);
            default:
                throw new InvalidOperationException();
        }
    }

    void Apply(KaleChanges changes)
    {
        var fresh = Now.Sequence + minTemporaryTtl - 1;
        Farm = changes.Farm ?? Farm;
        if (changes.Block is { } b)
        {
            if (b.Value is null) _blocks.Remove(b.Index);
            else _blocks[b.Index] = (b.Value, Block(b.Index) is null ? fresh : _blocks[b.Index].LiveUntil);
        }
        if (changes.Pail is { } p)
        {
            var key = (p.Farmer, p.Index);
            if (p.Value is null) _pails.Remove(key);
            else _pails[key] = (p.Value, Pail(p.Farmer, p.Index) is null ? fresh : _pails[key].LiveUntil);
        }
    }
}
