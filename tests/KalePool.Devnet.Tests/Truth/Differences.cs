using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Tests.Truth;

/// <summary>Counts comparisons and keeps what differed; shown are a few of each sort.</summary>
sealed partial class Differences
{
    const int ShownOfEach = 2;

    readonly List<string> _found = [];

    public int Comparisons { get; private set; }

    public int Count => _found.Count;

    public void Compare<T>(string what, T truth, T devnet)
    {
        Comparisons++;
        if (EqualityComparer<T>.Default.Equals(truth, devnet)) return;
        _found.Add($"{what}\n  truthnet {truth}\n  devnet   {devnet}");
    }

    public void CompareXdr<T>(string what, string? truth, string? devnet) where T : IXdr<T>
    {
        Comparisons++;
        if (truth == devnet) return;
        _found.Add($"{what}\n{XdrDifference.Of(Decode<T>(truth), Decode<T>(devnet))}");
    }

    /// <summary>Equal within 15 %.</summary>
    public void CompareRoughly(string what, long truth, long devnet)
    {
        Comparisons++;
        if (Math.Abs(truth - devnet) * 100 <= 15 * Math.Max(truth, devnet)) return;
        _found.Add($"{what}\n  truthnet {truth}\n  devnet   {devnet}");
    }

    public void Add(string what) => _found.Add(what);

    /// <summary>Says more of the last one.</summary>
    public void Note(string more) => _found[^1] += $"\n  {more}";

    static object? Decode<T>(string? base64) where T : IXdr<T> => base64 is null ? null : XdrCodec.FromBase64<T>(base64);

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var sort in _found.GroupBy(found => Place().Replace(found.Split('\n')[0], "")).OrderByDescending(sort => sort.Count()))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{sort.Count()} x {sort.Key}");
            foreach (var found in sort.Take(ShownOfEach)) text.AppendLine(found);
        }
        return text.ToString();
    }

    /// <summary>Ledgers, hashes and ids say where, not what.</summary>
    [GeneratedRegex(@"ledger \d+[,:] |\b[0-9a-f]{8}\b|\b\d{19}-\d{10}\b")]
    private static partial Regex Place();
}
