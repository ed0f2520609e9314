using System.Globalization;
using System.Numerics;
using KalePool.Audit.Evidence;

namespace KalePool.Audit.Statements;

/// <summary>A statement as a farmer downloads it: CSV, a header, one line a row. Columns are found by their names; those that are not needed may be anything.</summary>
public static class StatementFile
{
    /// <exception cref="EvidenceException">It is not such a file; the message says where.</exception>
    public static IReadOnlyList<AuditedLine> Read(string text, string name)
    {
        ArgumentNullException.ThrowIfNull(text);
        var rows = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(row => row.TrimEnd('\r')).ToList();
        if (rows.Count == 0) throw new EvidenceException($"{name}: empty, a header expected");
        var columns = rows[0].Split(',').Select((column, at) => (column, at)).ToDictionary(c => c.column, c => c.at);
        return [.. rows.Skip(1).Select((row, number) => Line(new Row(columns, row, $"{name}, line {number + 2}")))];
    }

    static AuditedLine Line(Row row) => new(
        row.Text("kind"), row.Block("block_index"), row.Amount("staked"), row.Amount("stake_returned"), row.Amount("reward"), row.Amount("change"),
        row.Text("transaction_hash") is { Length: > 0 } hash ? hash : null);

    /// <summary>The columns that are needed hold numbers, hashes and words of our own: none is ever quoted.</summary>
    sealed class Row
    {
        readonly IReadOnlyDictionary<string, int> _columns;
        readonly string[] _cells;
        readonly string _where;

        public Row(IReadOnlyDictionary<string, int> columns, string text, string where)
        {
            (_columns, _cells, _where) = (columns, text.Split(','), where);
            if (_cells.Length != columns.Count) throw new EvidenceException($"{where}: {columns.Count} cells expected, not {_cells.Length}");
        }

        public string Text(string column) => _columns.TryGetValue(column, out var at) ? _cells[at] : throw new EvidenceException($"{_where}: there is no column {column}");

        public BigInteger Amount(string column) => Text(column) is { Length: > 0 } text
            ? BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var amount) ? amount : throw Wrong(column, text)
            : 0;

        public uint? Block(string column) => Text(column) is { Length: > 0 } text
            ? uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var block) ? block : throw Wrong(column, text)
            : null;

        EvidenceException Wrong(string column, string text) => new($"{_where}: {column} is no number: {text}");
    }
}
