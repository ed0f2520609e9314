using KalePool.Stellar.Keys;
using KalePool.Stellar.Xdr;

namespace KalePool.Stellar.Transactions;

/// <summary>The wire's several kinds of addresses, from and to strkeys.</summary>
public static class Addresses
{
    /// <param name="publicKey">32 bytes.</param>
    public static PublicKey Account(Opaque publicKey) => new PublicKey.PublicKeyTypeEd25519(Key(publicKey));

    /// <param name="address">G…</param>
    /// <exception cref="FormatException">Not a valid G… strkey.</exception>
    public static PublicKey Account(string address) => Account(StrKey.Decode(StrKeyKind.Account, address));

    /// <param name="publicKey">32 bytes.</param>
    public static MuxedAccount Source(Opaque publicKey) => new MuxedAccount.Ed25519(Key(publicKey));

    /// <param name="address">G… or M…</param>
    /// <exception cref="FormatException">Neither.</exception>
    public static MuxedAccount Source(string address)
    {
        if (StrKey.TryDecode(StrKeyKind.Account, address, out var key)) return Source(key);
        if (!StrKey.IsValid(StrKeyKind.MuxedAccount, address)) throw new FormatException("a G… or M… address expected");
        var (publicKey, id) = StrKey.DecodeMuxed(address);
        return new MuxedAccount.MuxedEd25519(new MuxedAccountMed25519(id, publicKey));
    }

    /// <param name="address">G… or C…</param>
    /// <exception cref="FormatException">Neither.</exception>
    public static SCAddress Parse(string address) => StrKey.TryDecode(address, out var kind, out var payload)
        ? kind switch
        {
            StrKeyKind.Account => new SCAddress.Account(Account(payload)),
            StrKeyKind.Contract => new SCAddress.Contract(payload),
            _ => throw new FormatException("a G… or C… address expected"),
        }
        : throw new FormatException("a G… or C… address expected");

    /// <summary>The 32 bytes that sign for it.</summary>
    public static Opaque KeyOf(this PublicKey account) => ((PublicKey.PublicKeyTypeEd25519)account).Value;

    /// <summary>The 32 bytes that sign for it; the number of a muxed account has no key of its own.</summary>
    public static Opaque KeyOf(this MuxedAccount account) => account switch
    {
        MuxedAccount.Ed25519 plain => plain.Value,
        MuxedAccount.MuxedEd25519 muxed => muxed.Value.Ed25519,
        _ => throw new ArgumentException("not a known kind of account", nameof(account)),
    };

    /// <summary>G…</summary>
    public static string ToText(this PublicKey account) => StrKey.Encode(StrKeyKind.Account, account.KeyOf().Span);

    /// <summary>G… or M…</summary>
    public static string ToText(this MuxedAccount account) => account switch
    {
        MuxedAccount.MuxedEd25519 muxed => StrKey.EncodeMuxed(muxed.Value.Ed25519, muxed.Value.Id),
        _ => StrKey.Encode(StrKeyKind.Account, account.KeyOf().Span),
    };

    /// <summary>G…, C…, M…, B… or L…</summary>
    public static string ToText(this SCAddress address) => address switch
    {
        SCAddress.Account account => account.Value.ToText(),
        SCAddress.Contract contract => StrKey.Encode(StrKeyKind.Contract, contract.Value.Span),
        SCAddress.MuxedAccount muxed => StrKey.EncodeMuxed(muxed.Value.Ed25519, muxed.Value.Id),
        SCAddress.ClaimableBalance { Value: ClaimableBalanceID.ClaimableBalanceIdTypeV0 balance } =>
            StrKey.Encode(StrKeyKind.ClaimableBalance, [0, .. balance.Value.Span]),
        SCAddress.LiquidityPool pool => StrKey.Encode(StrKeyKind.LiquidityPool, pool.Value.Span),
        _ => throw new ArgumentException("not a known kind of address", nameof(address)),
    };

    static Opaque Key(Opaque publicKey) => publicKey.Length == StrKey.KeyBytes
        ? publicKey
        : throw new ArgumentException($"{StrKey.KeyBytes} bytes expected, not {publicKey.Length}", nameof(publicKey));
}
