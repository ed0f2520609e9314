using System.Buffers;
using System.Text.Json;
using KalePool.Devnet.Ledger;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Storage;

/// <summary>What stands in the records of a state file: the kind, then XDR, of the identity JSON.</summary>
static class StateRecords
{
    public const uint Identity = 1;
    public const uint History = 2;
    public const uint Entries = 3;
    public const uint Complete = 4;
    public const uint Ledger = 5;

    const int EntriesInRecord = 1_000;

    /// <summary>All that a ledger changed: null for what is gone.</summary>
    public sealed record LedgerChanges(LedgerCloseMeta Meta, IReadOnlyDictionary<LedgerKey, StoredEntry?> Changed);

    /// <summary>A whole chain: its identity, the ledgers it remembers, its entries, and that this was all.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Base(IReadOnlyDictionary<string, string> identity, ChainView view)
    {
        yield return Make(Identity, writer => writer.WriteVarOpaque(new Opaque(JsonSerializer.SerializeToUtf8Bytes(identity).AsSpan()), uint.MaxValue));
        foreach (var ledger in view.History.Ledgers.Values) yield return Make(History, ledger.Meta().Write);
        foreach (var chunk in view.State.Entries.Values.Chunk(EntriesInRecord))
        {
            yield return Make(Entries, writer =>
            {
                writer.WriteUInt32((uint)chunk.Length);
                foreach (var entry in chunk) Write(writer, entry);
            });
        }
        yield return Make(Complete, writer =>
        {
            writer.WriteUInt32(view.State.Sequence);
            writer.WriteUInt32((uint)view.State.Entries.Count);
        });
    }

    public static ReadOnlyMemory<byte> OfLedger(ClosedLedger closed, IReadOnlyDictionary<LedgerKey, StoredEntry?> changed) => Make(Ledger, writer =>
    {
        closed.Meta().Write(writer);
        writer.WriteUInt32((uint)changed.Count);
        foreach (var (key, entry) in changed)
        {
            key.Write(writer);
            writer.WriteBool(entry is not null);
            if (entry is not null) Write(writer, entry);
        }
    });

    public static Dictionary<string, string> ReadIdentity(ref XdrReader reader) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(reader.ReadVarOpaque(uint.MaxValue).Span) ?? throw reader.Fail("no identity");

    public static IReadOnlyList<StoredEntry> ReadEntries(ref XdrReader reader)
    {
        var entries = new StoredEntry[reader.ReadCount(EntriesInRecord)];
        for (var i = 0; i < entries.Length; i++) entries[i] = ReadEntry(ref reader);
        return entries;
    }

    public static LedgerChanges ReadLedger(ref XdrReader reader)
    {
        var meta = LedgerCloseMeta.Read(ref reader);
        var count = reader.ReadCount(uint.MaxValue);
        var changed = new Dictionary<LedgerKey, StoredEntry?>(count);
        for (var i = 0; i < count; i++)
        {
            var key = LedgerKey.Read(ref reader);
            changed[key] = reader.ReadBool() ? ReadEntry(ref reader) : null;
        }
        return new LedgerChanges(meta, changed);
    }

    static ReadOnlyMemory<byte> Make(uint kind, Action<XdrWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new XdrWriter(buffer);
        writer.WriteUInt32(kind);
        write(writer);
        return buffer.WrittenMemory;
    }

    static void Write(XdrWriter writer, StoredEntry entry)
    {
        entry.Entry.Write(writer);
        writer.WriteBool(entry.Life is not null);
        if (entry.Life is not { } life) return;
        writer.WriteUInt32(life.LiveUntil);
        writer.WriteUInt32(life.LastModifiedLedgerSeq);
    }

    static StoredEntry ReadEntry(ref XdrReader reader)
    {
        var entry = LedgerEntry.Read(ref reader);
        return new StoredEntry(entry, reader.ReadBool() ? new Life(reader.ReadUInt32(), reader.ReadUInt32()) : null);
    }
}
