using System.Globalization;
using System.IO.Compression;
using System.Text;
using KalePool.Backend.Custody;
using KalePool.Backend.Storage;

namespace KalePool.Backend.Backups;

/// <summary>
/// Writes what <see cref="BackupTables"/> says, as it was at one moment, into an encrypted file; a backend that serves is not disturbed. Either database's backup is restored into
/// either.
/// </summary>
static class BackupWriter
{
    public const byte MoreRows = 1;
    public const byte Over = 0;

    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Under another name until it is whole and on disk.</summary>
    /// <returns>How many rows it has.</returns>
    /// <exception cref="StorageException">The database cannot be read, or the file is there already.</exception>
    public static async Task<long> WriteAsync(Database database, MasterKey master, string path, DateTimeOffset now, CancellationToken cancellation)
    {
        if (File.Exists(path)) throw new StorageException($"{path} is there already: no backup is written over");
        var unfinished = path + ".part";
        File.Delete(unfinished);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        try
        {
            long rows;
            await using (var file = new FileStream(unfinished, options))
            {
                await using var cipher = new SealedWriter(file, master);
                await using (var packed = new BrotliStream(cipher, CompressionLevel.Fastest, leaveOpen: true)) rows = await WriteAsync(database, packed, now, cancellation);
                cipher.Complete();
                file.Flush(flushToDisk: true);
            }
            File.Move(unfinished, path);
            return rows;
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }

    static async Task<long> WriteAsync(Database database, Stream packed, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var to = new BinaryWriter(packed, Encoding.UTF8, leaveOpen: true);
        await using var snapshot = await DatabaseSnapshot.TakeAsync(database, cancellation);
        to.Write(now.ToString("O", CultureInfo.InvariantCulture));
        var rows = 0L;
        foreach (var table in BackupTables.All)
        {
            to.Write(table.Name);
            to.Write7BitEncodedInt(table.Columns.Count);
            foreach (var column in table.Columns)
            {
                to.Write(column.Name);
                to.Write((byte)column.Kind);
            }
            await foreach (var row in snapshot.RowsAsync($"SELECT {string.Join(", ", table.Columns.Select(c => c.Name))} FROM {table.Name} ORDER BY {table.Order}", null, cancellation))
            {
                to.Write(MoreRows);
                for (var i = 0; i < table.Columns.Count; i++) to.Write(row, i, table.Columns[i].Kind);
                rows++;
            }
            to.Write(Over);
        }
        to.Write("");
        to.Write(rows);
        return rows;
    }
}
