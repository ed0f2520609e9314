using System.Text.Json.Serialization;
using KalePool.Pooler.Doctor;

namespace KalePool.Pooler.Display;

/// <summary>What happened, for people (<see cref="PlainText"/>) and for programs (one JSON object a line, <c>--json</c>).</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(Started), "started")]
[JsonDerivedType(typeof(Warned), "warning")]
[JsonDerivedType(typeof(TroubleBegan), "trouble")]
[JsonDerivedType(typeof(TroubleEnded), "recovered")]
[JsonDerivedType(typeof(Checked), "check")]
[JsonDerivedType(typeof(BlockOpened), "open")]
[JsonDerivedType(typeof(Planted), "planted")]
[JsonDerivedType(typeof(Improved), "best")]
[JsonDerivedType(typeof(Worked), "worked")]
[JsonDerivedType(typeof(WorkFailed), "work_failed")]
[JsonDerivedType(typeof(Reported), "reported")]
[JsonDerivedType(typeof(Harvested), "harvested")]
[JsonDerivedType(typeof(BlockSettled), "block")]
[JsonDerivedType(typeof(HashingPaused), "paused")]
[JsonDerivedType(typeof(HashingResumed), "resumed")]
[JsonDerivedType(typeof(Stopped), "stopped")]
abstract record PoolerEvent;

sealed record Started(string Version, Guid PoolerId, string Name, string Account, string Backend, string Rpc, string Network, string Kernel, int Threads) : PoolerEvent;

sealed record Warned(string Message) : PoolerEvent;

/// <param name="Party">backend or rpc.</param>
/// <param name="Meanwhile">What the pooler does about it.</param>
sealed record TroubleBegan(string Party, string Url, string Message, string Meanwhile) : PoolerEvent;

sealed record TroubleEnded(string Party, string Url) : PoolerEvent;

/// <summary>One of the pooler's own checks ends otherwise than before.</summary>
/// <param name="Check">rpc, clock, contract, account, trustline or sending.</param>
/// <param name="Remedy">What to do about it; null where all is well.</param>
sealed record Checked(string Check, Verdict Verdict, string Text, string? Remedy) : PoolerEvent;

/// <param name="Ends">When the next block may be opened.</param>
/// <param name="Trace">The correlation id of this block, in the backend's log and traces too.</param>
sealed record BlockOpened(uint Index, string Entropy, uint MaxZeros, uint MaxGap, int Farmers, DateTimeOffset? Ends = null, string? Trace = null) : PoolerEvent;

/// <param name="Failures">farmer: code, one each.</param>
sealed record Planted(uint Index, int Successful, int Failed, int Pending, IReadOnlyList<string> Failures) : PoolerEvent;

/// <summary>Only at level debug.</summary>
sealed record Improved(uint Index, string Wallet, int Zeros, ulong Nonce) : PoolerEvent;

sealed record Worked(uint Index, string Wallet, uint Zeros, uint Gap, string Hash, ulong Nonce, string TxHash) : PoolerEvent;

sealed record WorkFailed(uint Index, string Wallet, string TxHash, string Reason) : PoolerEvent;

sealed record Reported(uint Index, int Results, int Recorded, long Compensation) : PoolerEvent;

/// <param name="Rewards">Stroops of KALE.</param>
sealed record Harvested(int Successful, int Failed, int Pending, long Rewards, IReadOnlyList<string> Failures) : PoolerEvent;

/// <summary>A block is over for this pooler. Zeros are those of the pails on the chain.</summary>
/// <param name="Planted">Farmers with a pail.</param>
/// <param name="Worked">Those of them whose pail is worked.</param>
/// <param name="IdleSeconds">How long nothing was hashed because nothing could be gained: energy that was not spent.</param>
/// <param name="FirstHashMs">From the reading that showed the block to the first hash; null where none was made.</param>
sealed record BlockSettled(uint Index, int Planted, int Worked, long Hashes, uint? ZerosMin, double? ZerosMean, double IdleSeconds = 0, double? FirstHashMs = null) : PoolerEvent;

/// <summary>No new farmers and no better hashes; everything else goes on.</summary>
sealed record HashingPaused(string Reason) : PoolerEvent;

sealed record HashingResumed : PoolerEvent;

sealed record Stopped(long Hashes, double Seconds) : PoolerEvent;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(PoolerEvent))]
sealed partial class EventJson : JsonSerializerContext;
