using KalePool.Backend.Hosting;
using KalePool.Backend.ReadModel;
using KalePool.Backend.Storage;

namespace KalePool.Backend.Ops;

/// <summary>
/// <c>kalepool rebuild</c>: empties the read model and fills it from the journal. The backend may be running: its own projection helps. Where
/// this is interrupted, the next start or the next rebuild goes on.
/// </summary>
static class Rebuild
{
    const int Percent = 100;

    public static Task<int> RunAsync(FileInfo? envFile, CancellationToken cancellation) => CommandExit.OfAsync(async () =>
    {
        await using var database = CommandDatabase.Of(envFile);
        await database.PrepareAsync(cancellation);
        await RunAsync(database, TimeProvider.System, Console.Out, cancellation);
    });

    public static async Task RunAsync(Database database, TimeProvider time, TextWriter output, CancellationToken cancellation)
    {
        var told = -1L;
        await ReadModelTables.ResetAsync(database, cancellation);
        await new ReadModelProjection(database, time).CatchUpAsync(Tell, cancellation);
        await output.WriteLineAsync($"the read model is rebuilt from the journal in {database.Name}");

        void Tell(long position, long goal)
        {
            var percent = goal == 0 ? Percent : Math.Min(position, goal) * Percent / goal;
            if (percent / 10 > told / 10) output.WriteLine($"{percent} % of the journal");
            told = percent;
        }
    }
}
