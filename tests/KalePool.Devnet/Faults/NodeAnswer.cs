namespace KalePool.Devnet.Faults;

/// <summary>What a client of a server gets, whatever carries it: who serves HTTP does it with its clock, a simulation with its own.</summary>
public abstract record NodeAnswer
{
    NodeAnswer()
    {
    }

    /// <param name="Status">HTTP's.</param>
    /// <param name="Body">Null: there is none (204).</param>
    public sealed record Told(int Status, byte[]? Body, string ContentType = "application/json") : NodeAnswer;

    /// <summary>Nothing, for as long as the client waits.</summary>
    public sealed record Silence : NodeAnswer;

    /// <summary>Nothing for a while.</summary>
    /// <param name="Then">What comes of it then; to be asked once, and only if somebody still serves.</param>
    public sealed record Later(TimeSpan Delay, Func<NodeAnswer> Then) : NodeAnswer;
}
