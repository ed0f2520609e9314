using System.Text.Json;
using KalePool.Contracts.Poolers;
using KalePool.Fuzz.Engine;
using KalePool.Pooler.Progress;
using KalePool.Stellar.Keys;

namespace KalePool.Fuzz.Targets;

/// <summary>What an earlier run of a pooler has left of a block: believed only as far as it can be proven, whatever stands there.</summary>
public sealed class ProgressTarget : IFuzzTarget
{
    const uint Block = 7;
    const string Wallet = "GAAZI4TCR3TY5OJHCTJC2A4QSY6CJWJH5IAJTGKIN2ER7LBNVKOCCWN7";

    static readonly byte[] Entropy = new byte[32];

    readonly ScratchFile _scratch = new();
    readonly ProgressFile _file;

    public ProgressTarget() => _file = new ProgressFile(_scratch.Path, "a secret");

    public string Name => "progress";

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        Choice.Of(0, JsonSerializer.SerializeToUtf8Bytes(
            new BlockProgress(BlockProgress.Current, Block, Convert.ToHexStringLower(Entropy), [new PlantedFarmer(Guid.Empty, Wallet, 500, "aa")], [new(Wallet, 1, 1_000, 7, new string('0', 64)), new("G", 0, 0)]),
            ProgressJson.Default.BlockProgress)),
        Choice.Of(1, [.. "{}\n"u8, .. new byte[64], (byte)'\n']),
    ];

    /// <summary>A file has a buffer and a handle of its own.</summary>
    public Allowance Allowance => new(128 << 10, 400);

    public int Weight => 10;

    public void Run(ReadOnlySpan<byte> input)
    {
        var isWhole = Choice.Among(2, input, out var bytes) == 1;
        if (isWhole)
        {
            _scratch.Holding(bytes);
            BrokenException.ThrowIf(_file.Read(_ => { }) is not null, "a file without the secret's tag was believed");
            return;
        }
        try
        {
            var known = new KnownProgress(JsonSerializer.Deserialize(bytes, ProgressJson.Default.BlockProgress), _ => { });
            _ = known.PlantedIn(Block, Entropy).Select(p => p.CustodialWallet.Length + p.PlantTxHash.Length).Sum();
            if (known.Of(Block, Entropy, Wallet, StrKey.Decode(StrKeyKind.Account, Wallet).Span) is { } of) BrokenException.ThrowIf(of.Start >= 1UL << 63 || of.Taken >= 1UL << 62, "nonces that come to their end");
        }
        catch (JsonException)
        {
            // Hashing begins anew.
        }
    }
}
