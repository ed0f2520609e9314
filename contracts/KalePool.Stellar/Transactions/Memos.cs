using System.Text;
using KalePool.Stellar.Xdr;

namespace KalePool.Stellar.Transactions;

public static class Memos
{
    /// <summary>Of a text, in bytes of UTF-8.</summary>
    public const int MaxTextBytes = 28;

    const int HashBytes = 32;

    /// <summary>What transactions that call contracts must have.</summary>
    public static readonly Memo None = new Memo.None();

    public static Memo Text(string text) => Encoding.UTF8.GetByteCount(text) <= MaxTextBytes
        ? new Memo.Text(text)
        : throw new ArgumentException($"more than {MaxTextBytes} bytes", nameof(text));

    public static Memo Id(ulong id) => new Memo.Id(id);

    /// <param name="hash">32 bytes.</param>
    public static Memo Hash(Opaque hash) => new Memo.Hash(Checked(hash));

    /// <param name="hash">32 bytes: of the transaction that is paid back.</param>
    public static Memo Return(Opaque hash) => new Memo.Return(Checked(hash));

    static Opaque Checked(Opaque hash) => hash.Length == HashBytes
        ? hash
        : throw new ArgumentException($"{HashBytes} bytes expected, not {hash.Length}", nameof(hash));
}
