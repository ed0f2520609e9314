using System.Globalization;
using System.Text;
using System.Text.Json;

namespace KalePool.Backend.Journals;

/// <summary>
/// An event as people read it: time, what happened, and every fact of it by the name that it has in the journal. Made of the JSON, so that an event of a newer version is
/// readable too; nothing is left out but envelopes, hashes of keys, and whose event it is.
/// </summary>
static class EventText
{
    const long StroopsOfOne = 10_000_000;
    const string Stroops = "_stroops";
    const string TimeFormat = "yyyy-MM-dd HH:mm:ssZ";

    /// <summary>The entity's own ids, the time that stands before, what only machines read.</summary>
    static readonly string[] Hidden = ["at", "token_hash", "api_key_hash"];

    /// <summary>Amounts of XLM; all others are KALE.</summary>
    static readonly string[] OfXlm = ["fee", "operator_fee", "xlm"];

    /// <summary>The first line, and one more for each row of a list.</summary>
    public static string Of(JournalRecord record)
    {
        using var json = JsonDocument.Parse(record.Payload);
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{record.SequenceNumber,6}  {TimeOf(json.RootElement)}  {Words(record.Manifest)}");
        var rows = new StringBuilder();
        AppendMembers(text, rows, json.RootElement, IdsOf(record.PersistenceId), ": ");
        return text.Append(rows).ToString();
    }

    /// <summary>When an event was written, as it says itself.</summary>
    public static string TimeOf(ReadOnlyMemory<byte> payload)
    {
        try
        {
            using var json = JsonDocument.Parse(payload);
            return TimeOf(json.RootElement);
        }
        catch (JsonException)
        {
            return "(not readable)";
        }
    }

    /// <summary>With all seven decimals.</summary>
    public static string Amount(long stroops) => string.Create(CultureInfo.InvariantCulture, $"{(stroops < 0 ? "-" : "")}{Int128.Abs((Int128)stroops / StroopsOfOne)}.{Math.Abs(stroops % StroopsOfOne):D7}");

    static string TimeOf(JsonElement e) => e.ValueKind == JsonValueKind.Object && e.TryGetProperty("at", out var at) && at.TryGetDateTimeOffset(out var time)
        ? time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)
        : new string('-', TimeFormat.Length);

    /// <summary>plant-settled:1 is "plant settled".</summary>
    static string Words(string manifest) => Shown(manifest.Split(':')[0].Replace('-', ' '));

    static string[] IdsOf(string persistenceId) => persistenceId switch
    {
        _ when persistenceId.StartsWith(EntityNames.Farmer, StringComparison.Ordinal) => ["farmer_id"],
        _ when persistenceId.StartsWith(EntityNames.Block, StringComparison.Ordinal) => ["pooler_id", "index"],
        _ when persistenceId.StartsWith(EntityNames.Pooler, StringComparison.Ordinal) => ["pooler_id"],
        _ => ["account_id"],
    };

    static void AppendMembers(StringBuilder text, StringBuilder rows, JsonElement of, string[] ids, string separator)
    {
        foreach (var member in of.EnumerateObject())
        {
            if (Hidden.Contains(member.Name) || ids.Contains(member.Name) || member.Value.ValueKind is JsonValueKind.Null or JsonValueKind.False) continue;
            if (member.Value.ValueKind == JsonValueKind.Array && member.Value.EnumerateArray().Any(row => row.ValueKind == JsonValueKind.Object))
            {
                AppendRows(text.Append(separator), rows, member);
            }
            else
            {
                text.Append(separator);
                Append(text, rows, member, ids);
            }
            separator = ", ";
        }
    }

    static void AppendRows(StringBuilder text, StringBuilder rows, JsonProperty list)
    {
        text.Append(CultureInfo.InvariantCulture, $"{list.Value.GetArrayLength()} {Name(list.Name)}");
        foreach (var row in list.Value.EnumerateArray())
        {
            rows.AppendLine().Append(' ', 30);
            AppendMembers(rows, new StringBuilder(), row, [], "");
        }
    }

    static void Append(StringBuilder text, StringBuilder rows, JsonProperty member, string[] ids)
    {
        var (name, value) = (member.Name, member.Value);
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when name == "act":
                text.Append(CultureInfo.InvariantCulture, $"transaction {Text(value, "hash")}");
                break;
            case JsonValueKind.Object when name == "failure":
                text.Append(CultureInfo.InvariantCulture, $"failed: {Text(value, "code")} ({Text(value, "message")}; {Text(value, "attributed_to")})");
                break;
            case JsonValueKind.Object:
                text.Append(Name(name)).Append(" (");
                AppendMembers(text, rows, value, ids, "");
                text.Append(')');
                break;
            case JsonValueKind.Array:
                text.Append(CultureInfo.InvariantCulture, $"{Name(name)} {string.Join(' ', value.EnumerateArray().Select(Shown))}");
                break;
            case JsonValueKind.True:
                text.Append(Name(name));
                break;
            case JsonValueKind.Number when name.EndsWith(Stroops, StringComparison.Ordinal) && value.TryGetInt64(out var stroops):
                var what = name[..^Stroops.Length];
                text.Append(CultureInfo.InvariantCulture, $"{Name(what)} {Amount(stroops)} {(OfXlm.Contains(what) ? "XLM" : "KALE")}");
                break;
            default:
                text.Append(CultureInfo.InvariantCulture, $"{(name == "transaction_hash" ? "transaction" : Name(name))} {Shown(value)}");
                break;
        }
    }

    static string Name(string name) => Shown(name.Replace('_', ' '));

    static string Text(JsonElement of, string name) => of.TryGetProperty(name, out var value) ? Shown(value) : "";

    static string Shown(JsonElement value) => Shown(value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText());

    /// <summary>Names and reasons are other people's: none of them moves the reader's cursor.</summary>
    static string Shown(string text) => text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? '\uFFFD' : c)) : text;
}
