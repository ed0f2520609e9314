using System.Collections.Immutable;
using System.Text.Json;
using KalePool.Devnet.Apply;
using KalePool.Devnet.Apply.Operations;
using KalePool.Devnet.Host;
using KalePool.Devnet.Host.Contracts;
using KalePool.Devnet.Ledger;
using KalePool.Devnet.Settings;
using KalePool.Devnet.Simulation;
using KalePool.Kale;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;
using LedgerKeys = KalePool.Devnet.Ledger.LedgerKeys;

namespace KalePool.Devnet.Tests.Traces;

/// <summary>Devnet's own state and rules, put where a recording starts and moved where it goes.</summary>
sealed class TraceChain
{
    readonly RecordedTrace _trace;
    readonly DevnetSettings _settings;
    readonly NativeContracts _contracts;
    readonly Asset _kale;
    ImmutableDictionary<LedgerKey, StoredEntry> _entries = ImmutableDictionary<LedgerKey, StoredEntry>.Empty;

    public TraceChain(RecordedTrace trace)
    {
        _trace = trace;
        _settings = trace.Settings;
        _kale = Devnet.Ledger.Assets.Credit("KALE", Addresses.Account(trace.AssetIssuer));
        var byHash = new Dictionary<Opaque, INativeContract> { [trace.KaleWasm] = new KaleNative(new KaleRules(_settings.BlockSeconds)) };
        if (trace.RouterWasm is { } router) byHash[router] = new RouterNative();
        _contracts = new NativeContracts(new AssetContract(), byHash);
        foreach (var account in trace.Start.GetProperty("accounts").EnumerateArray()) PutAccount(account);
        foreach (var entry in trace.Start.GetProperty("entries").EnumerateArray())
        {
            var parsed = XdrCodec.FromBase64<LedgerEntry>(entry.GetProperty("entry").GetString()!);
            Put(parsed, entry.GetProperty("liveUntil").GetUInt32());
        }
        PutCode(trace.KaleWasm, trace.Start.GetProperty("wasmLiveUntil").GetUInt32());
        if (trace.RouterWasm is { } wasm) PutCode(wasm, trace.Start.GetProperty("routerWasmLiveUntil").GetUInt32());
    }

    public SimulationResult Simulate(LedgerState at, string source, HostFunction function, bool upgradedAuth, Func<long> nonce)
    {
        var operation = new Operation(null, new OperationBody.InvokeHostFunction(new InvokeHostFunctionOp(function, [])));
        var tx = TransactionFactory.ToSimulate(Addresses.Source(source), 1, Bounds.None, operation);
        return new Simulator(_settings, _trace.Network, _contracts, nonce).Run(
            at, new TransactionEnvelope.Tx(new TransactionV1Envelope(tx, [])), SimulationOptions.Default with { UpgradedAuth = upgradedAuth });
    }

    /// <summary>The state as the next step finds it.</summary>
    public LedgerState At(JsonElement step)
    {
        var header = LedgerHeaders.Genesis(_settings, _trace.Network, KeyPair.FromSeed(new byte[32]), step.GetProperty("time").GetUInt64());
        return new LedgerState(header with { LedgerSeq = step.GetProperty("ledger").GetUInt32() }, Opaque.Zeros(32), _entries, Expiring.None);
    }

    public sealed record Applied(OperationOutcome Outcome, SorobanRun Run, LedgerDelta Delta, IReadOnlyList<ContractEvent> Events, long NonRefundable, int EnvelopeBytes);

