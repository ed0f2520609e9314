namespace KalePool.Domain.Farmers;

/// <summary>Who gets what in one transaction that pays out of a farmer's wallet. Amounts in stroops of KALE.</summary>
/// <param name="KaleStroops">To the farmer's <paramref name="PayoutWallet"/>.</param>
/// <param name="ShareStroops">To the pooler's <paramref name="ShareWallet"/>, before the farmer is paid.</param>
/// <param name="ShareWallet">Null where no share is paid.</param>
/// <param name="ForgoneShareStroops">Owed to a pooler who could not receive it when the wallet was closed: it fell to the farmer.</param>
public sealed record Payment(string PayoutWallet, long KaleStroops, string? ShareWallet = null, long ShareStroops = 0, long ForgoneShareStroops = 0)
{
    /// <summary>What leaves the wallet.</summary>
    public long Total() => checked(KaleStroops + ShareStroops);
}
