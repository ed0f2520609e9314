using System.Diagnostics.Metrics;
using KalePool.Backend.Ops;
using Microsoft.Extensions.DependencyInjection;

namespace KalePool.Backend.Tests.Fixtures;

/// <summary>Meters for what counts, where nobody reads what was counted.</summary>
static class TestMeters
{
    static readonly ServiceProvider Services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public static IMeterFactory Factory => Services.GetRequiredService<IMeterFactory>();

    public static QueryTimes Queries(TimeProvider time) => new(time, Factory);
}
