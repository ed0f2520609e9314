using KalePool.Backend.Storage;

namespace KalePool.Backend.Journals;

/// <summary>Persistence ids, and what people call entities instead.</summary>
static class EntityNames
{
    public const string Farmer = "farmer-";
    public const string Block = "block-";
    public const string Pooler = "pooler-";
    public const string Account = "account-";

    static readonly string[] Kinds = [Farmer, Block, Pooler, Account];

    public static IReadOnlyList<string> KindNames { get; } = [.. Kinds.Select(k => k[..^1])];

    /// <summary>The events of one kind are those whose persistence ids lie between these two.</summary>
    public static (string From, string Before) RangeOf(string kind) => (kind + "-", kind + ".");

    /// <summary>The entity that has events and is called so: by its persistence id, by the id of a farmer or pooler, or by a farmer's custodial wallet; null where there is none.</summary>
    public static async Task<string?> FindAsync(DatabaseSnapshot snapshot, string name, CancellationToken cancellation)
    {
        foreach (var id in await CandidatesAsync(snapshot, name, cancellation))
        {
            if (await snapshot.ScalarAsync<long>("SELECT COUNT(*) FROM journal WHERE persistence_id = @id AND sequence_number = (SELECT MIN(sequence_number) FROM journal WHERE persistence_id = @id)", new { id }, cancellation) > 0) return id;
        }
        return null;
    }

    static async Task<IReadOnlyList<string>> CandidatesAsync(DatabaseSnapshot snapshot, string name, CancellationToken cancellation)
    {
        if (Guid.TryParse(name, out var id)) return [Farmer + id.ToString("N"), Pooler + id.ToString("N")];
        if (name.Length != 56 || name[0] != 'G') return [name];
        return await snapshot.ScalarAsync<string?>("SELECT farmer_id FROM wallet_keys WHERE public_key = @name", new { name }, cancellation) is { } farmer ? [Farmer + Guid.Parse(farmer).ToString("N")] : [];
    }
}
