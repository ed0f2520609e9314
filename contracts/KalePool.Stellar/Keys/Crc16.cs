namespace KalePool.Stellar.Keys;

/// <summary>CRC-16/XMODEM: polynomial 0x1021, initial value 0, not reflected.</summary>
static class Crc16
{
    const int Polynomial = 0x1021;

    public static ushort Of(ReadOnlySpan<byte> bytes)
    {
        var crc = 0;
        foreach (var value in bytes)
        {
            crc ^= value << 8;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 0x8000) != 0 ? (crc << 1) ^ Polynomial : crc << 1;
        }
        return (ushort)crc;
    }
}
