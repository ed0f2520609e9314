namespace KalePool.Hashing;

/// <summary>A nonce, its hash, and the hash's leading zero hex digits.</summary>
public readonly record struct Found(ulong Nonce, Digest Hash, int Zeros);
