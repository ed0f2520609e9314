using KalePool.Devnet.Host.Contracts;
using KalePool.Devnet.Ledger;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Host.Auth;

/// <summary>Agrees to everything and writes down what a transaction must carry for it.</summary>
/// <param name="source">Whose authorization the envelope's signatures are.</param>
/// <param name="withAddress">Which kind of address credentials is written (ADDRESS_V2 if true).</param>
/// <param name="allowNonRoot">Whether an address may be asked below the outermost call without having been asked there.</param>
/// <param name="nonce">The next nonce.</param>
public sealed class RecordingAuthorizer(PublicKey source, bool withAddress, bool allowNonRoot, Func<long> nonce) : IAuthorizer
{
    readonly SCAddress _source = new SCAddress.Account(source);
    readonly List<AuthTracker> _trackers = [];

    public void Enter(HostRun host) => _trackers.ForEach(tracker => tracker.Enter());

    public void Leave() => _trackers.ForEach(tracker => tracker.Leave());

    public void Require(HostRun host, SCAddress address, XdrArray<SCVal> args)
    {
        if (host.Caller is { } caller && caller.Address == address) return;
        var function = host.Authorized(args);
        var tracker = _trackers.Find(known => known.Address == address && known.IsActive) ?? Start(host, address);
        tracker.Record(function);
    }

    AuthTracker Start(HostRun host, SCAddress address)
    {
        if (host.Depth > 1 && !allowNonRoot)
        {
            throw host.Fail(
                new SCError.Auth(SCErrorCode.InvalidAction),
                "[recording authorization only] encountered authorization not tied to the root contract invocation for an address. Use `require_auth()` in the top invocation or enable non-root authorization.",
                new SCVal.Address(address));
        }
        var credentials = address == _source ? null : new SorobanAddressCredentials(address, nonce(), 0, SCVals.Void);
        var tracker = new AuthTracker(address, null, credentials, withAddress);
        tracker.Align(host.Depth);
        _trackers.Add(tracker);
        if (credentials is not null) Touch(host, credentials);
        return tracker;
    }

    /// <summary>
    /// The nonce and what says who may sign belong to the footprint, verifying to the instructions. When the signature will expire is not known yet, so the nonce's
    /// rent is that of the longest life there is.
    /// </summary>
    static void Touch(HostRun host, SorobanAddressCredentials credentials)
    {
        var key = Nonces.Key(credentials.Address, credentials.Nonce);
        host.Find(key);
        Nonces.Write(host, key, host.Ledger.MaxLiveUntil);
        if (credentials.Address is SCAddress.Account account)
        {
            // An account that is not there has nobody whose signature could be verified.
            host.Meter.Charge(AccountAuthentication.Load(host, account.Value) is null ? InstructionModel.MissingSigner : InstructionModel.AddressSignature);
            return;
        }
        host.Meter.Charge(InstructionModel.ContractSignature);
        if (host.Find(LedgerKeys.Instance(credentials.Address))?.Data is LedgerEntryData.ContractData { Value.Val: SCVal.ContractInstance { Value.Executable: ContractExecutable.Wasm wasm } })
        {
            host.Find(LedgerKeys.Code(wasm.Value));
        }
    }

    public XdrArray<SorobanAuthorizationEntry> Entries() => _trackers.Select(Entry).ToXdrArray();

    SorobanAuthorizationEntry Entry(AuthTracker tracker)
    {
        SorobanCredentials credentials = tracker.Credentials switch
        {
            null => new SorobanCredentials.SourceAccount(),
            { } address when withAddress => new SorobanCredentials.AddressV2(address),
            { } address => new SorobanCredentials.Address(address),
        };
        return new SorobanAuthorizationEntry(credentials, tracker.Root!.ToXdr());
    }
}
