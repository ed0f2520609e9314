namespace KalePool.Devnet.Settings;

/// <summary>
/// What resources cost, in stroops. The defaults are those of testnet's July 2026 settings, whose fee rates mainnet shares
/// (the same figures stand in the recorded traces of the KALE contract).
/// </summary>
public sealed record FeeRates
{
    public long Per10kInstructions { get; init; } = 7;
    public long PerDiskReadEntry { get; init; } = 1_563;
    public long PerWriteEntry { get; init; } = 2_500;
    public long PerDiskRead1Kb { get; init; } = 447;
    public long PerWrite1Kb { get; init; } = 875;
    public long PerHistorical1Kb { get; init; } = 4_059;
    public long PerEvents1Kb { get; init; } = 5_000;
    public long PerTransactionSize1Kb { get; init; } = 406;
    public long RentPer1Kb { get; init; } = 3_250;
    public long PersistentRentDenominator { get; init; } = 1_215;
    public long TemporaryRentDenominator { get; init; } = 2_430;
}
