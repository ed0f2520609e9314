using System.Net;
using KalePool.Contracts;
using KalePool.Contracts.Poolers;
using KalePool.Devnet.Ledger;
using KalePool.Devnet.Queue;
using KalePool.Kale;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Backend.Tests.Fixtures;

/// <summary>A pooler and his farmers, with what they do on the chain themselves.</summary>
sealed class TestPool
{
    const long FundsStroops = 1_000 * 10_000_000L;

    public BackendHost Host => _host;

    readonly BackendHost _host;
    readonly string _key;
    readonly KeyPair _wallet;

    TestPool(BackendHost host, Guid id, string key, KeyPair wallet) => (_host, Id, _key, _wallet) = (host, id, key, wallet);

    public Guid Id { get; }

    public string Key => _key;

    public PoolClient Client => new(_host.Http, _key);

    /// <param name="shareWallet">Where the share goes; it needs a KALE trustline.</param>
    public static async Task<TestPool> MakeAsync(BackendHost host, int maxFarmers = 10, decimal share = 0, string? shareWallet = null)
    {
        var wallet = KeyPair.Random();
        var pooler = new { name = "a pool", public_key = shareWallet ?? wallet.Address, reward_share = share, max_farmers = maxFarmers };
        var made = (await Admin(host).PostAsync(Routes.AdminPoolers, pooler)).With(HttpStatusCode.Created);
        return new TestPool(host, (Guid)made["pooler_id"], (string)made["api_key"]!, wallet);
    }

    public static PoolClient Admin(BackendHost host) => new(host.Http, BackendHost.AdminKey);

    public async Task<TestFarmer> RegisterAsync(string? payoutWallet = null)
    {
        var made = (await new PoolClient(_host.Http, null).PostAsync(Routes.Farmers, new { pooler_id = Id, payout_wallet = payoutWallet ?? KeyPair.Random().Address })).With(HttpStatusCode.Created);
        return new TestFarmer(_host, (Guid)made["farmer_id"], (string)made["custodial_wallet"]!, (string)made["farmer_token"]!);
    }

    /// <summary>A farmer who has a funded wallet, its trustline and a seat.</summary>
    public async Task<TestFarmer> JoinAsync(string? payoutWallet = null)
    {
        var farmer = await RegisterAsync(payoutWallet);
        await farmer.FundAsync(50_000_000);
        (await _host.CloseLedgersUntilAsync(farmer.ConfirmAsync())).With(HttpStatusCode.OK);
        return farmer;
    }

    public object PlantRequest(uint block, int capacity = 10) => new { block_index = block, pooler_id = Id, max_farmers_capacity = capacity, timestamp = "2026-01-01T00:00:00Z" };

    /// <summary>Plants for everybody, ledgers closing meanwhile.</summary>
    public async Task<Answer> PlantAsync(uint block) => (await _host.CloseLedgersUntilAsync(Client.PostAsync(Routes.PlantRequest, PlantRequest(block)))).With(HttpStatusCode.OK);

    public Task<Answer> HarvestAsync(uint block, params Guid[] farmers) =>
        Client.PostAsync(Routes.HarvestRequest, new { pooler_id = Id, harvest_blocks = new[] { new { block_index = block, farmer_ids = farmers } } });

    public object WorkReport(uint block, params Guid[] farmers) => new
    {
        block_index = block,
        pooler_id = Id,
        timestamp = "2026-01-01T00:00:00Z",
        work_results = farmers.Select(id => new { farmer_id = id, status = "success", nonce = 1, hash = new string('0', 64), zeros = 0, gap = 2, work_tx_hash = new string('1', 64) }),
    };

    /// <summary>In the next block there is; its pooler has told of the work.</summary>
    /// <returns>The block.</returns>
    public async Task<uint> PlantAndWorkAsync(TestFarmer farmer)
    {
        await _host.ReachAsync(_host.Watch.Latest!.FarmIndex + 1);
        var block = _host.PlantIndex;
        await PlantAsync(block);
        await _host.CloseLedgerAsync();
        await WorkAsync(block, farmer);
        await Client.PostAsync(Routes.WorkComplete, WorkReport(block, farmer.Id), waitSeconds: 0);
        return block;
    }

    /// <summary>Another pool plants in the block after it, so that it can be harvested.</summary>
    public async Task OpenAfterAsync(uint block)
    {
        var opener = await MakeAsync(_host);
        await opener.JoinAsync();
        await _host.ReachAsync(block + 1);
        await opener.PlantAsync(_host.PlantIndex);
    }

    /// <summary>The first nonce whose hash has so many zeros.</summary>
    public SubmittedWork Find(uint block, TestFarmer farmer, uint zeros, TestFarmer? named = null)
    {
        var chain = _host.Devnet.Chain;
        var owner = KaleAddresses.Parse(farmer.Wallet);
        var entropy = KaleCodec.DecodeBlock(chain.View.State.Find(KaleKeys.Block(chain.Deployment.ContractId, block))!.Entry.Data).Entropy;
        for (var nonce = 0UL; ; nonce++)
        {
            var hash = ProofOfWork.Hash(block, nonce, entropy, owner);
            if (ProofOfWork.Zeros(hash) == zeros) return new SubmittedWork((named ?? farmer).Id, nonce, hash.ToHex());
        }
    }

    /// <summary>Hands works over for the backend to submit.</summary>
    public Task<Answer> SubmitAsync(uint block, params SubmittedWork[] works) => Client.PostAsync(
        Routes.WorkSubmit, new { block_index = block, pooler_id = Id, work = works.Select(w => new { farmer_id = w.FarmerId, nonce = w.Nonce, hash = w.Hash }) });

