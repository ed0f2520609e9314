using System.Text.Json.Serialization;
using KalePool.Contracts.Admin;
using KalePool.Contracts.Errors;
using KalePool.Contracts.Farmers;
using KalePool.Contracts.Poolers;

namespace KalePool.Contracts.Json;

/// <summary>Source-generated JSON of everything in this assembly: snake_case, nulls left out, unknown fields ignored, no reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(PlantRequest))]
[JsonSerializable(typeof(PlantResponse))]
[JsonSerializable(typeof(PlantLine))]
[JsonSerializable(typeof(WorkCompleteRequest))]
[JsonSerializable(typeof(WorkCompleteResponse))]
[JsonSerializable(typeof(WorkSubmitRequest))]
[JsonSerializable(typeof(WorkSubmitResponse))]
[JsonSerializable(typeof(HarvestRequest))]
[JsonSerializable(typeof(HarvestResponse))]
[JsonSerializable(typeof(HeartbeatRequest))]
[JsonSerializable(typeof(HeartbeatResponse))]
[JsonSerializable(typeof(RegisterFarmerRequest))]
[JsonSerializable(typeof(RegisterFarmerResponse))]
[JsonSerializable(typeof(ConfirmFundingRequest))]
[JsonSerializable(typeof(ConfirmFundingResponse))]
[JsonSerializable(typeof(FarmerView))]
[JsonSerializable(typeof(ChangeFarmerRequest))]
[JsonSerializable(typeof(ExportKeyResponse))]
[JsonSerializable(typeof(AcceptLossRequest))]
[JsonSerializable(typeof(ChallengeRequest))]
[JsonSerializable(typeof(ChallengeResponse))]
[JsonSerializable(typeof(NewTokenRequest))]
[JsonSerializable(typeof(NewTokenResponse))]
[JsonSerializable(typeof(ChangePayoutWalletRequest))]
[JsonSerializable(typeof(CancelPayoutWalletRequest))]
[JsonSerializable(typeof(PayoutWalletView))]
[JsonSerializable(typeof(CreatePoolerRequest))]
[JsonSerializable(typeof(CreatePoolerResponse))]
[JsonSerializable(typeof(RotateKeyResponse))]
[JsonSerializable(typeof(PoolerView))]
[JsonSerializable(typeof(PoolerList))]
[JsonSerializable(typeof(FarmerList))]
[JsonSerializable(typeof(BlockView))]
[JsonSerializable(typeof(BlockList))]
[JsonSerializable(typeof(ClusterView))]
[JsonSerializable(typeof(PlantingList))]
[JsonSerializable(typeof(WorkList))]
[JsonSerializable(typeof(HarvestList))]
[JsonSerializable(typeof(Statement))]
[JsonSerializable(typeof(ActList))]
[JsonSerializable(typeof(ResolveActRequest))]
[JsonSerializable(typeof(ResolveActResponse))]
[JsonSerializable(typeof(CompensationList))]
[JsonSerializable(typeof(CompensationRow))]
[JsonSerializable(typeof(CompensationPaidRequest))]
[JsonSerializable(typeof(JournalList))]
[JsonSerializable(typeof(EntityJournal))]
[JsonSerializable(typeof(EntityState))]
[JsonSerializable(typeof(Problem))]
public sealed partial class ContractsJson : JsonSerializerContext;
