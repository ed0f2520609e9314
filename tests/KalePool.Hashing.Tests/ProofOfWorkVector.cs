using System.Globalization;
using System.Text.Json;

namespace KalePool.Hashing.Tests;

/// <summary>Messages and hashes made by the official SDK.</summary>
public sealed record ProofOfWorkVector(string Name, uint Index, ulong Nonce, string EntropyHex, string FarmerHex, string MessageHex, string HashHex, int Zeros)
{
    public static IReadOnlyList<ProofOfWorkVector> All { get; } = Read();

    public SearchTemplate Template => SearchTemplate.Create(Index, Convert.FromHexString(EntropyHex), Convert.FromHexString(FarmerHex));

    public override string ToString() => Name;

    /// <summary>Ours, and those of the folder that KALEPOOL_EXTRA_VECTORS names.</summary>
    static ProofOfWorkVector[] Read()
    {
        var own = Read(Path.Combine(AppContext.BaseDirectory, "vectors", "pow.json"));
        if (Environment.GetEnvironmentVariable("KALEPOOL_EXTRA_VECTORS") is not { Length: > 0 } extra) return own;
        var path = Path.Combine(extra, "pow.json");
        return File.Exists(path) ? [.. own, .. Read(path)] : own;
    }

    static ProofOfWorkVector[] Read(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        return [.. document.RootElement.GetProperty("cases").EnumerateArray().Select(c => new ProofOfWorkVector(
            c.GetProperty("name").GetString()!,
            c.GetProperty("index").GetUInt32(),
            ulong.Parse(c.GetProperty("nonce").GetString()!, CultureInfo.InvariantCulture),
            c.GetProperty("entropyHex").GetString()!,
            c.GetProperty("farmerLast32Hex").GetString()!,
            c.GetProperty("messageHex").GetString()!,
            c.GetProperty("hashHex").GetString()!,
            c.GetProperty("zeros").GetInt32()))];
    }
}
