using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace KalePool.Hashing;

/// <summary>Numbers of logical processors, as Linux writes them: <c>0-3,8</c>. Ascending, each once, never empty.</summary>
public sealed class CpuSet : IEquatable<CpuSet>
{
    /// <summary>Linux has no higher number.</summary>
    public const int Most = 8192;

    const int BitsPerWord = 64;

    readonly int[] _numbers;

    CpuSet(int[] numbers) => _numbers = numbers;

    public IReadOnlyList<int> Numbers => _numbers;

    /// <exception cref="ArgumentException">There is none, or one outside 0 to 8191.</exception>
    public static CpuSet Of(IEnumerable<int> numbers)
    {
        int[] sorted = [.. numbers.Distinct().Order()];
        return sorted.Length > 0 && sorted[0] >= 0 && sorted[^1] < Most
            ? new(sorted)
            : throw new ArgumentException($"Numbers from 0 to {Most - 1} expected, at least one.", nameof(numbers));
    }

    public static bool TryParse(string text, [NotNullWhen(true)] out CpuSet? set)
    {
        ArgumentNullException.ThrowIfNull(text);
        set = null;
        var numbers = new List<int>();
        foreach (var part in text.Split(','))
        {
            var ends = part.Split('-');
            if (ends.Length > 2 || NumberOf(ends[0]) is not { } first || NumberOf(ends[^1]) is not { } last || last < first) return false;
            numbers.AddRange(Enumerable.Range(first, last - first + 1));
        }

        set = Of(numbers);
        return true;
    }

    public bool Contains(int number) => Array.BinarySearch(_numbers, number) >= 0;

    public bool Equals(CpuSet? other) => other is not null && _numbers.AsSpan().SequenceEqual(other._numbers);

    public override bool Equals(object? obj) => Equals(obj as CpuSet);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var number in _numbers) hash.Add(number);
        return hash.ToHashCode();
    }

    public override string ToString()
    {
        var parts = new List<string>();
        for (var i = 0; i < _numbers.Length;)
        {
            var last = i;
            while (last + 1 < _numbers.Length && _numbers[last + 1] == _numbers[last] + 1) last++;
            parts.Add(Text(_numbers[i]) + (last == i ? "" : $"-{Text(_numbers[last])}"));
            i = last + 1;
        }

        return string.Join(',', parts);
    }

    /// <summary>A bit for each, as the kernel takes them.</summary>
    internal ulong[] ToMask()
    {
        var mask = new ulong[(_numbers[^1] / BitsPerWord) + 1];
        foreach (var number in _numbers) mask[number / BitsPerWord] |= 1UL << (number % BitsPerWord);
        return mask;
    }

    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    static int? NumberOf(string text) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < Most ? number : null;
}
