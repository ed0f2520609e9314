namespace KalePool.Devnet.Host.Contracts;

/// <summary>
/// Instructions that calls take in the real host, as measured in the recorded traces of protocol 28: native code here has none of its own to count.
/// A constant for each kind and a term for what varies most; within 15 % of every measurement.
/// </summary>
static class InstructionModel
{
    /// <summary>Any outermost call.</summary>
    public const long Root = 28_000;

    /// <summary>Reading what an asset's contract is.</summary>
    public const long AssetRead = 50_000;

    public const long AssetBalance = 78_000;

    public const long AssetMintOrBurn = 115_000;

    public const long AssetApprove = 130_000;

    /// <summary>Spending an allowance, beside what is done with it.</summary>
    public const long AssetAllowance = 100_000;

    public const long AssetTrust = 115_000;

    /// <summary>A transfer between one trustline and the issuer or itself.</summary>
    public const long AssetTransfer = 130_000;

    /// <summary>A second trustline.</summary>
    public const long AssetSecondLine = 25_000;

    /// <summary>A contract's balance in place of it.</summary>
    public const long AssetContractBalance = 70_000;

    /// <summary>Creating a contract, its constructor aside.</summary>
    public const long Creation = 150_000;

    /// <summary>Parsing a contract's code, once a transaction.</summary>
    public const long CodeLoad = 100_000;

    /// <summary>Instantiating KALE and reading its instance: 635,000 with root and code for the least of its functions.</summary>
    public const long KaleCall = 510_000;

    /// <summary>A work that ends with what it finds missing: part of <see cref="Work"/>.</summary>
    public const long WorkReads = 135_000;

    /// <summary>The same with the hash computed.</summary>
    public const long WorkHash = 110_000;

    public const long Plant = 300_000;

    public const long Work = 390_000;

    /// <summary>A better work computes the earlier one's part too.</summary>
    public const long WorkAgain = 45_000;

    public const long Harvest = 225_000;

    /// <summary>One step of the decay's loop.</summary>
    public const long DecayPeriod = 20_300;

    /// <summary>The router itself; each call it makes is one of the above.</summary>
    public const long RouterCall = 210_000;

    /// <summary>What every call makes the others dearer by: 180 works take 199 M.</summary>
    public const long RouterPair = 1_030;

    public const long Administration = 40_000;

    /// <summary>Verifying one address credential: hashing, ed25519, the nonce's entry.</summary>
    public const long AddressSignature = 480_000;

    /// <summary>Recording one for an account that is not there.</summary>
    public const long MissingSigner = 100_000;

    /// <summary>The same of a contract that is an account: its code is loaded and asked.</summary>
    public const long ContractSignature = 700_000;

    /// <summary>Simulation of KALE's calls measures up to 2 % more than applying them does.</summary>
    public const long KaleRecording = 18_000;
}
