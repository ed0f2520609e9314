namespace KalePool.Domain.Farmers;

public enum FarmerStatus
{
    /// <summary>No event yet.</summary>
    Unknown,
    AwaitingFunding,
    Active,
    Leaving,
    Departed,
}
