using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Xdr;

namespace KalePool.Audit.Tests.Traces;

/// <summary>
/// A recorded trace of the real contract as an RPC server would tell it: accounts are funded in a first ledger, then each applied
/// step is a transaction with its meta, its events and the fee that the trace states.
/// </summary>
sealed class TraceChain
{
    const string RootName = "GAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAWHF";
    const long BaseFee = 100;

    readonly Dictionary<LedgerKey, LedgerEntry> _state = [];
    readonly Dictionary<string, long> _xlm = [];
    readonly Dictionary<uint, uint> _orders = [];
    readonly JsonElement _trace;
    readonly string _xlmContract;
    readonly AlphaNum4 _asset;

    TraceChain(JsonElement trace)
    {
        _trace = trace;
        var start = trace.GetProperty("start");
        FirstLedger = start.GetProperty("ledger").GetUInt32() - 1;
        Passphrase = Text(trace.GetProperty("network"), "passphrase");
        Kale = Text(trace.GetProperty("kale"), "contract");
        AssetContract = Text(trace.GetProperty("kale"), "assetContract");
        _asset = new AlphaNum4("KALE"u8.ToArray(), Key(Text(trace.GetProperty("kale"), "assetIssuer")));
        _xlmContract = StrKey.Encode(StrKeyKind.Contract, SHA256.HashData(((HashIDPreimage)new HashIDPreimage.ContractId(
            new HashIDPreimageContractId(new Network(Passphrase).Id, new ContractIDPreimage.Asset(new Asset.Native())))).ToXdr()));
        foreach (var entry in start.GetProperty("entries").EnumerateArray())
        {
            var read = XdrCodec.FromBase64<LedgerEntry>(Text(entry, "entry"));
            if (read.Data is LedgerEntryData.ContractData(var data)) _state[new LedgerKey.ContractData(new(data.Contract, data.Key, data.Durability))] = read;
        }

        foreach (var account in start.GetProperty("accounts").EnumerateArray()) Fund(account);
        foreach (var step in trace.GetProperty("steps").EnumerateArray())
        {
            if (Text(step, "kind") == "apply") Apply(step);
            else if (Text(step, "kind") == "trustline") SetTrustline(step);
        }
    }

    public string Passphrase { get; }

    public string Kale { get; }

    public string AssetContract { get; }

    public uint FirstLedger { get; }

    public List<string> Farmers { get; } = [];

    public List<string> Others { get; } = [];

    List<TransactionInfo> Transactions { get; } = [];

    List<EventInfo> Events { get; } = [];

