using System.CommandLine;
using KalePool.Demo.Harness;
using KalePool.Stellar.Rpc;

namespace KalePool.Costs;

/// <summary>The command line. Exit status: 0 measured, and every farmer took part in every block that was; 1 not so; 2 a wrong argument or nothing built.</summary>
static class CostCommand
{
    /// <summary>A pooler's seats.</summary>
    const int Most = 100;

    public static RootCommand Build()
    {
        var farmers = new Option<int[]>("--farmers") { Description = "Farmers of the pool, one run for each number", DefaultValueFactory = _ => [1, 10, 50, Most], AllowMultipleArgumentsPerToken = true };
        var router = new Option<bool>("--router") { Description = "Many works and harvests in one transaction" };
        var blocks = new Option<int>("--blocks") { Description = "Blocks that are counted, after one in which the pool begins", DefaultValueFactory = _ => 2 };
        var ledger = new Option<int?>("--ledger-ms") { Description = "Milliseconds between ledgers, of which a block has 60 as on the real networks; chosen by the number of farmers if left out" };
        var command = new RootCommand("What a farmer and block cost: stroops, transactions, RPC calls, events of the journal, counted by a devnet and in the database.") { farmers, router, blocks, ledger };
        farmers.Validators.Add(r =>
        {
            if (r.Tokens.Any(token => !(int.TryParse(token.Value, out var value) && value is >= 1 and <= Most))) r.AddError($"--farmers takes numbers of 1 to {Most}");
        });
        blocks.Validators.Add(r =>
        {
            if (r.Tokens is [var token] && !(int.TryParse(token.Value, out var value) && value is >= 1 and <= 100)) r.AddError("--blocks takes 1 to 100");
        });
        ledger.Validators.Add(r =>
        {
            if (r.Tokens is [var token] && !(int.TryParse(token.Value, out var value) && value is >= 1_000 and <= 10_000)) r.AddError("--ledger-ms takes 1000 to 10000");
        });
        command.SetAction(async (parsed, stop) =>
        {
            var status = 0;
            foreach (var number in parsed.GetValue(farmers)!)
            {
                var options = new CostOptions(number, parsed.GetValue(blocks), parsed.GetValue(router), parsed.GetValue(ledger) ?? (number > 50 ? 2_000 : 1_000));
                try
                {
                    var costs = await CostRun.MeasureAsync(options, stop);
                    Console.WriteLine(CostTable.Write(options, costs));
                    if (!costs.IsFull) status = 1;
                }
                catch (Exception e) when (e is TimeoutException or HttpRequestException or ApiException or RpcException or ProcessDiedException)
                {
                    Console.Error.WriteLine($"costs: {number} farmers: {e.Message}");
                    status = 1;
                }
                catch (FileNotFoundException e)
                {
                    Console.Error.WriteLine($"costs: {e.Message}");
                    return 2;
                }
            }
            return status;
        });
        return command;
    }
}

/// <param name="Blocks">That are counted.</param>
/// <param name="Router">Whether many works and harvests go in one transaction.</param>
sealed record CostOptions(int Farmers, int Blocks, bool Router, int LedgerMs)
{
    /// <summary>As on the real networks, so that what is asked once a ledger, or once a poll, has its true share.</summary>
    const int LedgersOfABlock = 60;

    public int BlockSeconds => LedgersOfABlock * LedgerMs / 1_000;
}
