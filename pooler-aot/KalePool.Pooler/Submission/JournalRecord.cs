using System.Text.Json.Serialization;

namespace KalePool.Pooler.Submission;

/// <summary>One line of the journal.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(BestFound), "best")]
[JsonDerivedType(typeof(ActSubmitted), "submitted")]
[JsonDerivedType(typeof(ActSettled), "settled")]
abstract record JournalRecord(uint Block);

/// <param name="Wallet">G… of the farmer.</param>
/// <param name="Hash">64 hex digits.</param>
sealed record BestFound(uint Block, string Wallet, ulong Nonce, string Hash) : JournalRecord(Block);

/// <summary>Written, and on disk, before the envelope is sent.</summary>
/// <param name="Wallet">G… of the farmer the work is for.</param>
/// <param name="Nonce">The work's.</param>
/// <param name="TxHash">Hex, as all fields after it: see <see cref="KalePool.Stellar.Acts.ActEnvelope"/>.</param>
sealed record ActSubmitted(
    uint Block, string Wallet, ulong Nonce, string WorkHash, string TxHash, string Xdr, string Source, long Sequence, uint MaxLedger, long MaxTime, uint BuiltAfter)
    : JournalRecord(Block);

/// <param name="Outcome">success, failed, not_happened or unknown.</param>
sealed record ActSettled(uint Block, string TxHash, string Outcome) : JournalRecord(Block);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(JournalRecord))]
sealed partial class JournalJson : JsonSerializerContext;
