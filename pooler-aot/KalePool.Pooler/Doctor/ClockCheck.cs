using System.Globalization;

namespace KalePool.Pooler.Doctor;

/// <summary>Whether this machine's clock is right: works are sent by it, seconds before a block ends.</summary>
static class ClockCheck
{
    const string Name = "clock";

    /// <summary>Answers take their time; beyond this it is the clock.</summary>
    static readonly TimeSpan Most = TimeSpan.FromSeconds(2);

    /// <summary>A ledger's close time is some seconds old when it is read.</summary>
    static readonly TimeSpan LedgerAge = TimeSpan.FromSeconds(15);

    /// <param name="server">What another machine's clock showed just now; null: none told.</param>
    /// <param name="closed">When the newest ledger closed; null: no server told.</param>
    public static Finding Of(DateTimeOffset now, DateTimeOffset? server, DateTimeOffset? closed)
    {
        var ahead = server is { } shown ? Beyond(now - shown, -Most, Most) : closed is { } at ? Beyond(now - at, -Most, LedgerAge) : (TimeSpan?)null;
        return ahead switch
        {
            null => Finding.Weak(Name, "nobody answered whose clock it could be compared with", "see the lines of backend and rpc"),
            { Ticks: 0 } => Finding.Good(Name, server is null ? "agrees with the chain's" : "agrees with the backend's"),
            { } off => Finding.Wrong(
                Name, string.Create(CultureInfo.InvariantCulture, $"{Math.Abs(off.TotalSeconds):0} s {(off > TimeSpan.Zero ? "fast" : "slow")}"),
                "let the system keep it (timedatectl set-ntp true; Windows: w32tm /resync)"),
        };
    }

    /// <summary>Zero inside the bounds.</summary>
    static TimeSpan Beyond(TimeSpan off, TimeSpan low, TimeSpan high) => off >= low && off <= high ? TimeSpan.Zero : off;
}
