using System.Security.Cryptography;
using System.Text;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Tests.Walk;

/// <summary>Somebody who acts: a key whose account may or may not be there.</summary>
sealed class WalkActor(int number, KeyPair key)
{
    public int Number { get; } = number;

    public KeyPair Key { get; } = key;

    public PublicKey Id { get; } = Addresses.Account(key.PublicKey);

    public MuxedAccount Source { get; } = Addresses.Source(key.PublicKey);

    public SCAddress Address { get; } = new SCAddress.Account(Addresses.Account(key.PublicKey));

    public static IReadOnlyList<WalkActor> Make(int seed, int count) =>
        [.. Enumerable.Range(0, count).Select(i => new WalkActor(i, KeyPair.FromSeed(SHA256.HashData(Encoding.UTF8.GetBytes($"walk {seed} actor {i}")))))];

    public override string ToString() => $"#{Number} {Key.Address}";
}
