using System.Text;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Ledger;

/// <summary>What follows from an asset alone: its other encodings, its name in events, its contract.</summary>
public static class Assets
{
    public static readonly Asset Native = new Asset.Native();

    /// <param name="code">1 to 12 characters of [A-Za-z0-9].</param>
    public static Asset Credit(string code, PublicKey issuer)
    {
        var padded = new byte[code.Length <= 4 ? 4 : 12];
        Encoding.ASCII.GetBytes(code, padded);
        return code.Length <= 4
            ? new Asset.CreditAlphanum4(new AlphaNum4(new Opaque(padded.AsSpan()), issuer))
            : new Asset.CreditAlphanum12(new AlphaNum12(new Opaque(padded.AsSpan()), issuer));
    }

    public static PublicKey? Issuer(this Asset asset) => asset switch
    {
        Asset.CreditAlphanum4 credit => credit.Value.Issuer,
        Asset.CreditAlphanum12 credit => credit.Value.Issuer,
        _ => null,
    };

    /// <summary>The code without its padding; empty for the native asset.</summary>
    public static string Code(this Asset asset) => asset switch
    {
        Asset.CreditAlphanum4 credit => Encoding.ASCII.GetString(credit.Value.AssetCode.Span).TrimEnd('\0'),
        Asset.CreditAlphanum12 credit => Encoding.ASCII.GetString(credit.Value.AssetCode.Span).TrimEnd('\0'),
        _ => "",
    };

    /// <summary><c>native</c> or CODE:ISSUER, the name that events carry.</summary>
    public static string Name(this Asset asset) => asset.Issuer() is { } issuer ? $"{asset.Code()}:{issuer.Address()}" : "native";

    public static TrustLineAsset ToTrustLineAsset(this Asset asset) => asset switch
    {
        Asset.CreditAlphanum4 credit => new TrustLineAsset.CreditAlphanum4(credit.Value),
        Asset.CreditAlphanum12 credit => new TrustLineAsset.CreditAlphanum12(credit.Value),
        _ => new TrustLineAsset.Native(),
    };

    /// <summary>Null for a pool share.</summary>
    public static Asset? ToAsset(this ChangeTrustAsset asset) => asset switch
    {
        ChangeTrustAsset.CreditAlphanum4 credit => new Asset.CreditAlphanum4(credit.Value),
        ChangeTrustAsset.CreditAlphanum12 credit => new Asset.CreditAlphanum12(credit.Value),
        ChangeTrustAsset.Native => Native,
        _ => null,
    };

    public static Asset? ToAsset(this TrustLineAsset asset) => asset switch
    {
        TrustLineAsset.CreditAlphanum4 credit => new Asset.CreditAlphanum4(credit.Value),
        TrustLineAsset.CreditAlphanum12 credit => new Asset.CreditAlphanum12(credit.Value),
        TrustLineAsset.Native => Native,
        _ => null,
    };

    /// <summary>1 to 12 characters of [A-Za-z0-9], then zeros only; five or more in the long form.</summary>
    public static bool IsValid(this Asset asset)
    {
        var bytes = asset switch
        {
            Asset.CreditAlphanum4 credit => credit.Value.AssetCode,
            Asset.CreditAlphanum12 credit => credit.Value.AssetCode,
            _ => default,
        };
        if (bytes.Length == 0) return true;
        var used = bytes.Span.IndexOf((byte)0);
        if (used < 0) used = bytes.Length;
        if (used < (bytes.Length == 12 ? 5 : 1)) return false;
        foreach (var c in bytes.Span[..used])
        {
            if (!char.IsAsciiLetterOrDigit((char)c)) return false;
        }
        return !bytes.Span[used..].ContainsAnyExcept((byte)0);
    }

    /// <summary>The id of the asset's contract, whether it is deployed or not.</summary>
    public static Opaque ContractId(this Asset asset, Network network) =>
        ContractIds.Of(network, new ContractIDPreimage.Asset(asset));
}
