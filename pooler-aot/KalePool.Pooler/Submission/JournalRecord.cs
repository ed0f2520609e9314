using System.Text.Json.Serialization;
using KalePool.Hashing;

namespace KalePool.Pooler.Submission;

/// <summary>One line of the journal.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(BestFound), "best")]
[JsonDerivedType(typeof(ActSubmitted), "submitted")]
[JsonDerivedType(typeof(ActBumped), "bumped")]
[JsonDerivedType(typeof(ActSettled), "settled")]
[JsonDerivedType(typeof(FarmActSubmitted), "farm_submitted")]
[JsonDerivedType(typeof(FarmActSettled), "farm_settled")]
abstract record JournalRecord(uint Block)
{
    /// <summary>Whether its fields can be what they are to be: a line can be JSON and damaged.</summary>
    public virtual bool IsSound() => true;

    private protected static bool IsHash(string text) => text.Length == Digest.HexDigits && text.All(char.IsAsciiHexDigit);
}

/// <summary>Only in files of older versions, whose best hashes stood here; now they stand in the file of the block, proven before they are used.</summary>
/// <param name="Wallet">G… of the farmer.</param>
/// <param name="Hash">64 hex digits.</param>
sealed record BestFound(uint Block, string Wallet, ulong Nonce, string Hash) : JournalRecord(Block);

/// <summary>Written, and on disk, before the envelope is sent.</summary>
/// <param name="Wallet">G… of the farmer the (first) work is for.</param>
/// <param name="Nonce">The work's.</param>
/// <param name="TxHash">Hex, as all fields after it: see <see cref="KalePool.Stellar.Acts.ActEnvelope"/>.</param>
/// <param name="More">The other works in the same transaction, in its order; null where it is one, as in every line of older versions.</param>
sealed record ActSubmitted(
    uint Block, string Wallet, ulong Nonce, string WorkHash, string TxHash, string Xdr, string Source, long Sequence, uint MaxLedger, long MaxTime, uint BuiltAfter,
    IReadOnlyList<BatchedWork>? More = null)
    : JournalRecord(Block)
{
    /// <summary>All works of the transaction, in its order.</summary>
    public IEnumerable<BatchedWork> Works() => [new(Wallet, Nonce, WorkHash), .. More ?? []];

    public override bool IsSound() => More?.Contains(null!) != true && Works().All(work => IsHash(work.WorkHash));
}

/// <summary>One of several works in a transaction.</summary>
sealed record BatchedWork(string Wallet, ulong Nonce, string WorkHash);

/// <summary>A higher bid around the same inner transaction; on disk before it is sent.</summary>
/// <param name="TxHash">Of the inner transaction, by which the act is known.</param>
/// <param name="Xdr">Base64 of the whole new envelope.</param>
/// <param name="OuterHash">Hex of the fee bump's own hash.</param>
/// <param name="Bid">Stroops an operation.</param>
sealed record ActBumped(uint Block, string TxHash, string Xdr, string OuterHash, long Bid) : JournalRecord(Block);

/// <param name="Outcome">success, failed, not_happened or unknown.</param>
/// <param name="Failed">Wallets whose works failed inside a transaction that succeeded; null where none did.</param>
/// <param name="Ledger">The ledger of a success; null otherwise, and in lines of older versions.</param>
sealed record ActSettled(uint Block, string TxHash, string Outcome, IReadOnlyList<string>? Failed = null, uint? Ledger = null) : JournalRecord(Block);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(JournalRecord))]
sealed partial class JournalJson : JsonSerializerContext;
