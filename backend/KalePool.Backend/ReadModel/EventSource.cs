using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace KalePool.Backend.ReadModel;

/// <summary>Which event a row comes from.</summary>
public readonly record struct EventSource(string PersistenceId, long SequenceNumber)
{
    /// <summary>The same for the same event whenever it is projected, and different from every other row's.</summary>
    /// <param name="number">Of the row, where one event makes several in a table.</param>
    /// <returns>A UUID of version 8: it is made of a hash.</returns>
    public Guid RowId(string table, int number = 0)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{table}/{PersistenceId}/{SequenceNumber}/{number}")), hash);
        hash[6] = (byte)(hash[6] & 0x0F | 0x80);
        hash[8] = (byte)(hash[8] & 0x3F | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
