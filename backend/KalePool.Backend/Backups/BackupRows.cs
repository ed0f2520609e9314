using System.Data.Common;

namespace KalePool.Backend.Backups;

/// <summary>Values of rows, one after another.</summary>
static class BackupRows
{
    public static void Write(this BinaryWriter to, DbDataReader row, int column, ColumnKind kind)
    {
        var isThere = !row.IsDBNull(column);
        to.Write(isThere);
        if (!isThere) return;
        switch (kind)
        {
            case ColumnKind.Number:
                to.Write7BitEncodedInt64(row.GetInt64(column));
                break;
            case ColumnKind.Text:
                to.Write(row.GetString(column));
                break;
            case ColumnKind.Bytes:
                var bytes = row.GetFieldValue<byte[]>(column);
                to.Write7BitEncodedInt(bytes.Length);
                to.Write(bytes);
                break;
            case ColumnKind.Flag:
                to.Write(row.GetBoolean(column));
                break;
            case ColumnKind.Id:
                to.Write(row.GetGuid(column).ToByteArray(bigEndian: true));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(kind), kind, null);
        }
    }

    /// <returns>As a parameter of a statement takes it.</returns>
    public static object Read(this BinaryReader from, ColumnKind kind) => !from.ReadBoolean() ? DBNull.Value : kind switch
    {
        ColumnKind.Number => from.Read7BitEncodedInt64(),
        ColumnKind.Text => from.ReadString(),
        ColumnKind.Bytes => from.ReadBytes(from.Read7BitEncodedInt()),
        ColumnKind.Flag => from.ReadBoolean(),
        ColumnKind.Id => new Guid(from.ReadBytes(16), bigEndian: true),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
