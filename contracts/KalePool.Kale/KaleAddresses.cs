using KalePool.Stellar.Keys;
using KalePool.Stellar.Xdr;

namespace KalePool.Kale;

/// <summary>Farmers' and contracts' addresses as text: G… and C….</summary>
public static class KaleAddresses
{
    /// <summary>The address of a G… or C… strkey.</summary>
    /// <exception cref="FormatException">Neither.</exception>
    public static SCAddress Parse(string text) => TryParse(text) ?? throw new FormatException("a G… or C… address expected");

    /// <summary>The address of a G… or C… strkey; null for anything else.</summary>
    public static SCAddress? TryParse(string? text) => StrKey.TryDecode(text, out var kind, out var payload)
        ? kind switch
        {
            StrKeyKind.Account => Account(payload),
            StrKeyKind.Contract => new SCAddress.Contract(payload),
            _ => null,
        }
        : null;

    /// <summary>The address of an account.</summary>
    /// <param name="publicKey">32 bytes.</param>
    public static SCAddress Account(Opaque publicKey) => new SCAddress.Account(new PublicKey.PublicKeyTypeEd25519(publicKey));

    /// <summary>G… or C….</summary>
    /// <exception cref="ArgumentException">An address of another kind.</exception>
    public static string ToText(SCAddress address) => address switch
    {
        SCAddress.Account { Value: PublicKey.PublicKeyTypeEd25519 { Value: var key } } => StrKey.Encode(StrKeyKind.Account, key.Span),
        SCAddress.Contract { Value: var id } => StrKey.Encode(StrKeyKind.Contract, id.Span),
        _ => throw new ArgumentException("an account or a contract expected", nameof(address)),
    };
}
