using System.Text;
using KalePool.Backend.Settings;
using KalePool.Contracts.Settings;
using KalePool.Fuzz.Engine;
using KalePool.Pooler.Settings;

namespace KalePool.Fuzz.Targets;

/// <summary>Env files, and the settings of both programs in them: read, or refused with a list of what is wrong.</summary>
public sealed class SettingsTarget : IFuzzTarget
{
    const string StateFolder = "POOLER_STATE_DIR";

    public string Name => "settings";

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        .. Samples.Files("settings").SelectMany(file => (byte[][])[Choice.Of(0, File.ReadAllBytes(file)), Choice.Of(1, File.ReadAllBytes(file))]),
        Choice.Of(0, "export A='x' # y\nB=\"\\n\\t\\\"\\\\\"\nDATABASE_URL=postgresql://u:p%40@[::1]:5432/db?sslmode=verify-full&sslrootcert=/x\nTRUSTED_PROXIES=10.0.0.0/8,::1\nCLUSTER_SEEDS=a:1,b:2\n"u8),
        Choice.Of(1, "STELLAR_NETWORK=OWN\nNETWORK_PASSPHRASE=x\nHASHING_SCHEDULE=mon-fri 22:00-07:00, sat-sun 00:00-24:00\nHASHING_TIME_ZONE=Europe/Berlin\nHASHING_CPUS=0-3,8\nWORK_DELAY_MINUTES=4.7\nLOG_FILE_MB=1e9\n"u8),
    ];

    /// <summary>Every wrong setting is told in a sentence of its own.</summary>
    public Allowance Allowance => new(512 << 10, 1_000);

    public void Run(ReadOnlySpan<byte> input)
    {
        var isPooler = Choice.Among(2, input, out var text) == 1;
        try
        {
            var values = new Dictionary<string, string>(EnvFile.Parse(Encoding.UTF8.GetString(text)), StringComparer.Ordinal);
            // It is made where it is not there.
            if (values.ContainsKey(StateFolder)) values[StateFolder] = Path.GetTempPath();
            var reader = new SettingsReader(SettingsSource.Of(values), NoFile);
            if (isPooler) _ = PoolerSettings.Read(reader, null);
            else _ = BackendSettings.Read(reader);
            reader.ThrowIfInvalid();
        }
        catch (SettingsException e)
        {
            BrokenException.ThrowIf(e.Errors.Count == 0, "wrong, and nothing is said to be");
        }
    }

    static string NoFile(string path) => throw new FileNotFoundException($"no file {path}");
}
