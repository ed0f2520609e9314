using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using KalePool.Backend.Custody;
using KalePool.Backend.Storage;

namespace KalePool.Backend.Backups;

/// <summary>
/// A file that only the master key opens and in which nothing can be changed, exchanged or cut off: pieces of up to 64 KiB, each by AES-256-GCM under a key that is
/// this file's alone (HKDF-SHA-256 of the master key and the file's salt). The nonce is the piece's number and whether it is the last one; the header is authenticated with each.
/// </summary>
static class SealedFormat
{
    public const int PieceBytes = 64 * 1024;
    public const int TagBytes = 16;
    public const int LengthBytes = sizeof(int);

    const int SaltBytes = 32;
    const int KeyIdBytes = 16;

    /// <summary>With the format's number.</summary>
    static ReadOnlySpan<byte> Magic => "KALEPOOL BACKUP 1\n"u8;

    public static int HeaderBytes => Magic.Length + KeyIdBytes + SaltBytes;

    public static byte[] NewHeader(MasterKey master) => [.. Magic, .. Encoding.ASCII.GetBytes(master.Id), .. RandomNumberGenerator.GetBytes(SaltBytes)];

    /// <exception cref="StorageException">It is no backup, or was encrypted with another master key.</exception>
    public static MasterKey KeyOf(ReadOnlySpan<byte> header, MasterKeys masters)
    {
        if (header.Length < HeaderBytes || !header.StartsWith(Magic)) throw new StorageException("it is no backup of kalepool, or one of a newer version");
        var id = Encoding.ASCII.GetString(header.Slice(Magic.Length, KeyIdBytes));
        return masters.Find(id) ?? throw new StorageException($"it was encrypted with master key {id}, not with the present one, {masters.Present.Id}");
    }

    public static AesGcm OpenCipher(MasterKey master, ReadOnlySpan<byte> header) =>
        new(master.Derive("kalepool backup " + Convert.ToHexStringLower(header[^SaltBytes..])), TagBytes);

    public static void WriteNonce(Span<byte> nonce, long number, bool isLast)
    {
        nonce.Clear();
        BinaryPrimitives.WriteInt64BigEndian(nonce, number);
        nonce[sizeof(long)] = isLast ? (byte)1 : (byte)0;
    }
}
