namespace KalePool.Audit;

public enum DifferenceKind
{
    /// <summary>Events, trustline changes and the balance at the end do not agree on KALE.</summary>
    KaleBalance,

    /// <summary>A stake was not burnt, burnt twice, or burnt without a plant.</summary>
    Stake,

    /// <summary>A mint is not the reward and stake of a harvested pail.</summary>
    Reward,

    /// <summary>A farmer has planted twice in one block.</summary>
    PlantedTwice,

    /// <summary>A pail has changed between two transactions, or in a way that no act of the contract changes it.</summary>
    Pail,

    /// <summary>A planted pail was never worked.</summary>
    Unworked,

    /// <summary>A worked pail was never harvested.</summary>
    Unharvested,

    /// <summary>A block's totals or ranges do not follow from its plants and works.</summary>
    Block,

    /// <summary>Funding, fees and the balance at the end do not agree on XLM.</summary>
    XlmBalance,

    /// <summary>The sum over the pool does not come out.</summary>
    Pool,

    /// <summary>What the pool tells a farmer is not what the chain shows.</summary>
    Statement,
}

/// <summary>One thing that is not as it should be, in words for a person.</summary>
public sealed record Difference(DifferenceKind Kind, string Message)
{
    public override string ToString() => $"{Kind}: {Message}";
}
