using System.Data;
using System.Data.Common;
using Dapper;
using KalePool.Backend.Custody;
using KalePool.Backend.Storage;

namespace KalePool.Backend.Backups;

/// <summary>Fills an empty database with a backup: all of it in one transaction, or nothing.</summary>
/// <remarks>
/// Nothing marks the database as restored. Every start compares the journal with the chain from the position of the last transfer that was booked, which is in the backup: until
/// each later one is booked, nothing is paid.
/// </remarks>
static class BackupRestore
{
    /// <param name="database">Prepared.</param>
    /// <exception cref="StorageException">Something is in the database already, or the file is not as it was written.</exception>
    public static async Task<(DateTimeOffset TakenAt, long Rows)> RunAsync(Database database, string path, MasterKeys masters, CancellationToken cancellation)
    {
        await using var connection = await database.OpenAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        foreach (var statement in database.WithoutLimit.Concat(database.KeepOthersOut(BackupTables.All.Select(t => t.Name))))
            await connection.ExecuteAsync(new CommandDefinition(statement, transaction: transaction, commandTimeout: 0, cancellationToken: cancellation));
        await RequireEmptyAsync(database, connection, transaction, cancellation);
        BackupTable? filled = null;
        DbCommand? insert = null;
        try
        {
            var result = await BackupReader.ReadAsync(path, masters, async (table, values) =>
            {
                if (table != filled)
                {
                    if (insert is not null) await insert.DisposeAsync();
                    insert = Insert(table, connection, transaction);
                    await insert.PrepareAsync(cancellation);
                    filled = table;
                }
                for (var i = 0; i < values.Length; i++) insert!.Parameters[i].Value = values[i];
                await insert!.ExecuteNonQueryAsync(cancellation);
            });
            foreach (var statement in database.AfterFilling) await connection.ExecuteAsync(new CommandDefinition(statement, transaction: transaction, commandTimeout: 0, cancellationToken: cancellation));
            await transaction.CommitAsync(cancellation);
            return result;
        }
        finally
        {
            if (insert is not null) await insert.DisposeAsync();
        }
    }

    static async Task RequireEmptyAsync(Database database, DbConnection connection, DbTransaction transaction, CancellationToken cancellation)
    {
        foreach (var table in BackupTables.All)
        {
            if (await connection.ExecuteScalarAsync<long>(new CommandDefinition($"SELECT COUNT(*) FROM {table.Name}", transaction: transaction, commandTimeout: 0, cancellationToken: cancellation)) > 0)
                throw new StorageException($"{database.Name} is not empty ({table.Name}): a backup is restored into a new database only, and the old one is kept, for it may have keys that the backup has not");
        }
    }

    static DbCommand Insert(BackupTable table, DbConnection connection, DbTransaction transaction)
    {
        var insert = connection.CreateCommand();
        insert.Transaction = transaction;
        insert.CommandTimeout = 0;
        insert.CommandText = $"INSERT INTO {table.Name} ({string.Join(", ", table.Columns.Select(c => c.Name))}) VALUES ({string.Join(", ", table.Columns.Select(c => "@" + c.Name))})";
        foreach (var column in table.Columns)
        {
            var parameter = insert.CreateParameter();
            (parameter.ParameterName, parameter.DbType) = ("@" + column.Name, TypeOf(column.Kind));
            insert.Parameters.Add(parameter);
        }
        return insert;
    }

    static DbType TypeOf(ColumnKind kind) => kind switch
    {
        ColumnKind.Number => DbType.Int64,
        ColumnKind.Text => DbType.String,
        ColumnKind.Bytes => DbType.Binary,
        ColumnKind.Flag => DbType.Boolean,
        ColumnKind.Id => DbType.Guid,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
