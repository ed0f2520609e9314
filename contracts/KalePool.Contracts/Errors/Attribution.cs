namespace KalePool.Contracts.Errors;

/// <summary>Who answers for a failed step: work the pooler, plants the backend, missing funds the farmer, what nobody could prevent the network.</summary>
public static class Attribution
{
    public const string Backend = "backend";
    public const string Pooler = "pooler";
    public const string Farmer = "farmer";
    public const string Network = "network";
}
