using System.Globalization;

namespace KalePool.Domain.Accounts;

/// <summary>The accounts that several entities share: the operator's own, and those derived from its key that send side by side.</summary>
public static class AccountIds
{
    public const string Operator = "operator";

    const string ChannelPrefix = "channel-";

    /// <param name="number">From 1.</param>
    public static string Channel(int number) => string.Create(CultureInfo.InvariantCulture, $"{ChannelPrefix}{number}");

    /// <summary>0 for the operator's own; null for what names no account.</summary>
    public static int? NumberOf(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (id == Operator) return 0;
        return id.StartsWith(ChannelPrefix, StringComparison.Ordinal) && int.TryParse(id.AsSpan(ChannelPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : null;
    }
}
