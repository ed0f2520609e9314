namespace KalePool.Pooler.Bench;

/// <summary>Runs of all contestants in turns, so that whatever disturbs the machine disturbs all.</summary>
static class Interleaved
{
    /// <summary>The runs of each, in ascending order; none of one that cannot be measured.</summary>
    public static async Task<IReadOnlyDictionary<string, double[]>> RunAsync(IReadOnlyList<Contestant> contestants, int runs, CancellationToken cancellation)
    {
        var able = contestants.Where(contestant => contestant.Fault is null).ToArray();
        var results = able.ToDictionary(contestant => contestant.Name, _ => new double[runs]);
        for (var run = 0; run < runs; run++)
        {
            foreach (var contestant in able)
                results[contestant.Name][run] = await contestant.Run(cancellation);
        }

        foreach (var times in results.Values)
            Array.Sort(times);
        return results;
    }

    public static double Median(double[] sorted) => sorted[sorted.Length / 2];
}
