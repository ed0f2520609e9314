using KalePool.Fuzz.Engine;
using KalePool.Stellar.Xdr;

namespace KalePool.Fuzz.Targets;

/// <summary>XDR of every type that comes from outside alone: a value whose encoding is these bytes, or a refusal that says where.</summary>
public sealed class XdrTarget : IFuzzTarget
{
    const int SeedsOfType = 40;

    delegate int Reading(ReadOnlySpan<byte> xdr);

    static readonly Reading[] Types =
    [
        Again<LedgerKey>, Again<LedgerEntryData>, Again<LedgerEntry>, Again<SCVal>, Again<TransactionEnvelope>, Again<TransactionResult>, Again<TransactionMeta>, Again<DiagnosticEvent>,
        Again<ContractEvent>, Again<SorobanTransactionData>, Again<SorobanAuthorizationEntry>, Again<LedgerHeader>, Again<LedgerHeaderHistoryEntry>, Again<LedgerCloseMeta>,
    ];

    readonly Lazy<IReadOnlyList<byte[]>> _seeds = new(() =>
    {
        var values = Samples.Xdr("vectors").Where(xdr => xdr.Length < Mutator.MostBytes).ToList();
        return [.. Types.SelectMany((type, i) => values.Where(xdr => IsOf(type, xdr)).Take(SeedsOfType).Select(xdr => Choice.Of(i, xdr)))];
    });

    public string Name => "xdr";

    public IReadOnlyList<byte[]> Seeds => _seeds.Value;

    public Allowance Allowance => Allowance.Usual;

    public void Run(ReadOnlySpan<byte> input)
    {
        var type = Types[Choice.Among(Types.Length, input, out var xdr)];
        try
        {
            type(xdr);
        }
        catch (XdrException e)
        {
            BrokenException.ThrowIf(e.Offset < 0 || e.Offset > xdr.Length, $"an offset of {e.Offset} in {xdr.Length} bytes");
        }
    }

    static int Again<T>(ReadOnlySpan<byte> xdr) where T : IXdr<T>
    {
        var value = XdrCodec.Decode<T>(xdr);
        BrokenException.ThrowIf(!xdr.SequenceEqual(value.ToXdr()), $"a {typeof(T).Name} that encodes to other bytes");
        return xdr.Length;
    }

    static bool IsOf(Reading type, byte[] xdr)
    {
        try
        {
            return type(xdr) > 0;
        }
        catch (XdrException)
        {
            return false;
        }
    }
}
