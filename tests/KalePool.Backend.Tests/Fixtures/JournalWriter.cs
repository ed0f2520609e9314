using System.Data.Common;
using System.Globalization;
using Dapper;
using KalePool.Actors.Journal;
using KalePool.Actors.Serialization;
using KalePool.Domain;
using KalePool.Domain.Blocks;
using KalePool.Domain.Farmers;
using KalePool.Domain.Poolers;

namespace KalePool.Backend.Tests.Fixtures;

/// <summary>Writes events into the table as the journal's plugin does, each entity's numbered from 1.</summary>
sealed class JournalWriter
{
    readonly Dictionary<string, long> _written = [];
    readonly Dictionary<string, string> _links = [];

    /// <summary>Whether rows are linked, as those of today are.</summary>
    public bool Links { get; init; }

    public static string EntityOf(IEvent e) => e switch
    {
        FarmerEvent farmer => $"farmer-{farmer.FarmerId:N}",
        BlockEvent block => $"block-{new BlockKey(block.PoolerId, block.Index)}",
        PoolerEvent pooler => $"pooler-{pooler.PoolerId:N}",
        _ => throw new ArgumentException(e.GetType().Name, nameof(e)),
    };

    /// <summary>Its number is taken now, whenever it is written.</summary>
    public Func<DbConnection, Task> Prepare(IEvent e)
    {
        var id = EntityOf(e);
        var number = _written[id] = _written.GetValueOrDefault(id) + 1;
        var (manifest, message) = JournalCodec.Write(e);
        if (Links)
        {
            _links[id] = JournalLink.Of(_links.GetValueOrDefault(id, JournalLink.None), id, number, manifest, message);
            message = JournalLink.Add(message, _links[id]);
        }
        var row = new { no = false, id, number, manifest, identifier = JournalCodec.SerializerId, message };
        return connection => connection.ExecuteAsync(
            "INSERT INTO journal (created, deleted, persistence_id, sequence_number, manifest, identifier, message) VALUES (0, @no, @id, @number, @manifest, @identifier, @message)", row);
    }

    public async Task WriteAsync(TestDatabase db, params IEnumerable<IEvent> events)
    {
        await using var connection = await db.Database.OpenAsync(CancellationToken.None);
        foreach (var e in events) await Prepare(e)(connection);
    }

    /// <summary>What sharding keeps in the same table.</summary>
    public static Task WriteForeignAsync(TestDatabase db, int number) => db.RunAsync(
        "INSERT INTO journal (created, deleted, persistence_id, sequence_number, manifest, identifier, message) VALUES (0, @no, @id, 1, 'AA', 13, @message)",
        new { no = false, id = string.Create(CultureInfo.InvariantCulture, $"/sharding/farmerCoordinator{number}"), message = new byte[] { 1, 2, 3 } });
}
