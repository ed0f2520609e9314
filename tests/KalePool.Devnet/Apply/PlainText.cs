using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Apply;

static class PlainText
{
    /// <summary>Whether a string has only ASCII characters that are not control characters, which is all that names on the ledger may have.</summary>
    public static bool IsPlain(this XdrString text) => !text.Bytes.Span.ContainsAnyExceptInRange((byte)0x20, (byte)0x7e);
}
