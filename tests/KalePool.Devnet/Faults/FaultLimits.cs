using KalePool.Devnet.Settings;

namespace KalePool.Devnet.Faults;

/// <summary>What a plan may ask of this devnet.</summary>
/// <param name="Nodes">Servers there are.</param>
/// <param name="MaxLife">Ledgers that an entry can live at most.</param>
/// <param name="CanFill">Whether ledgers have limits that strangers can fill.</param>
sealed record FaultLimits(int Nodes, uint MaxLife, bool CanFill)
{
    /// <summary>Ledgers that a server can be behind: as many states are kept.</summary>
    public const int MostBehind = 60;

    /// <summary>Validators take no ledger that is farther from their clocks.</summary>
    public const int MostSlipSeconds = 60;

    public static FaultLimits Of(int nodes, DevnetSettings settings) => new(nodes, settings.MaxEntryTtl, Strangers.LedgerFiller.CanFill(settings.Limits));
}
