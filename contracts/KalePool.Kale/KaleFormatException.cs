namespace KalePool.Kale;

/// <summary>A ledger entry is not what the KALE contract, or the asset's, would have written. The message names the field.</summary>
public sealed class KaleFormatException : FormatException
{
    public KaleFormatException()
    {
    }

    public KaleFormatException(string message)
        : base(message)
    {
    }

    public KaleFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
