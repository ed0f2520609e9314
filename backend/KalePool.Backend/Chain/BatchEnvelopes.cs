using KalePool.Kale;
using KalePool.Stellar.Acts;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Backend.Chain;

/// <summary>Transactions of shared accounts, built on footprints that are written down, and signed.</summary>
sealed class BatchEnvelopes(Network network)
{
    /// <summary>One transaction with all these harvests; one that fails leaves the others as they are.</summary>
    public ActEnvelope Harvests(AccountEntry account, KaleDeployment deployment, RouterDeployment router, IReadOnlyList<(SCAddress Farmer, uint Index)> pails, ActTimes times, KeyPair signer) =>
        Batch(account, deployment, router, [.. pails.Select(p => new KaleCall.Harvest(p.Farmer, p.Index))], RouterFootprints.Harvests(deployment, router, pails), times, signer);

    /// <inheritdoc cref="Harvests"/>
    public ActEnvelope Works(AccountEntry account, KaleDeployment deployment, RouterDeployment router, uint index, IReadOnlyList<KaleCall.Work> works, ActTimes times, KeyPair signer) =>
        Batch(account, deployment, router, works, RouterFootprints.Works(deployment, router, [.. works.Select(w => w.Farmer)], index), times, signer);

    /// <summary>XLM for each, all or nothing.</summary>
    /// <param name="channels">Stroops that each lacks; whether it exists.</param>
    public ActEnvelope Funding(AccountEntry account, IReadOnlyCollection<(string Address, long Stroops, bool Exists)> channels, ActTimes times, KeyPair signer)
    {
        var operations = channels.Select(c => c.Exists
            ? Operations.Payment(Addresses.Source(c.Address), new Asset.Native(), c.Stroops)
            : Operations.CreateAccount(Addresses.Account(c.Address), c.Stroops)).ToList();
        var sequence = Next(account);
        return Seal(TransactionFactory.Classic(Addresses.Source(signer.PublicKey), sequence, BoundsOf(times), operations, FeePolicy.Inclusion), sequence, times, signer);
    }

    /// <param name="memo">That tells what it pays.</param>
    public ActEnvelope Compensation(AccountEntry account, KaleDeployment deployment, string destination, long stroops, Opaque memo, ActTimes times, KeyPair signer)
    {
        var sequence = Next(account);
        var payment = Operations.Payment(Addresses.Source(destination), deployment.Asset, stroops);
        return Seal(TransactionFactory.Classic(Addresses.Source(signer.PublicKey), sequence, BoundsOf(times), [payment], FeePolicy.Inclusion, Memos.Hash(memo)), sequence, times, signer);
    }

    ActEnvelope Batch(AccountEntry account, KaleDeployment deployment, RouterDeployment router, IReadOnlyList<KaleCall> calls, SorobanResources resources, ActTimes times, KeyPair signer)
    {
        var sequence = Next(account);
        var transaction = TransactionFactory.Soroban(
            Addresses.Source(signer.PublicKey),
            sequence,
            BoundsOf(times),
            Operations.Invoke(RouterInvocations.Operation(router, deployment, KaleAddresses.Account(signer.PublicKey), calls)),
            KaleFootprints.TransactionData(resources, BatchFees.Resources(calls.Count)),
            FeePolicy.Inclusion);
        return Seal(transaction, sequence, times, signer);
    }

    ActEnvelope Seal(Transaction transaction, long sequence, ActTimes times, KeyPair signer) => new(
        TransactionHash.Of(transaction, network).ToHex(), transaction.Sign(network, signer).ToBase64(), signer.Address, sequence, times.MaxLedger, times.NotAfter, times.BuiltAfter);

    static Bounds BoundsOf(ActTimes times) => new((ulong)times.NotBefore, (ulong)times.NotAfter, 0, times.MaxLedger);

    static long Next(AccountEntry account) => checked(account.SeqNum + 1);
}
