using KalePool.Devnet.Host.Contracts;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Host.Auth;

/// <summary>Checks calls against the authorizations that came with the transaction.</summary>
public sealed class EnforcingAuthorizer : IAuthorizer
{
    readonly List<AuthTracker> _trackers;

    /// <param name="source">The operation's source account, for which the envelope's signatures stand.</param>
    public EnforcingAuthorizer(PublicKey source, IEnumerable<SorobanAuthorizationEntry> entries) =>
        _trackers = [.. entries.Select(entry => Tracker(new SCAddress.Account(source), entry))];

    public void Enter(HostRun host) => _trackers.ForEach(tracker => tracker.Enter());

    public void Leave() => _trackers.ForEach(tracker => tracker.Leave());

    public void Require(HostRun host, SCAddress address, XdrArray<SCVal> args)
    {
        // A contract need not authorise what it calls itself.
        if (host.Caller is { } caller && caller.Address == address) return;
        var function = host.Authorized(args);
        foreach (var tracker in _trackers.Where(tracker => tracker.Address == address))
        {
            if (!tracker.TryUse(function)) continue;
            if (!tracker.Authenticated) Authenticate(host, tracker);
            return;
        }
        throw host.Fail(new SCError.Auth(SCErrorCode.InvalidAction), "Unauthorized function call for address", new SCVal.Address(address));
    }

    static void Authenticate(HostRun host, AuthTracker tracker)
    {
        if (tracker.Credentials is { } credentials)
        {
            // A contract that is an account is charged as the call that it is.
            if (credentials.Address is SCAddress.Account) host.Meter.Charge(InstructionModel.AddressSignature);
            AccountAuthentication.Verify(host, credentials, tracker.Root!.ToXdr(), tracker.WithAddress);
            Nonces.Use(host, credentials);
        }
        tracker.Authenticated = true;
    }

    static AuthTracker Tracker(SCAddress source, SorobanAuthorizationEntry entry)
    {
        var root = InvocationNode.Of(entry.RootInvocation);
        return entry.Credentials switch
        {
            SorobanCredentials.SourceAccount => new AuthTracker(source, root, null, false),
            SorobanCredentials.Address address => new AuthTracker(address.Value.Address, root, address.Value, false),
            SorobanCredentials.AddressV2 address => new AuthTracker(address.Value.Address, root, address.Value, true),
            SorobanCredentials.AddressWithDelegates delegates => new AuthTracker(delegates.Value.AddressCredentials.Address, root, delegates.Value.AddressCredentials, true),
            _ => throw new ArgumentException(entry.Credentials.GetType().Name, nameof(entry)),
        };
    }
}
