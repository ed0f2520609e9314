namespace KalePool.Hashing.Frames;

/// <summary>What a worker process and its parent say to each other.</summary>
public abstract record WorkerFrame;

/// <summary>Worker: it has proved this kernel right and waits for jobs. The first thing it says.</summary>
/// <param name="Kernel">Its name, 1 to 32 characters of ASCII.</param>
public sealed record ReadyFrame(string Kernel) : WorkerFrame;

/// <summary>Parent: search this range, behind those asked for before: a worker that has the next one need not wait for it.</summary>
/// <param name="Id">Chosen by the parent; every answer carries it. Answers come in the order of the jobs.</param>
/// <param name="ZerosToBeat">−1 to 63: only hashes with more zeros are reported, each better than the one before.</param>
public sealed record JobFrame(uint Id, SearchTemplate Template, NonceRange Range, int ZerosToBeat) : WorkerFrame;

/// <summary>Parent: end all jobs asked for so far, the one in hand after the present block of nonces, the others without one. Each still says its end.</summary>
public sealed record StopFrame : WorkerFrame;

/// <summary>Worker: a hash that beats all before it. The parent makes the hash again before it believes.</summary>
public sealed record FoundFrame(uint Id, ulong Nonce, Digest Hash) : WorkerFrame;

/// <summary>Worker: how far it is; at least every 250 ms while there is a job, so that silence means something.</summary>
/// <param name="Tried">Exactly the first that many nonces of the range.</param>
/// <param name="IsEnd">The job is over: at the end of its range, or stopped.</param>
public sealed record ProgressFrame(uint Id, ulong Tried, bool IsEnd) : WorkerFrame;
