namespace KalePool.Backend.Chain;

/// <summary>What acts may cost at most, in stroops of XLM. What is not used of a resource fee is paid back by the network.</summary>
public static class FeePolicy
{
    /// <summary>Bid for inclusion an operation; in quiet times the network takes 100.</summary>
    public const uint Inclusion = 1_000;

    /// <summary>
    /// A plant, rescue or harvest takes 23 000 to 36 000 (measured in the real host); when the contract's instance must be extended, the act that meets it
    /// pays a rent of 350 000 more, which is why the cap leaves room for it.
    /// </summary>
    public const long Resources = 500_000;

    /// <summary>What a call declares where a simulation asks so much: as much again, for what is declared is more than what was simulated, and room for an
    /// extension; never above <see cref="Resources"/>, and that where nothing was simulated.</summary>
    public static long Declared(long askedStroops) => askedStroops == 0 ? Resources : Math.Min(Resources, 2 * askedStroops + Extension);

    /// <summary>What one call may cost at most; it must be there when the call is sent.</summary>
    public const long MostOfAct = Resources + Inclusion;

    /// <summary>The most that a plant, rescue or harvest is reckoned with where the instance need not be extended: twice the dearest that was measured, and its bid.</summary>
    public const long Act = 80_000 + Inclusion;

    /// <summary>The rent of one extension of the contract's instance, which one act of all pays; the rest of <see cref="Resources"/>.</summary>
    public const long Extension = Resources - 80_000;

    /// <summary>The same where a simulation asks so much; <see cref="Act"/> where nothing was simulated.</summary>
    public static long ActOf(long askedStroops) => askedStroops == 0 ? Act : 2 * askedStroops + Inclusion;

    /// <summary>Available in a wallet that has nothing open before it plants, as long as nothing was simulated: see <see cref="WalletNeeds"/>.</summary>
    public const long LeastToPlant = 3 * Act + Extension + Exit;

    /// <summary>Payment, removal of the trustline and merge in one transaction, with room for a surge.</summary>
    public const long Exit = 500_000;

    /// <summary>0.5 XLM: two of them for an account, one for its trustline.</summary>
    public const uint BaseReserve = 5_000_000;

    /// <summary>Three reserves, the least to plant, and a day of 288 blocks at the 49 400 stroops that plant and harvest were measured to cost.</summary>
    public const long MinimumXlm = 3 * (long)BaseReserve + LeastToPlant + 288 * 49_400;
}
