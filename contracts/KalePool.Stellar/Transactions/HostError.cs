using System.Globalization;
using System.Text.RegularExpressions;

namespace KalePool.Stellar.Transactions;

/// <summary>Why the host stopped a contract, as RPC servers write it.</summary>
/// <param name="Type">Contract, Auth, Storage, Budget, … (the names of SCErrorType).</param>
/// <param name="Code">InvalidAction, MissingValue, … (the names of SCErrorCode); empty for type Contract.</param>
/// <param name="ContractCode">The number for type Contract, which is any called contract's own; null for the others.</param>
public sealed partial record HostError(string Type, string Code, uint? ContractCode)
{
    const int MaxLineLength = 400;

    /// <summary>Reads the first line alone: what follows is a log in which contracts write what they like. Null if it names no error.</summary>
    public static HostError? TryParse(string? text)
    {
        var match = Pattern().Match(FirstLine(text));
        if (!match.Success) return null;
        var (type, code, number) = (match.Groups["type"].Value, match.Groups["code"].Value, match.Groups["number"].Value);
        if (number.Length == 0) return new HostError(type, code, null);
        return uint.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var contractCode) ? new HostError(type, "", contractCode) : null;
    }

    internal static string FirstLine(string? text)
    {
        var end = text?.IndexOfAny(['\r', '\n']) ?? -1;
        var line = (end < 0 ? text : text![..end]) ?? "";
        return line.Length <= MaxLineLength ? line : line[..MaxLineLength];
    }

    [GeneratedRegex(@"Error\((?<type>[A-Za-z]{1,32}), (?:#(?<number>[0-9]{1,10})|(?<code>[A-Za-z]{1,32}))\)", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
