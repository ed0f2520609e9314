using System.CommandLine;
using KalePool.Contracts.Settings;
using KalePool.Pooler.Import;
using KalePool.Pooler.Init;
using KalePool.Pooler.Solo;

namespace KalePool.Pooler.Cli;

/// <summary><c>import</c>: takes over the configuration of another miner.</summary>
static class ImportCommand
{
    const int MostBytes = 1 << 20;

    static readonly Argument<string> Source = new("file") { Description = "homestead's config.json" };
    static readonly Option<string> File = new("--env-file") { DefaultValueFactory = _ => "solo.env", Description = "the file to write; the keys go into another one beside it, .keys, for its owner alone" };
    static readonly Option<string?> Network = new("--network") { Description = "PUBLIC or TESTNET; needed where the contract is not the public network's" };
    static readonly Option<bool> Force = new("--force") { Description = "write them also where there are such files already" };

    public static Command Create()
    {
        Network.AcceptOnlyFromAmong(NetworkSettings.Public, NetworkSettings.Testnet);
        var homestead = new Command("homestead", "Take over farmers, stakes, server and threads of a homestead for kale-pooler solo.") { Source, File, Network, Force };
        homestead.SetAction((parsed, _) => RunAsync(parsed.GetRequiredValue(Source), parsed.GetRequiredValue(File), parsed.GetValue(Network), parsed.GetValue(Force)));
        return new Command("import", "Take over the configuration of another miner.") { homestead };
    }

    static async Task<int> RunAsync(string source, string path, string? network, bool isForced)
    {
        var keys = Path.GetFullPath(Path.ChangeExtension(path, ".keys"));
        try
        {
            if (new FileInfo(source) is { Exists: true, Length: > MostBytes } file) throw new HomesteadException($"it has {file.Length} bytes, more than {MostBytes}");
            var read = HomesteadImport.Read(await System.IO.File.ReadAllBytesAsync(source), network);
            if (!isForced && ((string[])[path, keys]).FirstOrDefault(System.IO.File.Exists) is { } there)
                throw new IOException($"{there} is there already; --force replaces it");
            SecretFile.Write(keys, string.Join('\n', read.Keys) + '\n');
            SecretFile.Write(path, EnvText.Of("Written by kale-pooler import homestead. kale-pooler solo --env-file takes it.", [.. read.Settings, new(SoloSettings.KeysName + "_FILE", keys)]));
            await Console.Out.WriteLineAsync($"{path} is written, the keys of {read.Keys.Count} accounts stand in {keys}.");
            foreach (var left in read.LeftOut) await Console.Out.WriteLineAsync($"left out: {left}");
            return ExitCode.Success;
        }
        catch (HomesteadException e)
        {
            await Console.Error.WriteLineAsync($"kale-pooler import: {source}: {e.Message}");
            return ExitCode.WrongSettings;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"kale-pooler import: {e.Message}");
            return ExitCode.Failure;
        }
    }
}
