using KalePool.Domain;
using KalePool.Domain.Chain;
using KalePool.Kale;
using KalePool.Stellar.Acts;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Transactions;

namespace KalePool.Backend.Chain;

/// <summary>Follows the chain: once a ledger the farm is read, and whoever waits for a ledger goes on.</summary>
public sealed class FarmWatch(IStellarRpc rpc, FarmWatchOptions options, TimeProvider time, ILogger<FarmWatch> log) : BackgroundService
{
    /// <summary>Stellar's own pace, until this chain's is measured.</summary>
    const int UsualLedgerMilliseconds = 5000;

    static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);
    static readonly TimeSpan PollInTrouble = TimeSpan.FromSeconds(1);

    /// <summary>A chain that closes no ledger for so long has halted, or its node has: it answers, and nothing can be done on it.</summary>
    static readonly TimeSpan Halted = TimeSpan.FromSeconds(60);

    readonly LedgerPace _pace = new(UsualLedgerMilliseconds);
    volatile TaskCompletionSource _nextLedger = new(TaskCreationOptions.RunContinuationsAsynchronously);
    volatile ChainSnapshot? _latest;
    volatile KaleDeployment? _deployment;
    readonly FarmGate _gate = new(log);
    readonly ActDisputes _disputes = new(time, log);
    volatile RouterDeployment? _router;
    string? _trouble;
    long _lastNew;

    public ChainSnapshot? Latest => _latest;

    /// <summary>Null until the contract has been read once.</summary>
    public KaleDeployment? Deployment => _deployment;

    /// <summary>Why no new stakes are planted; null while they are.</summary>
    public Failure? WhyNotPlant => _gate.WhyNotPlant;

    /// <summary>Whether the farm runs the code that was there when this process started.</summary>
    public bool IsCodeKnown => !_gate.IsCodeChanged;

    /// <summary>Null where none is set, and until the contract has been read once.</summary>
    public RouterDeployment? Router => _router;

    /// <summary>Why the chain cannot be used now; null while it answers.</summary>
    public string? Trouble => Volatile.Read(ref _trouble);

    /// <summary>Completes when another ledger was seen.</summary>
    public Task NextLedgerAsync(CancellationToken cancellation) => _nextLedger.Task.WaitAsync(cancellation);

    /// <summary>An act's questions about this chain.</summary>
    public IActChain ActChain => new RpcActChain(rpc, NextLedgerAsync, _disputes.Note);

    /// <summary>Why servers contradict each other about acts of ours, by the transaction's hash.</summary>
    public IReadOnlyDictionary<string, string> Disputes => _disputes.Standing;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var pause = Poll;
            try
            {
                await ReadAsync(stoppingToken);
                Note(null);
            }
            catch (RpcException e) when (e.Kind == RpcErrorKind.Behind && _latest is not null && time.GetElapsedTime(_lastNew) < Halted)
            {
                // Servers that are a moment apart: the next question may find the one that is ahead.
            }
            // The last two are what an answer that makes no sense ends in: a key twice, a time beyond all times. No node may stop the backend.
            catch (Exception e) when (e is RpcException or KaleFormatException or ChainMismatchException or ArgumentException or OverflowException)
            {
                Note(e.Message);
                pause = PollInTrouble;
            }
            await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    async Task ReadAsync(CancellationToken cancellation)
    {
        if (_deployment is null) await ReadDeploymentAsync(cancellation);
        var ledger = await rpc.GetLatestLedgerAsync(cancellation);
        if (_latest is { } latest && ledger.Sequence <= latest.LatestLedger)
        {
            if (time.GetElapsedTime(_lastNew) >= Halted) throw new ChainMismatchException($"RPC_URL: no ledger after {latest.LatestLedger} for {Halted.TotalSeconds} s; the node is at {ledger.Sequence}");
            return;
        }
        _lastNew = time.GetTimestamp();
        _pace.Note(ledger.Sequence, _lastNew, time);
        var snapshot = await ReadFarmAsync(_latest?.FarmIndex ?? 0, ledger, cancellation);
        if (snapshot.Block is null) snapshot = await ReadFarmAsync(snapshot.FarmIndex, ledger, cancellation);
        _latest = snapshot;
        var pulse = Interlocked.Exchange(ref _nextLedger, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        pulse.SetResult();
    }

    /// <summary>One answer has the farm and one block; where the farm has moved on meanwhile, the block is read again.</summary>
    async Task<ChainSnapshot> ReadFarmAsync(uint guess, GetLatestLedgerResponse ledger, CancellationToken cancellation)
    {
        var instance = KaleKeys.Instance(_deployment!.ContractId);
        var block = KaleKeys.Block(_deployment.ContractId, guess);
        var read = await rpc.ReadEntriesAsync([instance, block], cancellation);
        var entry = read.Find(instance) ?? throw new ChainMismatchException($"KALE_CONTRACT_ID: there is no contract {_deployment.Contract} on this chain");
        var farm = KaleCodec.DecodeFarm(entry);
        var code = _gate.Note(_deployment, entry, farm);
        if (code != _deployment.CodeHash) _deployment = _deployment with { CodeHash = code };
        var index = farm.StoredIndex ?? 0;
        var open = index == guess && read.Find(block) is { } data ? KaleCodec.DecodeBlock(data) : null;
        var closeTime = ledger.CloseTime ?? time.GetUtcNow().ToUnixTimeSeconds();
        return new ChainSnapshot(ledger.Sequence, closeTime, index, checked((long)(farm.FarmBlock?.Timestamp ?? 0)), open, options.BlockIntervalSeconds, _pace.Milliseconds, farm.IsPaused);
    }

    /// <summary>Once: the network must be the one of the settings, the contract must be a KALE contract.</summary>
    async Task ReadDeploymentAsync(CancellationToken cancellation)
    {
        var network = await rpc.GetNetworkAsync(cancellation);
        if (network.Passphrase != options.Network.Passphrase)
            throw new ChainMismatchException($"NETWORK_PASSPHRASE: RPC_URL answers for the network \"{network.Passphrase}\", expected \"{options.Network.Passphrase}\"");
        var farm = KaleKeys.Instance(StrKey.Decode(StrKeyKind.Contract, options.KaleContractId));
        var farmData = (await rpc.ReadEntriesAsync([farm], cancellation)).Find(farm)
            ?? throw new ChainMismatchException($"KALE_CONTRACT_ID: there is no contract {options.KaleContractId} on this chain");
        var asset = KaleKeys.Instance(KaleDeployment.AssetContractOf(farmData));
        var assetData = (await rpc.ReadEntriesAsync([asset], cancellation)).Find(asset)
            ?? throw new ChainMismatchException("the contract's asset is not on this chain");
        _router = await ReadRouterAsync(cancellation);
        _deployment = KaleDeployment.Read(farmData, assetData);
        log.LogInformation("farm {Contract} of {Asset}:{Issuer} on \"{Network}\"", _deployment.Contract, _deployment.AssetCode, _deployment.Issuer.ToText(), network.Passphrase);
    }

    /// <exception cref="ChainMismatchException">There is none, or it is no router.</exception>
    async Task<RouterDeployment?> ReadRouterAsync(CancellationToken cancellation)
    {
        if (options.RouterContractId is not { } id) return null;
        var key = KaleKeys.Instance(StrKey.Decode(StrKeyKind.Contract, id));
        var instance = (await rpc.ReadEntriesAsync([key], cancellation)).Find(key) ?? throw new ChainMismatchException($"ROUTER_CONTRACT_ID: there is no contract {id} on this chain");
        try
        {
            return RouterDeployment.Read(instance);
        }
        catch (KaleFormatException e)
        {
            throw new ChainMismatchException($"ROUTER_CONTRACT_ID: {id} is no router: {e.Message}");
        }
    }

    void Note(string? trouble)
    {
        var before = Interlocked.Exchange(ref _trouble, trouble);
        if (trouble is not null && trouble != before) log.LogError("the chain cannot be used: {Trouble}; trying again, nothing is lost", trouble);
        if (trouble is null && before is not null) log.LogInformation("the chain answers again");
    }
}
