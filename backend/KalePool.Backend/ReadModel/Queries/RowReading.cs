using System.Data.Common;

namespace KalePool.Backend.ReadModel.Queries;

/// <summary>Columns of a row by their place; both databases' types come out the same.</summary>
static class RowReading
{
    public static string? Text(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static long? Long(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    public static uint Index(this DbDataReader row, int column) => checked((uint)row.GetInt64(column));

    public static DateTimeOffset At(this DbDataReader row, int column) => row.GetFieldValue<DateTimeOffset>(column);

    public static DateTimeOffset? AtOrNull(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.At(column);
}
