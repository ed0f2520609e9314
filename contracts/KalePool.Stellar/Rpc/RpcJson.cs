using System.Text.Json.Serialization;

namespace KalePool.Stellar.Rpc;

/// <summary>
/// Source-generated JSON of the RPC records: camelCase, nulls left out, unknown fields ignored, fields without a default required.
/// Which numbers come as strings differs from method to method and from version to version, so each may be either.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowReadingFromString,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(GetHealthResponse))]
[JsonSerializable(typeof(GetNetworkResponse))]
[JsonSerializable(typeof(GetVersionInfoResponse))]
[JsonSerializable(typeof(GetLatestLedgerResponse))]
[JsonSerializable(typeof(GetFeeStatsResponse))]
[JsonSerializable(typeof(GetLedgerEntriesRequest))]
[JsonSerializable(typeof(GetLedgerEntriesResponse))]
[JsonSerializable(typeof(SimulateTransactionRequest))]
[JsonSerializable(typeof(SimulateTransactionResponse))]
[JsonSerializable(typeof(SendTransactionRequest))]
[JsonSerializable(typeof(SendTransactionResponse))]
[JsonSerializable(typeof(GetTransactionRequest))]
[JsonSerializable(typeof(GetTransactionResponse))]
[JsonSerializable(typeof(GetTransactionsRequest))]
[JsonSerializable(typeof(GetTransactionsResponse))]
[JsonSerializable(typeof(GetLedgersRequest))]
[JsonSerializable(typeof(GetLedgersResponse))]
[JsonSerializable(typeof(GetEventsRequest))]
[JsonSerializable(typeof(GetEventsResponse))]
sealed partial class RpcJson : JsonSerializerContext;
