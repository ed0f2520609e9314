namespace KalePool.Backend.Chain;

/// <summary>
/// What a wallet must hold above its reserve before it plants, in stroops of XLM, so that no stake is ever stuck for want of a fee. It follows what simulations
/// asked, with as much again as margin, as what is declared does; before the first of them it is what was measured.
/// </summary>
/// <remarks>It is the same where the operator pays the fees: what his account cannot pay the wallets do, and then it must be there.</remarks>
public sealed class WalletNeeds(ResourceFees fees)
{
    const string Plant = "plant";
    const string Work = "work";
    const string Harvest = "harvest";

    /// <summary>In a wallet that has nothing open.</summary>
    public long LeastToPlant => LeastToPlantBeside(0);

    /// <summary>The new plant, rescue and harvest of it and of every block that is open already, one extension of the farm's instance, and what leaving costs.</summary>
    public long LeastToPlantBeside(int openBlocks) => ActOf(Plant) + (ActOf(Work) + ActOf(Harvest)) * (openBlocks + 1) + FeePolicy.Extension + FeePolicy.Exit;

    /// <summary>A plant of nothing, which nobody need bring home, and the harvest of what is open; also that the first of them can be sent.</summary>
    public long LeastToOpen(int openBlocks) => Math.Max(FeePolicy.MostOfAct, ActOf(Plant) + ActOf(Harvest) * openBlocks);

    long ActOf(string function) => FeePolicy.ActOf(fees.AskedFor(function));
}
