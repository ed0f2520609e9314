using KalePool.Contracts.Settings;
using KalePool.Domain.Accounts;
using KalePool.Stellar.Keys;

namespace KalePool.Backend.Settings;

/// <summary>The account that sends batches and pays fees for the farmers, and how it does.</summary>
/// <param name="Key">Null where there is none: everything goes from the farmers' wallets.</param>
/// <param name="Channels">How many accounts derived from the key send side by side; 0: the operator's own sends everything.</param>
/// <param name="MaxHarvests">Harvests of one transaction.</param>
public sealed record OperatorSettings(KeyPair? Key, int Channels, int MaxHarvests)
{
    public const int MostChannels = 16;

    const string SecretName = "OPERATOR_SECRET_KEY";

    public static OperatorSettings Read(SettingsReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var secret = reader.OptionalSecret(SecretName, "an account's secret key, S…", text => StrKey.IsValid(StrKeyKind.Seed, text));
        return new OperatorSettings(
            secret is null ? null : KeyPair.FromSecret(secret),
            reader.Int("OPERATOR_CHANNELS", 0, 0, MostChannels),
            reader.Int("MAX_HARVEST_BATCH_SIZE", BatchPlan.MostHarvests, 1, BatchPlan.MostHarvests));
    }

    /// <summary>What blocks are harvested and rescued by.</summary>
    public BatchPlan PlanWith(string? routerContractId) => Key is null || routerContractId is null
        ? BatchPlan.None
        : new BatchPlan(Channels == 0 ? [AccountIds.Operator] : [.. Enumerable.Range(1, Channels).Select(AccountIds.Channel)], MaxHarvests);
}
