using System.Globalization;
using KalePool.Backend.Ops;

namespace KalePool.Backend.Api;

/// <summary><c>Prefer: wait=SECONDS</c> (RFC 7240): how long the client waits for what is still open.</summary>
static class Waiting
{
    const int UsualSeconds = 25;

    /// <summary>The answer leaves this much earlier, so that it arrives in time.</summary>
    static readonly TimeSpan Lead = TimeSpan.FromSeconds(2);

    /// <summary>What an actor may take to answer at all, beyond the wait.</summary>
    static readonly TimeSpan Slack = TimeSpan.FromSeconds(5);

    /// <summary>The shortest time that an answer which waits for nothing may take. An ask without any would wait for ever.</summary>
    static readonly TimeSpan Least = TimeSpan.FromMilliseconds(500);

    /// <summary>Zero where the client does not wait.</summary>
    /// <param name="most">What the server allows.</param>
    public static TimeSpan Of(HttpRequest request, TimeSpan most)
    {
        var asked = TimeSpan.FromSeconds(UsualSeconds);
        foreach (var preference in request.Headers["Prefer"].SelectMany(h => (h ?? "").Split(',')))
        {
            if (preference.Trim() is ['w', 'a', 'i', 't', '=', .. var text] && uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
                asked = TimeSpan.FromSeconds(Math.Min(seconds, (uint)most.TotalSeconds + 1));
        }
        var wait = (asked < most ? asked : most) - Lead;
        if (wait < TimeSpan.Zero) wait = TimeSpan.Zero;
        request.HttpContext.Features.Set(new AskedWait(wait));
        return wait;
    }

    /// <summary>For an actor that answers by itself when the wait is over.</summary>
    public static TimeSpan AskTimeout(TimeSpan wait) => wait + Slack;

    /// <summary>For an actor that answers when it is done, however late.</summary>
    public static TimeSpan GiveUpAfter(TimeSpan wait) => wait > Least ? wait : Least;
}
