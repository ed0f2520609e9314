namespace KalePool.Devnet.Host.Contracts;

/// <summary>
/// Instructions that calls take in the real host, as measured in the recorded traces of protocol 28: native code here has none of its own to count.
/// A constant for each kind and a term for what varies most; within 15 % of every measurement.
/// </summary>
static class InstructionModel
{
    /// <summary>Any outermost call.</summary>
    public const long Root = 28_000;

    /// <summary>A call of the asset's contract: 70,000 to 120,000 inside of another call.</summary>
    public const long AssetCall = 110_000;

    /// <summary>Loading KALE's code and instance: 635,000 for the least of its functions.</summary>
    public const long KaleCall = 610_000;

    public const long Plant = 300_000;

    public const long Work = 390_000;

    /// <summary>A better work computes the earlier one's part too.</summary>
    public const long WorkAgain = 45_000;

    public const long Harvest = 225_000;

    /// <summary>One step of the decay's loop.</summary>
    public const long DecayPeriod = 20_300;

    public const long Administration = 40_000;

    /// <summary>Verifying one address credential: hashing, ed25519, the nonce's entry.</summary>
    public const long AddressSignature = 480_000;

    /// <summary>Simulation measures up to 2 % more than applying does, for recording.</summary>
    public const long Recording = 18_000;
}