    public static TraceChain Load(string name) =>
        new(JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "kale-traces", name + ".json"))).RootElement);

    public RecordedRpc Rpc()
    {
        var latest = Transactions.Max(t => t.Ledger) + 1;
        foreach (var (address, xlm) in _xlm) _state[new LedgerKey.Account(new(Key(address)))] = Account(address, xlm);
        return new RecordedRpc
        {
            Passphrase = Passphrase,
            OldestLedger = FirstLedger,
            LatestLedger = latest,
            Transactions = Transactions,
            Events = [.. Events.OrderBy(e => e.Id, StringComparer.Ordinal)],
            Entries = _state.ToDictionary(
                p => p.Key.ToBase64(), p => new LedgerEntryResult(p.Key.ToBase64(), p.Value.Data.ToBase64(), p.Value.LastModifiedLedgerSeq)),
        };
    }

    static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    static PublicKey.PublicKeyTypeEd25519 Key(string address) => new(StrKey.Decode(StrKeyKind.Account, address));

    static SCVal.Address Address(string address) => new(new SCAddress.Account(Key(address)));

    static LedgerEntry Account(string address, long xlm) => new(0, new LedgerEntryData.Account(new AccountEntry(
        Key(address), xlm, 0, 0, null, 0, "", new byte[] { 1, 0, 0, 0 }, [], new AccountEntryExt.V0())), new LedgerEntryExt.V0());

    static SCVal[] Transfer(string to, string asset) => [new SCVal.Symbol("transfer"), Address(RootName), Address(to), new SCVal.String(asset)];

    static SCVal.I128 Amount(long stroops) => new(new Int128Parts(stroops < 0 ? -1 : 0, unchecked((ulong)stroops)));

    LedgerEntry Line(string address, long balance, long limit, uint flags) => new(0, new LedgerEntryData.Trustline(new TrustLineEntry(
        Key(address), new TrustLineAsset.CreditAlphanum4(_asset), balance, limit, flags, new TrustLineEntryExt.V0())), new LedgerEntryExt.V0());

    LedgerKey.Trustline LineKey(string address) => new(new(Key(address), new TrustLineAsset.CreditAlphanum4(_asset)));

    /// <summary>Friendbot and a giver of KALE in one: the account appears, with its XLM and its trustline.</summary>
    void Fund(JsonElement account)
    {
        var address = Text(account, "account");
        var xlm = long.Parse(Text(account, "xlm"), CultureInfo.InvariantCulture);
        _xlm[address] = xlm;
        var changes = new List<LedgerEntryChange> { new LedgerEntryChange.Created(Account(address, xlm)) };
        List<(string, SCVal[], SCVal)> events = [(_xlmContract, Transfer(address, "native"), Amount(xlm))];
        if (account.GetProperty("trustline") is { ValueKind: JsonValueKind.Object } line)
        {
            var balance = long.Parse(Text(line, "balance"), CultureInfo.InvariantCulture);
            var entry = Line(address, balance, long.MaxValue, 1);
            _state[LineKey(address)] = entry;
            changes.Add(new LedgerEntryChange.Created(entry));
            if (balance > 0) events.Add((AssetContract, Transfer(address, "KALE"), Amount(balance)));
            Farmers.Add(address);
        }
        else
        {
            Others.Add(address);
        }

        Add(FirstLedger, RootName, BaseFee, true, changes, events, null);
    }

    void Apply(JsonElement step)
    {
        var of = _trace.GetProperty("steps")[step.GetProperty("of").GetInt32()];
        var source = step.TryGetProperty("source", out var own) ? own.GetString()! : Text(of.GetProperty("invoke"), "source");
        var ledger = step.GetProperty("ledger").GetUInt32();
        var fee = BaseFee;
        if (step.TryGetProperty("fee", out var parts))
            fee += parts.GetProperty("nonRefundable").GetInt64() + parts.GetProperty("events").GetInt64() + parts.GetProperty("rent").GetInt64();
        if (!step.GetProperty("ok").GetBoolean())
        {
            Add(ledger, source, fee, false, [], [], null);
            return;
        }

        var changes = new List<LedgerEntryChange>();
        foreach (var change in step.GetProperty("changes").EnumerateArray().Where(c => !c.GetProperty("readOnly").GetBoolean()))
            Take(ledger, change, changes);
        var events = step.GetProperty("contractEvents").EnumerateArray().Select(e => XdrCodec.FromBase64<ContractEvent>(e.GetString()!))
            .Select(e => (e.ContractID, Body: ((ContractEventBody.V0)e.Body).Value))
            .Select(e => (StrKey.Encode(StrKeyKind.Contract, e.ContractID!.Value.Span), e.Body.Topics.ToArray(), e.Body.Data))
            .ToList();
        Add(ledger, source, fee, true, changes, events, XdrCodec.FromBase64<SCVal>(Text(step, "returnValue")));
    }

    void Take(uint ledger, JsonElement change, List<LedgerEntryChange> changes)
    {
        var key = XdrCodec.FromBase64<LedgerKey>(Text(change, "key"));
        // An entry whose time has run out is no state of the one that takes its place.
        if (change.GetProperty("oldLiveUntil") is { ValueKind: JsonValueKind.Number } live && live.GetUInt32() < ledger) _state.Remove(key);
        var before = _state.GetValueOrDefault(key);
        if (before is not null) changes.Add(new LedgerEntryChange.State(before));
        if (change.GetProperty("entry").GetString() is not { } text)
        {
            changes.Add(new LedgerEntryChange.Removed(key));
            _state.Remove(key);
            return;
        }

        var after = XdrCodec.FromBase64<LedgerEntry>(text) with { LastModifiedLedgerSeq = ledger };
        changes.Add(before is null ? new LedgerEntryChange.Created(after) : new LedgerEntryChange.Updated(after));
        _state[key] = after;
    }

    void SetTrustline(JsonElement step)
    {
        var address = Text(step, "account");
        var limit = long.Parse(Text(step, "limit"), CultureInfo.InvariantCulture);
        var balance = long.Parse(Text(step, "balance"), CultureInfo.InvariantCulture);
        var changes = new List<LedgerEntryChange>();
        var key = LineKey(address);
        if (_state.TryGetValue(key, out var before)) changes.Add(new LedgerEntryChange.State(before));
        if (limit == 0)
        {
            changes.Add(new LedgerEntryChange.Removed(key));
            _state.Remove(key);
        }
        else
        {
            var after = Line(address, balance, limit, step.GetProperty("flags").GetUInt32());
            changes.Add(before is null ? new LedgerEntryChange.Created(after) : new LedgerEntryChange.Updated(after));
            _state[key] = after;
        }

        Add(step.GetProperty("ledger").GetUInt32(), address, BaseFee, true, changes, [], null);
    }

    void Add(
        uint ledger, string source, long fee, bool ok, List<LedgerEntryChange> changes,
        List<(string Contract, SCVal[] Topics, SCVal Data)> events, SCVal? value)
    {
        var order = _orders[ledger] = _orders.GetValueOrDefault(ledger) + 1;
        var hash = Convert.ToHexStringLower(SHA256.HashData([.. BitConverter.GetBytes(ledger), .. BitConverter.GetBytes(order)]));
        if (_xlm.ContainsKey(source)) _xlm[source] -= fee;
        Tell(ledger, 0, hash, (int)order, _xlmContract, [new SCVal.Symbol("fee"), Address(source)], Amount(fee));
        for (var i = 0; i < events.Count; i++) Tell(ledger, order, hash, i, events[i].Contract, events[i].Topics, events[i].Data);
        var meta = new TransactionMeta.V4(new TransactionMetaV4(
            [], ok ? [new OperationMetaV2(changes.ToXdrArray(), [])] : [], [],
            ok ? new SorobanTransactionMetaV2(new SorobanTransactionMetaExt.V0(), value) : null, [], []));
        var envelope = new TransactionEnvelope.Tx(new TransactionV1Envelope(new Transaction(
            new MuxedAccount.Ed25519(StrKey.Decode(StrKeyKind.Account, source)), (uint)fee, 1, new Preconditions.None(), new Memo.None(), [],
            new TransactionExt.V0()), []));
        var result = new TransactionResult(fee, ok ? new TransactionResultResult.TxSuccess([]) : new TransactionResultResult.TxFailed([]));
        Transactions.Add(new TransactionInfo(
            ok ? TransactionStatus.Success : TransactionStatus.Failed, ledger, 0, order, false,
            ((TransactionEnvelope)envelope).ToBase64(), result.ToBase64(), ((TransactionMeta)meta).ToBase64(), hash));
    }

    void Tell(uint ledger, uint transaction, string hash, int index, string contract, SCVal[] topics, SCVal data)
    {
        var id = $"{((long)ledger << 32) | ((long)transaction << 12):D19}-{index:D10}";
        Events.Add(new EventInfo(
            "contract", ledger, DateTimeOffset.UnixEpoch, id, hash, data.ToBase64(), contract, transaction, 0, true, [.. topics.Select(t => t.ToBase64())]));
    }
}
