using System.Globalization;
using System.Text;
using KalePool.Contracts.Farmers;

namespace KalePool.Backend.Api;

/// <summary>A statement for a spreadsheet: RFC 4180, one line a row, amounts in stroops.</summary>
static class StatementCsv
{
    public const string ContentType = "text/csv";

    const string Header = "time,kind,block_index,outcome,staked,stake_returned,reward,change,xlm_fee,ledger,transaction_hash,error,compensation,compensation_open";

    public static string Of(IEnumerable<StatementLine> lines)
    {
        var csv = new StringBuilder(Header).Append("\r\n");
        foreach (var line in lines)
        {
            csv.AppendJoin(
                ',',
                line.At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture), Text(line.Kind), Number(line.BlockIndex), Text(line.Outcome), Number(line.Staked),
                Number(line.StakeReturned), Number(line.Reward), Number(line.Change), Number(line.XlmFee), Number(line.Ledger), Text(line.TransactionHash), Text(line.Error),
                Number(line.Compensation), Number(line.CompensationOpen));
            csv.Append("\r\n");
        }
        return csv.ToString();
    }

    /// <summary>A spreadsheet takes a cell that begins so for a formula; the apostrophe makes it a text. Numbers are our own and stay numbers.</summary>
    public static string Text(string? value)
    {
        if (string.IsNullOrEmpty(value)) return "";
        var safe = value[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' ? "'" + value : value;
        return safe.AsSpan().IndexOfAny(",\"\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    static string Number(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "";
}
