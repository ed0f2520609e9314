using System.Text.Json.Serialization;
using KalePool.Domain.Farmers;
using KalePool.Domain.Poolers;

namespace KalePool.Actors.Serialization;

/// <summary>Source-generated JSON of states. What a state derives from its other members is not written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(FarmerState))]
[JsonSerializable(typeof(PoolerState))]
[JsonSerializable(typeof(AccountSnapshot))]
sealed partial class SnapshotJson : JsonSerializerContext;
