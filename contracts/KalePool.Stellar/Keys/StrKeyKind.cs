namespace KalePool.Stellar.Keys;

/// <summary>What a strkey is of. The value is its version byte (SEP-23: the first letter's base32 value times eight).</summary>
public enum StrKeyKind
{
    /// <summary>B: a claimable balance; 33 bytes, a zero type byte and the 32-byte id.</summary>
    ClaimableBalance = 1 << 3,

    /// <summary>C: a contract; its 32-byte id.</summary>
    Contract = 2 << 3,

    /// <summary>G: an account; its 32-byte ed25519 public key.</summary>
    Account = 6 << 3,

    /// <summary>L: a liquidity pool; its 32-byte id.</summary>
    LiquidityPool = 11 << 3,

    /// <summary>M: a muxed account; 32-byte public key, then the 8-byte big-endian id.</summary>
    MuxedAccount = 12 << 3,

    /// <summary>P: a signed payload signer; 32-byte public key, 4-byte length (1 to 64), the payload, zeros up to a multiple of four.</summary>
    SignedPayload = 15 << 3,

    /// <summary>S: a secret seed; 32 bytes.</summary>
    Seed = 18 << 3,

    /// <summary>T: the 32-byte hash of a pre-authorised transaction.</summary>
    PreAuthTx = 19 << 3,

    /// <summary>X: a 32-byte SHA-256 hash whose preimage signs.</summary>
    Sha256Hash = 23 << 3,
}
