using KalePool.Contracts.Settings;

namespace KalePool.Pooler.Init;

/// <summary>A setting that is asked for.</summary>
/// <param name="Default">Of the answers so far, what an empty answer means; null: one is needed, "": the setting is left out.</param>
/// <param name="IsAsked">Of the answers so far, whether it is asked at all.</param>
sealed record Question(string Setting, string Text, Func<IReadOnlyDictionary<string, string>, string?> Default, Func<IReadOnlyDictionary<string, string>, bool>? IsAsked = null, bool IsSecret = false)
{
    const string TestnetRpc = "https://soroban-testnet.stellar.org";
    const string PublicKale = "CDL74RF5BLYR2YBLCCI7F5FB6TPSCLKEJUBSD2RSVWZ4YHF3VMFAIGWA";
    const string TestnetKale = "CDSWUUXGPWDZG76ISK6SUCVPZJMD5YUV66J2FXFXFGDX25XKZJIEITAO";
    const string PublicRouter = "CCM23MFAJHDWUMF3IM3UPUI4ZUFFKX6OWJNJRUKO2W6MUTQNQWWFH7DC";

    /// <summary>In the order in which they are asked.</summary>
    public static IReadOnlyList<Question> All { get; } =
    [
        new("STELLAR_NETWORK", "Network: PUBLIC, TESTNET, or the name of another", _ => NetworkSettings.Public),
        new("NETWORK_PASSPHRASE", "Its passphrase", _ => null, IsOther),
        new("BLOCK_INTERVAL_SECONDS", "Seconds of a block there", _ => "300", IsOther),
        new("RPC_URL", "Stellar RPC server, or several, comma separated", answers => Is(answers, NetworkSettings.Testnet) ? TestnetRpc : null),
        new("KALE_CONTRACT_ID", "KALE contract", answers => Is(answers, NetworkSettings.Public) ? PublicKale : Is(answers, NetworkSettings.Testnet) ? TestnetKale : null),
        new("ROUTER_CONTRACT_ID", "Router contract that sends many works at once (- for none)", answers => Is(answers, NetworkSettings.Public) ? PublicRouter : ""),
        new("BACKEND_API_URL", "Address of the pool", _ => null),
        new("POOLER_ID", "Pooler id, from the pool's operator", _ => null),
        new("BACKEND_API_KEY", "API key, from the pool's operator", _ => null, IsSecret: true),
        new("POOLER_SECRET_KEY", "Secret key S… of the account that pays for works (empty: a new one is made)", _ => "", IsSecret: true),
        new("MAX_CONCURRENT_WORK", "Threads that hash (empty: one a physical core)", _ => ""),
        new("MAX_CPU_PERCENT", "Ceiling on their time, percent", _ => "100"),
        new("HASHING_SCHEDULE", "When to hash, such as 22:00-07:00 (empty: always)", _ => ""),
    ];

    static bool IsOther(IReadOnlyDictionary<string, string> answers) => !Is(answers, NetworkSettings.Public) && !Is(answers, NetworkSettings.Testnet);

    static bool Is(IReadOnlyDictionary<string, string> answers, string network) => string.Equals(answers.GetValueOrDefault("STELLAR_NETWORK"), network, StringComparison.OrdinalIgnoreCase);
}
