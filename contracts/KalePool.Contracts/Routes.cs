namespace KalePool.Contracts;

/// <summary>Paths of the backend's HTTP API. A base address is given with or without <see cref="Prefix"/>.</summary>
public static class Routes
{
    public const string Prefix = "/api/v1";

    public const string PlantRequest = Prefix + "/pooler/plant-request";
    public const string WorkComplete = Prefix + "/pooler/work-complete";
    public const string WorkSubmit = Prefix + "/pooler/work-submit";
    public const string HarvestRequest = Prefix + "/pooler/harvest-request";
    public const string Heartbeat = Prefix + "/pooler/heartbeat";

    public const string Farmers = Prefix + "/farmers";
    public const string ConfirmFunding = Prefix + "/farmers/confirm-funding";

    public const string Challenge = Prefix + "/farmers/challenge";
    public const string Token = Prefix + "/farmers/token";

    public const string AdminPoolers = Prefix + "/admin/poolers";
    public const string AdminFarmers = Prefix + "/admin/farmers";
    public const string AdminBlocks = Prefix + "/admin/blocks";
    public const string AdminCluster = Prefix + "/admin/cluster";

    /// <summary>Below one pooler.</summary>
    public const string RotateKey = "/rotate-key";

    /// <inheritdoc cref="RotateKey"/>
    public const string Deactivate = "/deactivate";

    /// <inheritdoc cref="RotateKey"/>
    public const string Activate = "/activate";

    /// <summary>Below one farmer.</summary>
    public const string Leave = "/leave";

    /// <inheritdoc cref="Leave"/>
    public const string PayoutWallet = "/payout-wallet";

    /// <inheritdoc cref="Leave"/>
    public const string Pause = "/pause";

    /// <inheritdoc cref="Leave"/>
    public const string Resume = "/resume";

    /// <inheritdoc cref="Leave"/>
    public const string ExportKey = "/export-key";

    /// <inheritdoc cref="Leave"/>
    public const string AcceptLoss = "/accept-loss";

    /// <inheritdoc cref="Leave"/>
    public const string Plantings = "/plantings";

    /// <inheritdoc cref="Leave"/>
    public const string Works = "/works";

    /// <inheritdoc cref="Leave"/>
    public const string Harvests = "/harvests";

    /// <inheritdoc cref="Leave"/>
    public const string Statement = "/statement";

    public const string AdminCompensations = Prefix + "/admin/compensations";

    /// <summary>Below one compensation.</summary>
    public const string Paid = "/paid";

    public const string AdminActs = Prefix + "/admin/acts";

    /// <summary>Below one act.</summary>
    public const string Resolve = "/resolve";

    public const string AdminJournal = Prefix + "/admin/journal";

    /// <summary>Below one entity of the journal.</summary>
    public const string State = "/state";

    public const string OpenApi = "/openapi/v1.json";

    public const string Live = "/health/live";
    public const string Ready = "/health/ready";

    public static string Farmer(Guid id) => $"{Farmers}/{id:D}";

    public static string AdminPooler(Guid id) => $"{AdminPoolers}/{id:D}";

    public static string AdminFarmer(Guid id) => $"{AdminFarmers}/{id:D}";

    public static string CompensationPaid(Guid id) => $"{AdminCompensations}/{id:D}{Paid}";

    public static string AdminAct(Guid id) => $"{AdminActs}/{id:D}";

    public static string AdminBlock(Guid poolerId, uint index) => $"{AdminBlocks}/{poolerId:D}/{index}";

    /// <summary>The base address that requests are made against: scheme, host, port and any path before <see cref="Prefix"/>.</summary>
    public static Uri BaseOf(Uri configured)
    {
        ArgumentNullException.ThrowIfNull(configured);
        var text = configured.AbsoluteUri.TrimEnd('/');
        if (text.EndsWith(Prefix, StringComparison.Ordinal)) text = text[..^Prefix.Length];
        return new Uri(text + "/");
    }
}
