using System.Text;
using KalePool.Stellar.Xdr;

namespace KalePool.Stellar.Transactions;

/// <summary>Assets from and to their usual text: <c>native</c> or <c>CODE:G…</c>.</summary>
public static class Assets
{
    const int ShortCodeBytes = 4;
    const int LongCodeBytes = 12;
    const string NativeText = "native";

    /// <summary>XLM.</summary>
    public static readonly Asset Native = new Asset.Native();

    /// <param name="code">1 to 12 ASCII letters and digits.</param>
    /// <param name="issuer">G…</param>
    /// <exception cref="FormatException">The code or the issuer is none.</exception>
    public static Asset Credit(string code, string issuer)
    {
        ArgumentNullException.ThrowIfNull(code);
        if (code.Length is 0 or > LongCodeBytes || !code.All(char.IsAsciiLetterOrDigit))
            throw new FormatException("an asset's code has 1 to 12 letters and digits");
        var account = Addresses.Account(issuer);
        return code.Length <= ShortCodeBytes
            ? new Asset.CreditAlphanum4(new AlphaNum4(Padded(code, ShortCodeBytes), account))
            : new Asset.CreditAlphanum12(new AlphaNum12(Padded(code, LongCodeBytes), account));
    }

    /// <exception cref="FormatException">Neither <c>native</c> nor <c>CODE:G…</c>.</exception>
    public static Asset Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text == NativeText) return Native;
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? throw new FormatException("an asset as native or CODE:ISSUER expected") : Credit(text[..colon], text[(colon + 1)..]);
    }

    public static string ToText(this Asset asset) => asset switch
    {
        Asset.Native => NativeText,
        Asset.CreditAlphanum4 credit => $"{Code(credit.Value.AssetCode)}:{credit.Value.Issuer.ToText()}",
        Asset.CreditAlphanum12 credit => $"{Code(credit.Value.AssetCode)}:{credit.Value.Issuer.ToText()}",
        _ => throw new ArgumentException("not a known kind of asset", nameof(asset)),
    };

    public static TrustLineAsset ToTrustLineAsset(this Asset asset) => asset switch
    {
        Asset.Native => new TrustLineAsset.Native(),
        Asset.CreditAlphanum4 credit => new TrustLineAsset.CreditAlphanum4(credit.Value),
        Asset.CreditAlphanum12 credit => new TrustLineAsset.CreditAlphanum12(credit.Value),
        _ => throw new ArgumentException("not a known kind of asset", nameof(asset)),
    };

    public static ChangeTrustAsset ToChangeTrustAsset(this Asset asset) => asset switch
    {
        Asset.Native => new ChangeTrustAsset.Native(),
        Asset.CreditAlphanum4 credit => new ChangeTrustAsset.CreditAlphanum4(credit.Value),
        Asset.CreditAlphanum12 credit => new ChangeTrustAsset.CreditAlphanum12(credit.Value),
        _ => throw new ArgumentException("not a known kind of asset", nameof(asset)),
    };

    static Opaque Padded(string code, int length)
    {
        var bytes = new byte[length];
        Encoding.ASCII.GetBytes(code, bytes);
        return bytes;
    }

    static string Code(Opaque code) => Encoding.ASCII.GetString(code.Span.TrimEnd((byte)0));
}
