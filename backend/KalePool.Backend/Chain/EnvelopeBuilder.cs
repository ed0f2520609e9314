using KalePool.Domain.Chain;
using KalePool.Domain.Farmers;
using KalePool.Kale;
using KalePool.Stellar.Acts;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Backend.Chain;

/// <summary>A farmer's transactions, built on footprints that are written down, and signed.</summary>
sealed class EnvelopeBuilder(Network network)
{
    public ActEnvelope Trustline(AccountEntry account, KaleDeployment deployment, ActTimes times, KeyPair signer)
    {
        var sequence = Next(account);
        var transaction = TransactionFactory.Classic(
            Addresses.Source(signer.PublicKey), sequence, BoundsOf(times), [Operations.ChangeTrust(deployment.Asset)], FeePolicy.Inclusion);
        return Seal(transaction, sequence, times, signer);
    }

    public ActEnvelope Plant(AccountEntry account, KaleDeployment deployment, uint block, long stakeStroops, ActTimes times, KeyPair signer, CallCost? cost = null)
    {
        var farmer = KaleAddresses.Account(signer.PublicKey);
        var resources = KaleFootprints.Plant(deployment, farmer, block, stakeStroops);
        return Call(account, deployment, new KaleCall.Plant(farmer, stakeStroops), resources, times, signer, cost);
    }

    public ActEnvelope Harvest(AccountEntry account, KaleDeployment deployment, uint block, ActTimes times, KeyPair signer, CallCost? cost = null)
    {
        var farmer = KaleAddresses.Account(signer.PublicKey);
        var resources = KaleFootprints.Harvest(deployment, farmer, block);
        return Call(account, deployment, new KaleCall.Harvest(farmer, block), resources, times, signer, cost);
    }

    public ActEnvelope Rescue(AccountEntry account, KaleDeployment deployment, uint block, Opaque entropy, ActTimes times, KeyPair signer, CallCost? cost = null) =>
        Work(account, deployment, block, RescueWork.Find(block, entropy, KaleAddresses.Account(signer.PublicKey)), times, signer, cost);

    public ActEnvelope Work(AccountEntry account, KaleDeployment deployment, uint block, KaleCall.Work work, ActTimes times, KeyPair signer, CallCost? cost = null) =>
        Call(account, deployment, work, KaleFootprints.Work(deployment, work.Farmer, block), times, signer, cost);

    /// <summary>Lets the entries in the cost's footprint live on.</summary>
    public ActEnvelope Extension(AccountEntry account, uint ledgers, CallCost cost, ActTimes times, KeyPair signer)
    {
        var sequence = Next(account);
        var transaction = TransactionFactory.Soroban(
            Addresses.Source(signer.PublicKey), sequence, BoundsOf(times), Operations.ExtendFootprintTtl(ledgers), KaleFootprints.TransactionData(cost.Resources!, cost.ResourceFee), FeePolicy.Inclusion);
        return Seal(transaction, sequence, times, signer);
    }

    /// <param name="number">Of the payout; the memo is the same until it has been paid.</param>
    public ActEnvelope Payout(AccountEntry account, KaleDeployment deployment, Guid farmerId, int number, Payment payment, ActTimes times, KeyPair signer) =>
        Pay(account, [.. PaymentsOf(payment, deployment)], PaymentMemo.Of(PaymentMemo.Payout, farmerId, (ulong)number), times, signer);

    /// <summary>All or nothing: a payment that arrives between reading and applying makes it fail, and it is built anew.</summary>
    /// <param name="number">After that of the last payout.</param>
    public ActEnvelope Exit(AccountEntry account, KaleDeployment deployment, Guid farmerId, int number, Payment payment, bool hasTrustLine, ActTimes times, KeyPair signer)
    {
        var operations = PaymentsOf(payment, deployment).ToList();
        if (hasTrustLine) operations.Add(Operations.ChangeTrust(deployment.Asset, 0));
        operations.Add(Operations.AccountMerge(Addresses.Source(payment.PayoutWallet)));
        return Pay(account, operations, PaymentMemo.Of(PaymentMemo.Exit, farmerId, (ulong)number), times, signer);
    }

    /// <summary>The pooler's share before the rest.</summary>
    static IEnumerable<Operation> PaymentsOf(Payment payment, KaleDeployment deployment)
    {
        if (payment.ShareStroops > 0) yield return Operations.Payment(Addresses.Source(payment.ShareWallet!), deployment.Asset, payment.ShareStroops);
        if (payment.KaleStroops > 0) yield return Operations.Payment(Addresses.Source(payment.PayoutWallet), deployment.Asset, payment.KaleStroops);
    }

    ActEnvelope Pay(AccountEntry account, IReadOnlyCollection<Operation> operations, Opaque memo, ActTimes times, KeyPair signer)
    {
        var sequence = Next(account);
        var transaction = TransactionFactory.Classic(Addresses.Source(signer.PublicKey), sequence, BoundsOf(times), operations, FeePolicy.Inclusion, Memos.Hash(memo));
        return Seal(transaction, sequence, times, signer);
    }

    ActEnvelope Call(AccountEntry account, KaleDeployment deployment, KaleCall call, SorobanResources resources, ActTimes times, KeyPair signer, CallCost? cost)
    {
        var sequence = Next(account);
        var transaction = TransactionFactory.Soroban(
            Addresses.Source(signer.PublicKey),
            sequence,
            BoundsOf(times),
            Operations.Invoke(KaleInvocations.Operation(deployment, call)),
            KaleFootprints.TransactionData(cost?.Resources ?? resources, cost?.ResourceFee ?? FeePolicy.Resources),
            FeePolicy.Inclusion);
        return Seal(transaction, sequence, times, signer);
    }

    ActEnvelope Seal(Transaction transaction, long sequence, ActTimes times, KeyPair signer) => new(
        TransactionHash.Of(transaction, network).ToHex(),
        transaction.Sign(network, signer).ToBase64(),
        signer.Address,
        sequence,
        times.MaxLedger,
        times.NotAfter,
        times.BuiltAfter);

    static Bounds BoundsOf(ActTimes times) => new((ulong)times.NotBefore, (ulong)times.NotAfter, 0, times.MaxLedger);

    static long Next(AccountEntry account) => checked(account.SeqNum + 1);
}
