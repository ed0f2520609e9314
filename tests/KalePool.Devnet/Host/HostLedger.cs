using KalePool.Devnet.Settings;
using KalePool.Stellar.Keys;

namespace KalePool.Devnet.Host;

/// <summary>What a call can know of the ledger it runs in.</summary>
public sealed record HostLedger(DevnetSettings Settings, Network Network, uint Sequence, ulong CloseTime)
{
    /// <summary>The last ledger to which any life may reach.</summary>
    public uint MaxLiveUntil => Sequence + Settings.MaxEntryTtl - 1;

    public uint NewLiveUntil(bool temporary) => Sequence + (temporary ? Settings.MinTemporaryTtl : Settings.MinPersistentTtl) - 1;
}
