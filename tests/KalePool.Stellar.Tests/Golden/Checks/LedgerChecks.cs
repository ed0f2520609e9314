using KalePool.Stellar.Tests.Rpc;
using KalePool.Stellar.Tests.Xdr;
using KalePool.Stellar.Xdr;
using KalePool.Tests.Golden;

namespace KalePool.Stellar.Tests.Golden.Checks;

/// <summary>ledger.json and xdr-invalid.json.</summary>
static class LedgerChecks
{
    public static void Header(GoldenCase item)
    {
        var header = item.Value<LedgerHeader>();
        Assert.Equal(item.Get("ledgerSeq").GetUInt32(), header.LedgerSeq);
        Assert.Equal(item.Text("closeTime"), $"{header.ScpValue.CloseTime}");
        Assert.Equal(item.Text("hashHex"), ValueChecks.Sha256(header));
    }

    public static void History(GoldenCase item)
    {
        var entry = item.Value<LedgerHeaderHistoryEntry>();
        Assert.Equal(entry.Hash.ToHex(), ValueChecks.Sha256(entry.Header));
    }

    public static async Task AnswerAsync(GoldenCase item)
    {
        var method = item.Path[(item.Path.LastIndexOf('/') + 1)..];
        switch (await RpcCalls.AnswerAsync(method, item))
        {
            case Stellar.Rpc.GetLatestLedgerResponse latest:
                var header = item.Xdr<LedgerHeader>("headerXdr");
                Assert.Equal(
                    (latest.Sequence, latest.Id, latest.CloseTime, latest.ProtocolVersion),
                    (header.LedgerSeq, ValueChecks.Sha256(header), (long?)header.ScpValue.CloseTime, header.LedgerVersion));
                Assert.Equal(header, HeaderOf(item.Xdr<LedgerCloseMeta>("metadataXdr")).Header);
                break;
            case Stellar.Rpc.GetLedgersResponse ledgers:
                foreach (var ledger in ledgers.Ledgers)
                {
                    var entry = item.Decoded<LedgerHeaderHistoryEntry>(ledger.HeaderXdr);
                    Assert.Equal((ledger.Sequence, ledger.Hash, (ulong)ledger.LedgerCloseTime), (entry.Header.LedgerSeq, entry.Hash.ToHex(), entry.Header.ScpValue.CloseTime));
                    Assert.Equal(entry, HeaderOf(item.Decoded<LedgerCloseMeta>(ledger.MetadataXdr)));
                }
                Assert.Equal($"{ledgers.Ledgers[^1].Sequence}", ledgers.Cursor);
                break;
            default:
                throw new InvalidDataException($"an answer to {method} is an example that no test knows");
        }
    }

    public static void Invalid(GoldenCase item)
    {
        // Texts and verdicts of another decoder.
        item.Inform("name", "sdkAccepts", "sdkError");
        var (type, xdr) = (item.Text("type"), Convert.FromBase64String(item.Text("xdr")));
        if (!item.Get("mustReject").GetBoolean())
        {
            Assert.Equal(xdr, XdrTypes.Again(type, xdr));
            return;
        }
        var error = Assert.Throws<XdrException>(() => XdrTypes.Again(type, xdr));
        Assert.InRange(error.Offset, 0, xdr.Length);
        Assert.Contains($"at offset {error.Offset}", error.Message, StringComparison.Ordinal);
    }

    static LedgerHeaderHistoryEntry HeaderOf(LedgerCloseMeta meta) => Assert.IsType<LedgerCloseMeta.V2>(meta).Value.LedgerHeader;
}
