using KalePool.Domain.Blocks;
using KalePool.Stellar.Acts;

namespace KalePool.Domain.Farmers;

/// <summary>What a farmer's wallet does on the chain.</summary>
public enum ActKind
{
    Trustline,
    Plant,
    Harvest,
    Rescue,
    Exit,
    Payout,

    /// <summary>What his pooler has found.</summary>
    Work,

    /// <summary>No act: only looks whether the journal agrees with the chain.</summary>
    Check,

    /// <summary>No act: looks whether the chain contradicts what an operator says of one.</summary>
    Resolve,

    /// <summary>A plant of nothing, so that the block before can be harvested; once it is submitted it is a <see cref="Plant"/>.</summary>
    Opening,

    /// <summary>No act: looks for pails that the journal does not know.</summary>
    Find,

    /// <summary>Lets pails, and what their harvest needs, live on.</summary>
    Extension,
}

/// <summary>The one transaction of the farmer's wallet that is under way.</summary>
/// <param name="Block">Of a plant, work, rescue or harvest; 0 otherwise.</param>
/// <param name="StakeStroops">What a plant burns; 0 otherwise.</param>
/// <param name="Pays">Of a payout or exit; null otherwise.</param>
/// <param name="Work">Of a work; null otherwise.</param>
/// <param name="Extends">Of an extension; null otherwise.</param>
public sealed record OpenAct(ActKind Kind, uint Block, long StakeStroops, ActEnvelope Envelope, Payment? Pays = null, HandedWork? Work = null, PailExtension? Extends = null);

/// <param name="Blocks">Whose pails live on.</param>
/// <param name="Ledgers">For so many after the one that it is applied in.</param>
public sealed record PailExtension(IReadOnlyList<uint> Blocks, uint Ledgers);
