namespace KalePool.Stellar.Xdr;

/// <summary>Bytes that are not canonical XDR of the type asked for. The message says what was found and at which offset.</summary>
public sealed class XdrException(string message, int offset) : FormatException($"{message} at offset {offset}")
{
    /// <summary>Bytes from the start of the input.</summary>
    public int Offset { get; } = offset;
}
