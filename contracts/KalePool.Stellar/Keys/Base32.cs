namespace KalePool.Stellar.Keys;

/// <summary>Base32 of RFC 4648 without padding, upper case only, canonical only.</summary>
static class Base32
{
    const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    const int BitsOfLetter = 5;

    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        var letters = new char[(bytes.Length * 8 + BitsOfLetter - 1) / BitsOfLetter];
        uint buffer = 0;
        int bits = 0, written = 0;
        foreach (var value in bytes)
        {
            buffer = (buffer << 8) | value;
            bits += 8;
            while (bits >= BitsOfLetter)
            {
                bits -= BitsOfLetter;
                letters[written++] = Alphabet[(int)(buffer >> bits) & 31];
            }
        }
        if (bits > 0) letters[written] = Alphabet[(int)(buffer << (BitsOfLetter - bits)) & 31];
        return new string(letters);
    }

    /// <summary>False for letters outside the alphabet, a length that no bytes have, and unused bits that are not zero.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, out byte[] bytes)
    {
        bytes = [];
        var decoded = new byte[text.Length * BitsOfLetter / 8];
        // Letters that add no whole byte (lengths 1, 3 and 6 of a group of 8) could be dropped without loss: not canonical.
        if (text.Length != (decoded.Length * 8 + BitsOfLetter - 1) / BitsOfLetter) return false;
        uint buffer = 0;
        int bits = 0, written = 0;
        foreach (var letter in text)
        {
            var value = letter switch
            {
                >= 'A' and <= 'Z' => letter - 'A',
                >= '2' and <= '7' => letter - '2' + 26,
                _ => -1,
            };
            if (value < 0) return false;
            buffer = (buffer << BitsOfLetter) | (uint)value;
            bits += BitsOfLetter;
            if (bits < 8) continue;
            bits -= 8;
            decoded[written++] = (byte)(buffer >> bits);
        }
        if ((buffer & ((1u << bits) - 1)) != 0) return false;
        bytes = decoded;
        return true;
    }
}