    /// <summary>Works for a farmer from the pooler's own account, with whatever hash the first nonce has.</summary>
    public async Task WorkAsync(uint block, TestFarmer farmer)
    {
        var chain = _host.Devnet.Chain;
        if (chain.View.State.FindAccount(Addresses.Account(_wallet.PublicKey)) is null) await _host.CreateAccountAsync(_wallet.Address, FundsStroops);
        var owner = KaleAddresses.Parse(farmer.Wallet);
        var entropy = KaleCodec.DecodeBlock(chain.View.State.Find(KaleKeys.Block(chain.Deployment.ContractId, block))!.Entry.Data).Entropy;
        var call = new KaleCall.Work(owner, ProofOfWork.Hash(block, 1, entropy, owner), 1);
        var account = chain.View.State.FindAccount(Addresses.Account(_wallet.PublicKey))!;
        var work = TransactionFactory.Soroban(
            Addresses.Source(_wallet.PublicKey), account.SeqNum + 1, Bounds.None, Operations.Invoke(KaleInvocations.Operation(chain.Deployment, call)),
            KaleFootprints.TransactionData(KaleFootprints.Work(chain.Deployment, owner, block), 500_000), 200);
        await _host.ApplyAsync(work, _wallet);
    }
}

/// <summary>A registered farmer.</summary>
sealed class TestFarmer(BackendHost host, Guid id, string wallet, string token)
{
    public Guid Id => id;

    public string Wallet => wallet;

    public string Token => token;

    public PoolClient Client => new(host.Http, token);

    /// <summary>How many transactions the wallet has sent.</summary>
    public long Sent
    {
        get
        {
            var account = Account!;
            return account.SeqNum - (account.SeqNum >> 32 << 32);
        }
    }

    AccountEntry? Account => host.Devnet.Chain.View.State.FindAccount(Addresses.Account(wallet));

    public Task FundAsync(long stroops) => Account is null ? host.CreateAccountAsync(wallet, stroops) : host.PayAsync(wallet, stroops);

    public Task<Answer> ConfirmAsync(int? waitSeconds = null) => Client.PostAsync(Routes.ConfirmFunding, new { farmer_id = id }, waitSeconds);

    public Task<Answer> ShowAsync() => Client.GetAsync(Routes.Farmer(id));
}

/// <summary>What tests do on the chain: each transaction is applied, in a ledger that the backend has seen.</summary>
static class ChainActs
{
    public static Task CreateAccountAsync(this BackendHost host, string address, long stroops) => host.SpendAsync(Operations.CreateAccount(Addresses.Account(address), stroops));

    public static Task PayAsync(this BackendHost host, string address, long stroops) => host.SpendAsync(Operations.Payment(Addresses.Source(address), new Asset.Native(), stroops));

    public static Task TrustKaleAsync(this BackendHost host, KeyPair owner) => host.DoAsync(owner, Operations.ChangeTrust(host.Devnet.Chain.Deployment.Asset));

    public static Task RemoveKaleTrustAsync(this BackendHost host, KeyPair owner) => host.DoAsync(owner, Operations.ChangeTrust(host.Devnet.Chain.Deployment.Asset, 0));

    public static Task PayKaleAsync(this BackendHost host, KeyPair from, string to, long stroops) =>
        host.DoAsync(from, Operations.Payment(Addresses.Source(to), host.Devnet.Chain.Deployment.Asset, stroops));

    public static Task DoAsync(this BackendHost host, KeyPair source, Operation operation)
    {
        var account = host.Devnet.Chain.View.State.FindAccount(Addresses.Account(source.PublicKey))!;
        return host.ApplyAsync(TransactionFactory.Classic(Addresses.Source(source.PublicKey), account.SeqNum + 1, Bounds.None, [operation]), source);
    }

    public static async Task ApplyAsync(this BackendHost host, Transaction transaction, KeyPair signer)
    {
        var chain = host.Devnet.Chain;
        var answer = chain.Submit(transaction.Sign(chain.Network, signer));
        Assert.Equal(QueueStatus.Pending, answer.Status);
        await host.CloseLedgerAsync();
        Assert.True(chain.View.History.Transactions[answer.Hash].Succeeded, chain.View.History.Transactions[answer.Hash].ToString());
    }

    /// <summary>What the farm's homesteader does with it.</summary>
    /// <param name="reads">Beside the farm's own code.</param>
    public static async Task GovernAsync(this BackendHost host, KaleCall call, params LedgerKey[] reads)
    {
        var chain = host.Devnet.Chain;
        var homesteader = chain.Keys.Homesteader;
        var farm = new LedgerFootprint([KaleKeys.Code(host.Watch.Deployment!.CodeHash), .. reads], [KaleKeys.Instance(chain.Deployment.ContractId)]);
        var data = KaleFootprints.TransactionData(new SorobanResources(farm, KaleFootprints.Instructions, 0, KaleFootprints.WorkWriteBytes), 1_000_000);
        var account = chain.View.State.FindAccount(Addresses.Account(homesteader.PublicKey))!;
        await host.ApplyAsync(
            TransactionFactory.Soroban(Addresses.Source(homesteader.PublicKey), account.SeqNum + 1, Bounds.None, Operations.Invoke(KaleInvocations.Operation(chain.Deployment, call)), data, 200), homesteader);
    }

    static Task SpendAsync(this BackendHost host, Operation operation) => host.DoAsync(host.Devnet.Chain.Keys.Friendbot, operation);
}
