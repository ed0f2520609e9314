using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using KalePool.Stellar.Xdr;

namespace KalePool.Domain.Farmers;

/// <summary>
/// The memo of a transaction that pays: SHA-256 of kind (ASCII), farmer (16 bytes, as written) and number (8 bytes, big-endian). It is made from what
/// the journal knows before the payment, so that the same payment has the same memo again after a restore.
/// </summary>
public static class PaymentMemo
{
    public const string Payout = "payout";
    public const string Exit = "exit";
    public const string Compensation = "compensation";

    /// <param name="number">Of the payout, from 1; of the compensated block.</param>
    public static Opaque Of(string kind, Guid farmerId, ulong number)
    {
        Span<byte> tail = stackalloc byte[16 + sizeof(ulong)];
        farmerId.TryWriteBytes(tail, bigEndian: true, out _);
        BinaryPrimitives.WriteUInt64BigEndian(tail[16..], number);
        return SHA256.HashData([.. Encoding.ASCII.GetBytes(kind), .. tail]);
    }
}
