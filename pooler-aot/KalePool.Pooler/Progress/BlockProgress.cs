using System.Text.Json.Serialization;
using KalePool.Contracts.Poolers;

namespace KalePool.Pooler.Progress;

/// <summary>How far one block has come: what a pooler that is started again within it goes on from.</summary>
/// <param name="Version">Of this shape.</param>
/// <param name="Entropy">The block's, 64 hex digits: a block of the same index on another chain is another one.</param>
/// <param name="Planted">Who is planted as far as the backend has said.</param>
/// <param name="Hashed">One each farmer who is hashed for.</param>
sealed record BlockProgress(int Version, uint Block, string Entropy, IReadOnlyList<PlantedFarmer> Planted, IReadOnlyList<FarmerProgress> Hashed)
{
    public const int Current = 1;
}

/// <param name="Wallet">G… of the farmer.</param>
/// <param name="Start">The first nonce.</param>
/// <param name="Taken">Nonces from there that were given out.</param>
/// <param name="Nonce">Of the best hash; null while there is none, as is <paramref name="Hash"/>.</param>
/// <param name="Hash">64 hex digits.</param>
sealed record FarmerProgress(string Wallet, ulong Start, ulong Taken, ulong? Nonce = null, string? Hash = null);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(BlockProgress))]
sealed partial class ProgressJson : JsonSerializerContext;
