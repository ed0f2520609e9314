namespace KalePool.Contracts.Settings;

/// <summary>The settings that every program shares: which chain, reached where, and which contract on it.</summary>
/// <param name="Name">PUBLIC, TESTNET or a name of one's own.</param>
/// <param name="RpcUrls">In order of preference, at least one.</param>
/// <param name="KaleContractId">C… strkey.</param>
/// <param name="RouterContractId">C… strkey; null where no router is used.</param>
/// <param name="BlockInterval">A constant of the KALE contract's code: 300 s on PUBLIC and TESTNET.</param>
public sealed record NetworkSettings(
    string Name, string Passphrase, IReadOnlyList<Uri> RpcUrls, string KaleContractId, string? RouterContractId, TimeSpan BlockInterval)
{
    public const string Public = "PUBLIC";
    public const string Testnet = "TESTNET";
    public const string Own = "OWN";
    public const string PublicPassphrase = "Public Global Stellar Network ; September 2015";
    public const string TestnetPassphrase = "Test SDF Network ; September 2015";

    /// <summary>Of the contract's code on the public networks.</summary>
    public static TimeSpan PublicBlockInterval { get; } = TimeSpan.FromSeconds(300);

    /// <summary>Reads and cross-checks them; errors are noted in the reader.</summary>
    /// <param name="isContractId">Says whether a text is a valid C… strkey.</param>
    public static NetworkSettings Read(SettingsReader reader, Func<string, bool> isContractId)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var (name, passphrase) = ReadIdentity(reader);
        bool IsContract(string text, out string value) => isContractId(value = text);
        var contract = reader.Required<string>("KALE_CONTRACT_ID", "the C… address of the KALE contract", IsContract);
        var router = reader.Optional<string?>("ROUTER_CONTRACT_ID", null, "the C… address of a router contract", IsContract!);
        var interval = reader.Duration("BLOCK_INTERVAL_SECONDS", PublicBlockInterval, TimeSpan.FromSeconds(10), TimeSpan.FromDays(1));
        if (name is Public or Testnet && interval != PublicBlockInterval)
            reader.Fail("BLOCK_INTERVAL_SECONDS", $"{interval.TotalSeconds} seconds", $"300, the contract's own, on {name}");
        return new(name, passphrase, reader.RequiredUris("RPC_URL"), contract, router, interval);
    }

    /// <summary>Either of the two names may be left out where the other one determines it.</summary>
    static (string Name, string Passphrase) ReadIdentity(SettingsReader reader)
    {
        var name = reader.OptionalText("STELLAR_NETWORK");
        var passphrase = reader.OptionalText("NETWORK_PASSPHRASE");
        if (name is not null && Is(name, Public)) name = Public;
        if (name is not null && Is(name, Testnet)) name = Testnet;
        var implied = name switch { Public => PublicPassphrase, Testnet => TestnetPassphrase, _ => null };
        if (passphrase is null && implied is null) reader.Missing("NETWORK_PASSPHRASE", "the passphrase that getNetwork of the RPC server tells");
        else if (passphrase is not null && implied is not null && passphrase != implied)
            reader.Fail("NETWORK_PASSPHRASE", SettingsReader.Shown(passphrase), $"\"{implied}\", because STELLAR_NETWORK is {name}");
        else if (name is not null && implied is null && passphrase is PublicPassphrase or TestnetPassphrase)
            reader.Fail("STELLAR_NETWORK", SettingsReader.Shown(name!), $"{NameOf(passphrase)}, because that is whose passphrase NETWORK_PASSPHRASE is");
        var known = passphrase ?? implied ?? "";
        return (name ?? NameOf(known), known);
    }

    static string NameOf(string passphrase) => passphrase switch { PublicPassphrase => Public, TestnetPassphrase => Testnet, _ => Own };

    static bool Is(string text, string name) => string.Equals(text, name, StringComparison.OrdinalIgnoreCase);
}