    /// <summary>Applies one invocation as a transaction of its own; the state moves if it succeeds.</summary>
    public Applied Apply(LedgerState at, string source, HostFunction function, XdrArray<SorobanAuthorizationEntry> auth, SorobanTransactionData data)
    {
        var operation = new Operation(null, new OperationBody.InvokeHostFunction(new InvokeHostFunctionOp(function, auth)));
        var tx = TransactionFactory.Soroban(Addresses.Source(source), 1, Bounds.None, operation, data);
        var signature = new DecoratedSignature(Opaque.Zeros(4), Opaque.Zeros(64));
        var frame = TransactionFrame.Of(new TransactionEnvelope.Tx(new TransactionV1Envelope(tx, [signature])), _trace.Network);
        var context = new LedgerContext(_settings, _trace.Network, _contracts, at.Sequence, at.CloseTime, at.CloseTime);
        var delta = new LedgerDelta(at, at.Sequence);
        var nonRefundable = ResourceFees.NonRefundable(data, frame.Size, _settings.Fees);
        var run = new SorobanRun(nonRefundable, long.MaxValue / 2);
        var operationContext = new OperationContext(context, delta, run);
        var outcome = OperationFrame.Of(frame, 0).Apply(operationContext);
        if (outcome.Succeeded)
        {
            foreach (var (key, entry) in delta.Changed) _entries = entry is null ? _entries.Remove(key) : _entries.SetItem(key, entry);
        }
        return new Applied(outcome, run, delta, operationContext.Events, nonRefundable, frame.Size);
    }

    /// <summary>A step that sets a trustline by classic operations.</summary>
    public void SetTrustline(JsonElement step)
    {
        var id = Addresses.Account(step.GetProperty("account").GetString()!);
        var key = LedgerKeys.Trustline(id, _kale);
        var limit = long.Parse(step.GetProperty("limit").ToString(), System.Globalization.CultureInfo.InvariantCulture);
        if (limit == 0)
        {
            _entries = _entries.Remove(key);
            return;
        }
        var balance = (_entries.GetValueOrDefault(key)?.Entry.Data as LedgerEntryData.Trustline)?.Value.Balance ?? 0;
        PutLine(id, balance, limit, step.GetProperty("flags").GetUInt32());
    }

    public FarmState Farm() => KaleCodec.DecodeFarm(_entries[KaleKeys.Instance(_trace.KaleContract)].Entry.Data);

    public HostEntry? Live(LedgerState at, LedgerKey key) =>
        _entries.GetValueOrDefault(key) is { } found && found.IsLiveIn(at.Sequence) ? new HostEntry(found.Entry.Data, found.Life?.LiveUntil) : null;

    public long KaleOf(string address) => (_entries.GetValueOrDefault(LedgerKeys.Trustline(Addresses.Account(address), _kale))?.Entry.Data as LedgerEntryData.Trustline)?.Value.Balance ?? 0;

    void PutAccount(JsonElement account)
    {
        var id = Addresses.Account(account.GetProperty("account").GetString()!);
        var line = account.GetProperty("trustline");
        var has = line.ValueKind == JsonValueKind.Object;
        // Accounts of the recordings have been used: their entries have every extension.
        var entry = Accounts.Create(id, Number(account, "xlm"), 1).WithSequence(1, 1, 1) with { NumSubEntries = has ? 1u : 0 };
        Put(new LedgerEntry(0, new LedgerEntryData.Account(entry), new LedgerEntryExt.V0()), null);
        if (has) PutLine(id, Number(line, "balance"), Number(line, "limit"), line.GetProperty("flags").GetUInt32());
    }

    static long Number(JsonElement element, string field) => long.Parse(element.GetProperty(field).ToString(), System.Globalization.CultureInfo.InvariantCulture);

    void PutLine(PublicKey id, long balance, long limit, uint flags) => Put(
        new LedgerEntry(0, new LedgerEntryData.Trustline(new TrustLineEntry(id, Devnet.Ledger.Assets.ToTrustLineAsset(_kale), balance, limit, flags, new TrustLineEntryExt.V0())), new LedgerEntryExt.V0()), null);

    void PutCode(Opaque hash, uint liveUntil) => Put(
        new LedgerEntry(0, new LedgerEntryData.ContractCode(new ContractCodeEntry(new ContractCodeEntryExt.V0(), hash, Opaque.Zeros(16))), new LedgerEntryExt.V0()), liveUntil);

    void Put(LedgerEntry entry, uint? liveUntil) =>
        _entries = _entries.SetItem(LedgerKeys.Of(entry.Data), new StoredEntry(entry, liveUntil is { } life ? new Life(life, entry.LastModifiedLedgerSeq) : null));
}
