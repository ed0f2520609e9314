using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace KalePool.Pooler.Machine;

/// <summary>The times of a week in which is hashed, as clocks on the wall show them: <c>mon-fri 19:00-07:00, sat-sun 00:00-24:00</c>.</summary>
/// <remarks>Each instant is asked what the wall's clock shows: an hour that comes twice when summer ends is open both times, one that is left out when it begins
/// never was. A window that ends no later than it begins ends on the day after.</remarks>
sealed class HashingWindows
{
    public const string Expected = "windows such as \"22:00-07:00\" or \"mon-fri 19:00-07:00, sat-sun 00:00-24:00\"";

    const int DayMinutes = 24 * 60;
    const int WeekMinutes = 7 * DayMinutes;
    static readonly string[] Days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    readonly (int Start, int Length)[] _windows;
    readonly TimeZoneInfo _zone;

    HashingWindows((int Start, int Length)[] windows, TimeZoneInfo zone) => (_windows, _zone) = (windows, zone);

    public static bool TryParse(string text, TimeZoneInfo zone, [NotNullWhen(true)] out HashingWindows? windows)
    {
        ArgumentNullException.ThrowIfNull(text);
        windows = null;
        var all = new List<(int Start, int Length)>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var words = part.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length is not (1 or 2) || DaysOf(words.Length == 2 ? words[0] : "mon-sun") is not { } days || MinutesOf(words[^1]) is not var (start, length)) return false;
            all.AddRange(days.Select(day => ((day * DayMinutes) + start, length)));
        }
        windows = new([.. all], zone);
        return true;
    }

    public bool IsOpen(DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, _zone);
        // The week begins on Monday.
        var minute = (((int)local.DayOfWeek + 6) % 7 * DayMinutes) + (int)local.TimeOfDay.TotalMinutes;
        return _windows.Any(window => (minute - window.Start + WeekMinutes) % WeekMinutes < window.Length);
    }

    static IEnumerable<int>? DaysOf(string word)
    {
        var ends = word.Split('-');
        var (first, last) = (Array.IndexOf(Days, ends[0]), Array.IndexOf(Days, ends[^1]));
        return ends.Length > 2 || first < 0 || last < 0 ? null : Enumerable.Range(first, ((last - first + 7) % 7) + 1).Select(day => day % 7);
    }

    static (int Start, int Length)? MinutesOf(string word)
    {
        var ends = word.Split('-');
        if (ends.Length != 2 || MinuteOf(ends[0]) is not ({ } start and < DayMinutes) || MinuteOf(ends[1]) is not { } end) return null;
        return (start, end > start ? end - start : end - start + DayMinutes);
    }

    static int? MinuteOf(string text)
    {
        var parts = text.Split(':');
        if (parts.Length != 2 || parts.Any(part => part.Length != 2)) return null;
        return int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var hour) && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var minute)
            && minute < 60 && (hour < 24 || (hour == 24 && minute == 0)) ? (hour * 60) + minute : null;
    }
}
