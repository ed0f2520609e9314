namespace KalePool.Backend.Backups;

/// <summary>The types that columns have in a backup, the same for both databases; permanent numbers.</summary>
enum ColumnKind : byte
{
    Number = 1,
    Text = 2,
    Bytes = 3,
    Flag = 4,
    Id = 5,
}

/// <summary>A table as a backup has it.</summary>
/// <param name="Order">The column by which its rows are read.</param>
sealed record BackupTable(string Name, string Order, IReadOnlyList<BackupColumn> Columns);

sealed record BackupColumn(string Name, ColumnKind Kind);

/// <summary>What a backup holds: all that cannot be made again. The read model is made from the journal, snapshots come by themselves.</summary>
static class BackupTables
{
    public static IReadOnlyList<BackupTable> All { get; } =
    [
        new("journal", "ordering",
        [
            new("ordering", ColumnKind.Number), new("created", ColumnKind.Number), new("deleted", ColumnKind.Flag), new("persistence_id", ColumnKind.Text), new("sequence_number", ColumnKind.Number),
            new("message", ColumnKind.Bytes), new("tags", ColumnKind.Text), new("manifest", ColumnKind.Text), new("identifier", ColumnKind.Number), new("writer_uuid", ColumnKind.Text),
        ]),
        new("wallet_keys", "farmer_id",
        [
            new("farmer_id", ColumnKind.Text), new("public_key", ColumnKind.Text), new("key_id", ColumnKind.Text), new("nonce", ColumnKind.Bytes), new("ciphertext", ColumnKind.Bytes),
            new("created_at", ColumnKind.Text),
        ]),
        new("due", "id", [new("kind", ColumnKind.Text), new("id", ColumnKind.Text)]),
        new("deposit_position", "id", [new("id", ColumnKind.Number), new("position", ColumnKind.Text)]),
        new("pooler_accounts", "public_key", [new("public_key", ColumnKind.Text), new("pooler_id", ColumnKind.Id)]),
    ];

    /// <summary>Made anew after a restore, by the projection, by entities themselves and by what watches, or the schema's own.</summary>
    public static IReadOnlyList<string> MadeAnew { get; } = [.. ReadModel.ReadModelTables.Names, "projection", "projected_entities", "snapshot", "told_alerts", Storage.Migrations.Table];
}
