using Akka.Actor;
using KalePool.Backend.Api;
using KalePool.Domain.Farmers;
using KalePool.Domain.Poolers;
using KalePool.Simulation.Chain;
using KalePool.Simulation.Kernel;
using KalePool.Simulation.Nodes;

namespace KalePool.Simulation.Run;

/// <summary>Those outside: an operator who makes a pooler, and farmers who register, fund, change their minds, are paid and leave. They ask until they are answered.</summary>
sealed class People(World world, Disk disk, SimulatedChain chain, Processes processes)
{
    const long Xlm = 10_000_000;
    const long Kale = 10_000_000;
    const int Seats = 10;

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(35);
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    readonly Stellar.Keys.KeyPair _patron = Keys.Of("patron");
    readonly List<Farmer> _farmers = [];

    public IReadOnlyList<Farmer> Farmers => _farmers;

    TimeProvider Time => world.Outside.Time;

    /// <summary>A pooler, and somebody who has KALE to give away.</summary>
    public async Task MakePoolerAsync(decimal share)
    {
        var account = processes.PoolerAccount;
        await Task.WhenAll(chain.CreateAccountAsync(account.Address, 1_000 * Xlm), chain.CreateAccountAsync(_patron.Address, 1_000 * Xlm));
        await Task.WhenAll(chain.TrustKaleAsync(account), chain.TrustKaleAsync(_patron));
        await chain.TryPayKaleAsync(chain.Chain.Keys.Issuer, _patron.Address, 1_000_000 * Kale);
        await InsistAsync(pool => pool.AskAsync(new CreatePooler(processes.PoolerId, "a pooler", account.Address, Hash('1'), share, Seats)), answer => answer is PoolerStanding);
    }

    /// <summary>Active, with a seat asked for, when this returns.</summary>
    public async Task JoinAsync(int number)
    {
        var id = Keys.IdOf($"farmer {number}");
        var payout = Keys.Of($"payout {number}");
        var farmer = new Farmer(id, await Keys.KeepAsync(disk.Database, id, $"farmer {number}"));
        _farmers.Add(farmer);
        await chain.CreateAccountAsync(payout.Address, 5 * Xlm);
        await chain.TrustKaleAsync(payout);
        await CommandAsync(new RegisterFarmer(id, processes.PoolerId, farmer.Wallet, payout.Address, 0.5m, Hash('2')));
        await chain.CreateAccountAsync(farmer.Wallet, 20 * Xlm);
        await CommandAsync(new ConfirmFunding(id));
    }

    public async Task DepositAsync(Farmer farmer, int kale)
    {
        if (!await chain.TryPayKaleAsync(_patron, farmer.Wallet, kale * Kale)) world.Log("people", $"{farmer.Id:D} can receive nothing any more");
    }

    public Task ChangeStakeAsync(Farmer farmer, decimal percentage) => CommandAsync(new ChangeStake(farmer.Id, percentage));

    public Task WantPayoutsAsync(Farmer farmer, long thresholdStroops) => CommandAsync(new ChangePayoutThreshold(farmer.Id, thresholdStroops));

    public Task PauseAsync(Farmer farmer, bool isPaused)
    {
        farmer.IsPaused = isPaused;
        return CommandAsync(new SetPaused(farmer.Id, isPaused));
    }

    public Task LeaveAsync(Farmer farmer)
    {
        farmer.HasLeft = true;
        return CommandAsync(new Leave(farmer.Id));
    }

    /// <summary>Until it is not refused: money may not have arrived yet. Whoever has begun to leave meanwhile is refused for good.</summary>
    async Task CommandAsync(FarmerCommand command)
    {
        world.Log("people", $"{command.GetType().Name} of {command.FarmerId:D}");
        if (await InsistAsync(pool => pool.AskAsync(command, Patience), answer => answer is FarmerStanding || command is not Leave && _farmers.Exists(f => f.Id == command.FarmerId && f.HasLeft)) is FarmerStanding standing) processes.Tellings.Check(standing);
    }

    async Task<T> InsistAsync<T>(Func<Pool, Task<T>> ask, Func<T, bool> isEnough)
    {
        while (true)
        {
            if (processes.Backend is { } backend)
            {
                try
                {
                    var answer = await ask(backend.Pool).WaitAsync(Patience, Time);
                    if (isEnough(answer)) return answer;
                }
                catch (Exception e) when (e is TimeoutException or AskTimeoutException)
                {
                    // Unknown, not failed: asked again.
                }
            }
            await Task.Delay(Pause, Time);
        }
    }

    static string Hash(char digit) => new(digit, 64);

    /// <param name="wallet">Custodial.</param>
    public sealed class Farmer(Guid id, string wallet)
    {
        public Guid Id => id;

        public string Wallet => wallet;

        public bool HasLeft { get; set; }

        public bool IsPaused { get; set; }
    }
}
