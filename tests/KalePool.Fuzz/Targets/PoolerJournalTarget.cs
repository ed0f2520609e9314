using System.Text;
using KalePool.Fuzz.Engine;
using KalePool.Pooler.Submission;

namespace KalePool.Fuzz.Targets;

/// <summary>The file in which a pooler keeps what it has sent, damaged in any way: read, or refused with its name.</summary>
public sealed class PoolerJournalTarget : IFuzzTarget
{
    const string Wallet = "GAAZI4TCR3TY5OJHCTJC2A4QSY6CJWJH5IAJTGKIN2ER7LBNVKOCCWN7";

    static readonly string Hash = new('0', 64);

    readonly ScratchFile _file = new();

    public string Name => "pooler-journal";

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        Encoding.UTF8.GetBytes(
            $$"""
            {"type":"best","wallet":"{{Wallet}}","nonce":7,"hash":"{{Hash}}","block":7}
            {"type":"submitted","wallet":"{{Wallet}}","nonce":7,"work_hash":"{{Hash}}","tx_hash":"{{Hash}}","xdr":"AAAA","source":"{{Wallet}}","sequence":7,"max_ledger":9,"max_time":1757000050,"built_after":6,"more":[{"wallet":"{{Wallet}}","nonce":8,"work_hash":"{{Hash}}"}],"block":7}
            {"type":"bumped","tx_hash":"{{Hash}}","xdr":"AAAA","outer_hash":"{{Hash}}","bid":200,"block":7}
            {"type":"settled","tx_hash":"{{Hash}}","outcome":"success","failed":["{{Wallet}}"],"ledger":8,"block":7}

            """),
    ];

    /// <summary>A file has a buffer and a handle of its own.</summary>
    public Allowance Allowance => new(128 << 10, 400);

    public int Weight => 10;

    public void Run(ReadOnlySpan<byte> input)
    {
        try
        {
            using var journal = PoolerJournal.Open(_file.Holding(input));
            var log = new WorkLog(journal);
            foreach (var act in log.Open) BrokenException.ThrowIf(log.Find(act.TxHash) is null, "an open act that is not found");
        }
        catch (InvalidDataException e)
        {
            BrokenException.ThrowIf(!e.Message.Contains(_file.Path, StringComparison.Ordinal), "damage that does not name its file");
        }
    }
}
