using System.Globalization;
using System.Runtime.CompilerServices;
using KalePool.Contracts.Poolers;
using KalePool.Hashing;
using KalePool.Kale;
using KalePool.Pooler.Chain;
using KalePool.Pooler.Machine;
using KalePool.Pooler.Pool;
using KalePool.Pooler.Settings;
using KalePool.Pooler.Submission;
using KalePool.Pooler.Workers;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Rpc;
using KalePool.Stellar.Xdr;

namespace KalePool.Pooler.Doctor;

/// <summary>Looks at everything that a pooler needs before it can work, a line each; nothing is changed, and of the chain nothing but reading is asked.</summary>
/// <param name="servers">RPC_URL's, each by itself.</param>
sealed class Doctor(PoolerSettings settings, IReadOnlyList<(Uri Url, IStellarRpc Rpc)> servers, IPoolApi pool, string version, TimeProvider time)
{
    const double StroopsPerXlm = 10_000_000;

    /// <summary>A few days of works: one costs less than 0.01 XLM.</summary>
    const double FewXlm = 5;

    /// <summary>Everything.</summary>
    public async IAsyncEnumerable<Finding> ExamineAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        yield return await CpuAsync(cancellation);
        await foreach (var finding in ExamineAsync(isRunning: false, cancellation)) yield return finding;
    }

    /// <summary>For a pooler that runs: it hashes and talks to the backend already, and must not be taken for one that is idle.</summary>
    public IAsyncEnumerable<Finding> ExamineRunningAsync(CancellationToken cancellation) => ExamineAsync(isRunning: true, cancellation);

    async IAsyncEnumerable<Finding> ExamineAsync(bool isRunning, [EnumeratorCancellation] CancellationToken cancellation)
    {
        (IStellarRpc Rpc, DateTimeOffset Closed)? chain = null;
        var answers = new List<Finding>();
        foreach (var (url, rpc) in servers)
        {
            var (finding, closed) = await RpcAsync(url, rpc, cancellation);
            if (closed is { } at) chain ??= (rpc, at);
            answers.Add(finding);
        }
        // One that answers is enough to work with.
        foreach (var answer in answers) yield return answer.Verdict == Verdict.Wrong && chain is not null ? answer with { Verdict = Verdict.Weak } : answer;
        var (backend, server) = isRunning ? (null, null) : await BackendAsync(cancellation);
        if (backend is not null) yield return backend;
        yield return ClockCheck.Of(time.GetUtcNow(), server, chain?.Closed);
        if (chain is not { } found) yield break;
        await foreach (var finding in ChainAsync(found.Rpc, cancellation)) yield return finding;
    }

    async Task<Finding> CpuAsync(CancellationToken cancellation)
    {
        var troubles = new List<string>();
        try
        {
            using var power = await HashingPower.ChooseAsync(null, new CpuMeter(), time, troubles.Add, cancellation);
            var plan = settings.Hashing.Plan;
            var cpus = plan.Seats[0].Cpus is { } set ? Text($" on processors {CpuSet.Of(plan.Seats.SelectMany(seat => seat.Cpus!.Numbers))}") : "";
            var text = Text($"{string.Join(", ", CpuLevels.Of().DefaultIfEmpty("plain instructions"))}; {plan.Seats.Count} × {power.Kernel}{cpus}, priority {plan.Seats[0].Priority.ToString().ToLowerInvariant()}, at most {settings.Hashing.MaxCpuPercent} %");
            return troubles.Count == 0 || power.Kernel != KernelCatalog.Scalar.Name ? Finding.Good("cpu", text) : Finding.Weak("cpu", text, $"a faster kernel does not start here ({string.Join("; ", troubles)})");
        }
        catch (KernelException e)
        {
            return Finding.Wrong("cpu", e.Message, "this machine cannot be trusted with hashing");
        }
    }

    async Task<(Finding Finding, DateTimeOffset? Closed)> RpcAsync(Uri url, IStellarRpc rpc, CancellationToken cancellation)
    {
        try
        {
            var network = await rpc.GetNetworkAsync(cancellation);
            if (network.Passphrase != settings.Network.Passphrase)
                return (Finding.Wrong("rpc", $"{url} serves another network, \"{network.Passphrase}\"", "set RPC_URL to a server of STELLAR_NETWORK"), null);
            var latest = await rpc.GetLatestLedgerAsync(cancellation);
            var closed = DateTimeOffset.FromUnixTimeSeconds(latest.CloseTime ?? (long)latest.DecodeHeader().ScpValue.CloseTime);
            return (Finding.Good("rpc", Text($"{url} answers, ledger {latest.Sequence}")), closed);
        }
        catch (RpcException e)
        {
            return (Finding.Wrong("rpc", e.Message, "check RPC_URL, or add another server to it"), null);
        }
    }

    async Task<(Finding? Finding, DateTimeOffset? Server)> BackendAsync(CancellationToken cancellation)
    {
        try
        {
            var answer = await pool.HeartbeatAsync(new(settings.PoolerId, version, settings.MaxFarmersCapacity, 0, 0, 0, 0, PoolerState.Idle), cancellation);
            var says = string.Join("; ", answer.Messages);
            var finding = !answer.Active ? Finding.Wrong("backend", "it has this pooler as inactive", "ask the pool's operator to activate it")
                : says.Length > 0 ? Finding.Weak("backend", $"{settings.BackendUrls[0]} accepts the key", says)
                : Finding.Good("backend", $"{settings.BackendUrls[0]} accepts the key, pooler {settings.PoolerId}");
            return (finding, answer.ServerTime);
        }
        catch (PoolApiException e)
        {
            return (Finding.Wrong("backend", e.Message, e.Fault == PoolApiFault.Unauthorized
                ? "compare POOLER_ID and BACKEND_API_KEY with what the operator gave you; he can rotate the key"
                : "check BACKEND_API_URL, and whether the pool is up"), null);
        }
    }

    async IAsyncEnumerable<Finding> ChainAsync(IStellarRpc rpc, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var reader = new ChainReader(rpc, StrKey.Decode(StrKeyKind.Contract, settings.Network.KaleContractId), time);
        var (farm, deployed) = await TryAsync("contract", async () =>
        {
            var found = await reader.ReadDeploymentAsync(cancellation);
            return (Finding.Good("contract", $"{found.Contract} farms {found.AssetCode}"), found);
        }, "set KALE_CONTRACT_ID to the KALE contract of this network");
        yield return farm;
        if (deployed is null) yield break;
        yield return (await TryAsync("account", async () => (await AccountAsync(reader, cancellation), deployed), "ask again")).Finding;
        yield return (await TryAsync("trustline", async () => (await TrustlineAsync(rpc, deployed, cancellation), deployed), "ask again")).Finding;
        yield return (await TryAsync("sending", async () => (await SendingAsync(reader, cancellation), deployed), "set ROUTER_CONTRACT_ID to a router of this network, or leave it out")).Finding;
    }

    async Task<Finding> AccountAsync(ChainReader reader, CancellationToken cancellation)
    {
        const string name = "account";
        if (settings.Account is not { } account) return Finding.Good(name, "the backend pays for works");
        var (_, accounts) = await reader.ReadAccountsAsync([account], cancellation);
        if (accounts[0] is not { } entry) return Finding.Wrong(name, $"{account.Address} does not exist", Text($"send it at least {FewXlm} XLM"));
        // Two reserves of 0.5 XLM, and one for every entry that it has.
        var free = (entry.Balance / StroopsPerXlm) - (0.5 * (2 + entry.NumSubEntries));
        var text = Text($"{account.Address} has {free:0.##} XLM above its reserve");
        return free <= 0.1 ? Finding.Wrong(name, text, Text($"send it at least {FewXlm} XLM: it pays for works"))
            : free < FewXlm ? Finding.Weak(name, text, "that lasts for some days of works at most, send more")
            : Finding.Good(name, text);
    }

    async Task<Finding> TrustlineAsync(IStellarRpc rpc, KaleDeployment deployed, CancellationToken cancellation)
    {
        const string name = "trustline";
        StrKey.TryDecode(StrKeyKind.Account, settings.Address, out var key);
        var trustline = KaleKeys.TrustLine(new PublicKey.PublicKeyTypeEd25519(key), deployed.TrustLineAsset);
        return (await rpc.ReadEntriesAsync([trustline], cancellation)).Find(trustline) is null
            ? Finding.Weak(name, $"{settings.Address} has none for {deployed.AssetCode}", "without it your share of the rewards cannot be paid: add the asset in your wallet")
            : Finding.Good(name, $"{settings.Address} can receive {deployed.AssetCode}");
    }

    async Task<Finding> SendingAsync(ChainReader reader, CancellationToken cancellation)
    {
        const string name = "sending";
        if (settings.IsBackendSubmitting) return Finding.Good(name, "works are handed to the backend");
        if (settings.Network.RouterContractId is { } id)
        {
            await reader.ReadRouterAsync(StrKey.Decode(StrKeyKind.Contract, id), cancellation);
            return Finding.Good(name, Text($"up to {settings.MaxWorkBatchSize} works in a transaction of router {id}"));
        }
        var keys = settings.Account is { } account ? ChannelKeys.Of(account, ..settings.ChannelAccounts) : [];
        var open = keys.Count == 0 ? 0 : (await reader.ReadAccountsAsync([.. keys], cancellation)).Accounts.Count(entry => entry is not null);
        return open == settings.ChannelAccounts && open > 0 ? Finding.Good(name, Text($"{open} channel accounts send side by side"))
            : settings.ChannelAccounts > 0 ? Finding.Weak(name, Text($"{open} of {settings.ChannelAccounts} channel accounts are open"), "kale-pooler channels open makes the others")
            : Finding.Weak(name, "one work after another, from the pooler's own account", "a router (ROUTER_CONTRACT_ID) or CHANNEL_ACCOUNTS send many at a time");
    }

    static async Task<(Finding Finding, KaleDeployment? Deployed)> TryAsync(string check, Func<Task<(Finding, KaleDeployment)>> look, string remedy)
    {
        try
        {
            var (finding, deployed) = await look();
            return (finding, deployed);
        }
        catch (Exception e) when (e is RpcException or KaleFormatException)
        {
            return (Finding.Wrong(check, e.Message, remedy), null);
        }
    }

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
