using System.Globalization;
using System.IO.Compression;
using System.Text;
using KalePool.Backend.Custody;
using KalePool.Backend.Storage;

namespace KalePool.Backend.Backups;

/// <summary>Reads a backup row by row. What it was told before <see cref="ReadAsync"/> has come to its end counts for nothing: the end may be missing.</summary>
static class BackupReader
{
    /// <param name="row">Hears of each row, with its table and columns as this version knows them.</param>
    /// <returns>When it was taken, and how many rows it has.</returns>
    /// <exception cref="StorageException">It is none, was encrypted with another key, changed, cut off, or made by a newer version.</exception>
    public static async Task<(DateTimeOffset TakenAt, long Rows)> ReadAsync(string path, MasterKeys masters, Func<BackupTable, object[], Task> row)
    {
        try
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read);
            await using var cipher = new SealedReader(file, masters);
            await using var packed = new BrotliStream(cipher, CompressionMode.Decompress);
            using var from = new BinaryReader(packed, Encoding.UTF8);
            var takenAt = DateTimeOffset.ParseExact(from.ReadString(), "O", CultureInfo.InvariantCulture);
            var rows = 0L;
            while (from.ReadString() is { Length: > 0 } name)
            {
                var table = ReadTable(from, name);
                while (from.ReadByte() == BackupWriter.MoreRows)
                {
                    await row(table, [.. table.Columns.Select(c => from.Read(c.Kind))]);
                    rows++;
                }
            }
            if (from.ReadInt64() != rows || packed.ReadByte() >= 0 || cipher.ReadByte() >= 0) throw new StorageException("its end is not the end of its rows");
            return (takenAt, rows);
        }
        catch (StorageException e)
        {
            throw new StorageException($"{path}: {e.Message}", e);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw new StorageException($"{path}: it cannot be read: {e.Message}", e);
        }
    }

    /// <summary>An older version's table may have fewer columns; they are filled as its schema says.</summary>
    static BackupTable ReadTable(BinaryReader from, string name)
    {
        var known = BackupTables.All.FirstOrDefault(t => t.Name == name) ?? throw Newer(name);
        var columns = new BackupColumn[from.Read7BitEncodedInt()];
        for (var i = 0; i < columns.Length; i++)
        {
            columns[i] = new BackupColumn(from.ReadString(), (ColumnKind)from.ReadByte());
            if (!known.Columns.Contains(columns[i])) throw Newer($"{name}.{columns[i].Name}");
        }
        return known with { Columns = columns };
    }

    static StorageException Newer(string what) => new($"a newer version of kalepool made it ({what}): restore it with that version");
}
