using KalePool.Contracts;
using KalePool.Contracts.Admin;
using KalePool.Contracts.Farmers;
using KalePool.Contracts.Poolers;

namespace KalePool.Backend.Api.Access;

/// <summary>One route: who may call it, what it takes and what it answers.</summary>
/// <param name="Request">Of the JSON body; null where there is none.</param>
/// <param name="Answers">By status; the problems that any route can answer are left out.</param>
public sealed record RouteRow(string Method, string Pattern, Right Right, Type? Request, params IReadOnlyList<(int Status, Type Type)> Answers)
{
    /// <summary>A content type beside JSON that a caller may ask for.</summary>
    public string? AlsoAs { get; init; }

    /// <summary>What it holds then, one a line; null: the same as the JSON.</summary>
    public Type? AlsoType { get; init; }
}

/// <summary>
/// Every route of the API. What is not here cannot be mapped, and the rights walk of the tests takes its routes from here.
/// </summary>
public static class RouteTable
{
    const string Get = "GET";
    const string Post = "POST";
    const string Patch = "PATCH";
    const string Delete = "DELETE";
    const string OneFarmer = Routes.Farmers + "/{id:guid}";
    const string OneFarmerOfAdmin = Routes.AdminFarmers + "/{id:guid}";
    const string OnePooler = Routes.AdminPoolers + "/{id:guid}";

    public static IReadOnlyList<RouteRow> Rows { get; } =
    [
        new(Post, Routes.PlantRequest, Right.Pooler, typeof(PlantRequest), (200, typeof(PlantResponse))) { AlsoAs = PlantLine.ContentType, AlsoType = typeof(PlantLine) },
        new(Post, Routes.WorkComplete, Right.Pooler, typeof(WorkCompleteRequest), (200, typeof(WorkCompleteResponse))),
        new(Post, Routes.WorkSubmit, Right.Pooler, typeof(WorkSubmitRequest), (200, typeof(WorkSubmitResponse))),
        new(Post, Routes.HarvestRequest, Right.Pooler, typeof(HarvestRequest), (200, typeof(HarvestResponse))),
        new(Post, Routes.Heartbeat, Right.Pooler, typeof(HeartbeatRequest), (200, typeof(HeartbeatResponse))),

        new(Post, Routes.Farmers, Right.Anybody, typeof(RegisterFarmerRequest), (201, typeof(RegisterFarmerResponse))),
        new(Post, Routes.ConfirmFunding, Right.Farmer, typeof(ConfirmFundingRequest), (200, typeof(ConfirmFundingResponse)), (202, typeof(ConfirmFundingResponse))),
        new(Get, OneFarmer, Right.OwnFarmerOrAdmin, null, (200, typeof(FarmerView))),
        new(Patch, OneFarmer, Right.Farmer, typeof(ChangeFarmerRequest), (200, typeof(FarmerView))),
        new(Post, OneFarmer + Routes.Leave, Right.Farmer, null, (202, typeof(FarmerView))),
        new(Get, OneFarmer + Routes.Plantings, Right.OwnFarmerOrAdmin, null, (200, typeof(PlantingList))),
        new(Get, OneFarmer + Routes.Works, Right.OwnFarmerOrAdmin, null, (200, typeof(WorkList))),
        new(Get, OneFarmer + Routes.Harvests, Right.OwnFarmerOrAdmin, null, (200, typeof(HarvestList))),
        new(Get, OneFarmer + Routes.Statement, Right.OwnFarmerOrAdmin, null, (200, typeof(Statement))) { AlsoAs = StatementCsv.ContentType },

        new(Post, Routes.Challenge, Right.Anybody, typeof(ChallengeRequest), (200, typeof(ChallengeResponse))),
        new(Post, Routes.Token, Right.Anybody, typeof(NewTokenRequest), (200, typeof(NewTokenResponse))),
        new(Post, OneFarmer + Routes.PayoutWallet, Right.Farmer, typeof(ChangePayoutWalletRequest), (200, typeof(PayoutWalletView)), (202, typeof(PayoutWalletView))),
        new(Delete, OneFarmer + Routes.PayoutWallet, Right.Farmer, typeof(CancelPayoutWalletRequest), (200, typeof(PayoutWalletView))),

        new(Post, Routes.AdminPoolers, Right.Admin, typeof(CreatePoolerRequest), (201, typeof(CreatePoolerResponse))),
        new(Get, Routes.AdminPoolers, Right.Admin, null, (200, typeof(PoolerList))),
        new(Get, OnePooler, Right.Admin, null, (200, typeof(PoolerView))),
        new(Post, OnePooler + Routes.RotateKey, Right.Admin, null, (200, typeof(RotateKeyResponse))),
        new(Post, OnePooler + Routes.Deactivate, Right.Admin, null, (200, typeof(PoolerView))),
        new(Post, OnePooler + Routes.Activate, Right.Admin, null, (200, typeof(PoolerView))),
        new(Get, Routes.AdminFarmers, Right.Admin, null, (200, typeof(FarmerList))),
        new(Post, OneFarmerOfAdmin + Routes.Pause, Right.Admin, null, (200, typeof(FarmerView))),
        new(Post, OneFarmerOfAdmin + Routes.Resume, Right.Admin, null, (200, typeof(FarmerView))),
        new(Post, OneFarmerOfAdmin + Routes.ExportKey, Right.Admin, null, (200, typeof(ExportKeyResponse))),
        new(Post, OneFarmerOfAdmin + Routes.AcceptLoss, Right.Admin, typeof(AcceptLossRequest), (200, typeof(FarmerView))),
        new(Get, Routes.AdminBlocks, Right.Admin, null, (200, typeof(BlockList))),
        new(Get, Routes.AdminBlocks + "/{poolerId:guid}/{index}", Right.Admin, null, (200, typeof(BlockView))),
        new(Get, Routes.AdminCluster, Right.Admin, null, (200, typeof(ClusterView))),
        new(Get, Routes.AdminCompensations, Right.Admin, null, (200, typeof(CompensationList))),
        new(Post, Routes.AdminCompensations + "/{id:guid}" + Routes.Paid, Right.Admin, typeof(CompensationPaidRequest), (200, typeof(CompensationRow))),
        new(Get, Routes.AdminActs, Right.Admin, null, (200, typeof(ActList))),
        new(Post, Routes.AdminActs + "/{id:guid}" + Routes.Resolve, Right.Admin, typeof(ResolveActRequest), (200, typeof(ResolveActResponse))),
        new(Get, Routes.AdminJournal, Right.Admin, null, (200, typeof(JournalList))),
        new(Get, Routes.AdminJournal + "/{entity}", Right.Admin, null, (200, typeof(EntityJournal))),
        new(Get, Routes.AdminJournal + "/{entity}" + Routes.State, Right.Admin, null, (200, typeof(EntityState))),

        new(Get, Routes.Live, Right.Anybody, null, (200, typeof(string))),
        new(Get, Routes.Ready, Right.Anybody, null, (200, typeof(string)), (503, typeof(string))),
    ];

    /// <exception cref="ArgumentException">The route is not in the table.</exception>
    public static RouteRow Find(string method, string pattern) =>
        Rows.SingleOrDefault(r => r.Method == method && r.Pattern == pattern) ?? throw new ArgumentException($"{method} {pattern} is not in the table of routes", nameof(pattern));
}
