using System.Text;
using KalePool.Backend.Settings;
using KalePool.Contracts.Settings;
using KalePool.Fuzz.Engine;

namespace KalePool.Fuzz.Targets;

/// <summary>DATABASE_URL: taken apart, or refused without showing anything that could be its password.</summary>
public sealed class DatabaseUrlTarget : IFuzzTarget
{
    const string Setting = "DATABASE_URL";
    const string Password = "Tr0ub4dor";

    public string Name => "database-url";

    public IReadOnlyList<byte[]> Seeds { get; } = [.. new[]
    {
        "sqlite:kalepool.db", $"postgresql://pool:{Password}@db.test/kale", $"postgres://pool:{Password}@[::1]:5433/kale?sslmode=verify-full", $"postgresql://po%20ol:{Password}%40@10.0.0.1/k%2561?sslmode=require",
    }.Select(Encoding.UTF8.GetBytes)];

    public Allowance Allowance => Allowance.Usual;

    public void Run(ReadOnlySpan<byte> input)
    {
        var reader = new SettingsReader(SettingsSource.Of(new Dictionary<string, string> { [Setting] = Encoding.UTF8.GetString(input) }));
        var read = DatabaseSettings.Read(reader);
        BrokenException.ThrowIf(reader.Errors.Any(e => e.ToString().Contains(Password, StringComparison.Ordinal)), "an error that shows the password");
        if (reader.Errors.Count > 0 || read is not DatabaseSettings.Postgres database) return;
        BrokenException.ThrowIf(database.Host.Length == 0 || database.User.Length == 0 || database.Database.Length == 0 || database.Port is < 0 or > ushort.MaxValue, $"a database without a place: {database}");
    }
}
