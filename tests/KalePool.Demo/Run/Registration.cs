using KalePool.Contracts.Farmers;
using KalePool.Demo.Harness;
using KalePool.Stellar.Keys;

namespace KalePool.Demo.Run;

/// <summary>What a person does to become a farmer: an account of his own, registering, sending XLM, confirming.</summary>
public static class Registration
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <param name="done">Called with the number of farmers who are active.</param>
    public static async Task<IReadOnlyList<Farmer>> RegisterAsync(LocalPool pool, int farmers, Action<int> done, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(done);
        var active = 0;
        return await pool.GuardAsync(Task.WhenAll(Enumerable.Range(0, farmers).Select(async _ =>
        {
            var farmer = await RegisterOneAsync(pool, stop);
            done(Interlocked.Increment(ref active));
            return farmer;
        })));
    }

    static async Task<Farmer> RegisterOneAsync(LocalPool pool, CancellationToken stop)
    {
        var payout = KeyPair.Random().Address;
        await pool.FundAsync(payout, stop);
        var registered = await pool.Api.RegisterAsync(new RegisterFarmerRequest(pool.Seat.PoolerId, payout), stop);
        await pool.FundAsync(registered.CustodialWallet, stop);
        await Waiting.UntilAsync(
            $"farmer {registered.FarmerId} to become active",
            async s => await pool.Api.ConfirmFundingAsync(registered.FarmerId, registered.FarmerToken, s) is { Status: FarmerStatusName.Active } active
                ? active
                : null,
            Patience, TimeProvider.System, stop);
        return new Farmer(registered.FarmerId, registered.CustodialWallet, payout, registered.FarmerToken);
    }
}
