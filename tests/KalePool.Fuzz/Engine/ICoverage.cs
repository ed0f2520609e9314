namespace KalePool.Fuzz.Engine;

/// <summary>Which ways through the code an input has taken.</summary>
public interface ICoverage
{
    /// <summary>Before an input is run.</summary>
    void Begin();

    /// <summary>After it: whether it went a way, or so often, as none before.</summary>
    bool IsNew();

    /// <summary>How many ways are known.</summary>
    int Ways { get; }
}

/// <summary>Where nothing is known of them: inputs are made of the seeds alone.</summary>
public sealed class NoCoverage : ICoverage
{
    public int Ways => 0;

    public void Begin()
    {
    }

    public bool IsNew() => false;
}
