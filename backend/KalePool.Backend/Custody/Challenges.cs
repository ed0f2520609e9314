using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using KalePool.Domain.Farmers;
using KalePool.Stellar.Keys;

namespace KalePool.Backend.Custody;

/// <summary>
/// Texts that the owner of a payout wallet signs. A text is a function of the master key, the purpose, the farmer as he stands and its expiry: nothing is
/// kept, any node makes and checks it, nobody else can, and its use makes it worthless.
/// </summary>
public sealed class Challenges(MasterKeys masters, Network network, TimeProvider time)
{
    /// <summary>A text is good for this long at least, and for a step more at most.</summary>
    public static readonly TimeSpan Validity = TimeSpan.FromMinutes(10);

    /// <summary>Expiries are whole steps, so that a text can be made again from its signature alone.</summary>
    static readonly TimeSpan Step = TimeSpan.FromMinutes(5);

    /// <summary>Of every master key, the present one first: while keys are rotated a node checks what another made.</summary>
    readonly byte[][] _keys = [.. masters.All.Select(master => master.Derive("kalepool challenges v1"))];

    public (string Text, DateTimeOffset ExpiresAt) Make(ChallengePurpose purpose, FarmerStanding farmer, string? newWallet)
    {
        ArgumentNullException.ThrowIfNull(farmer);
        var now = time.GetUtcNow().UtcTicks;
        var expiresAt = new DateTimeOffset((now + Validity.Ticks + Step.Ticks - 1) / Step.Ticks * Step.Ticks, TimeSpan.Zero);
        return (TextOf(_keys[0], purpose, farmer, newWallet, expiresAt), expiresAt);
    }

    /// <summary>Null where it is no signature of the present payout wallet over a challenge that is still good.</summary>
    public WalletProof? Check(ChallengePurpose purpose, FarmerStanding farmer, string? newWallet, string signature)
    {
        var (_, last) = Make(purpose, farmer, newWallet);
        for (var expiresAt = last; expiresAt > time.GetUtcNow(); expiresAt -= Step)
        {
            if (Array.Exists(_keys, key => SignedMessages.IsSignedBy(TextOf(key, purpose, farmer, newWallet, expiresAt), farmer.PayoutWallet, signature)))
                return new WalletProof(farmer.PayoutWallet, farmer.ProofsUsed, expiresAt);
        }
        return null;
    }

    /// <summary>Whoever signs it can read what it is for.</summary>
    string TextOf(byte[] key, ChallengePurpose purpose, FarmerStanding farmer, string? newWallet, DateTimeOffset expiresAt)
    {
        var wish = purpose switch
        {
            ChallengePurpose.Token => "Bring me a new farmer token; the one before opens nothing any more.",
            ChallengePurpose.PayoutWallet => $"Pay everything to {newWallet} from now on.",
            ChallengePurpose.CancelPayoutWallet => "Cancel the change of the payout wallet that is waiting.",
            _ => throw new ArgumentOutOfRangeException(nameof(purpose), purpose, "no purpose"),
        };
        var text = string.Create(CultureInfo.InvariantCulture, $"KalePool on {network.Passphrase}\n{wish}\nFarmer: {farmer.FarmerId:D}\nPayout wallet: {farmer.PayoutWallet}\nValid until: {expiresAt:yyyy-MM-ddTHH:mm:ssZ}\n");
        var code = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{text}{farmer.ProofsUsed}")));
        return $"{text}Code: {Convert.ToHexStringLower(code)}";
    }
}

/// <summary>What a signed challenge is for; it is good for nothing else.</summary>
public enum ChallengePurpose
{
    Token,
    PayoutWallet,
    CancelPayoutWallet,
}
