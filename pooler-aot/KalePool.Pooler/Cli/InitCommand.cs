using System.CommandLine;
using System.Text;
using KalePool.Pooler.Init;

namespace KalePool.Pooler.Cli;

/// <summary><c>init</c>: asks for what a pooler needs, writes its env file, and has the doctor look at it.</summary>
static class InitCommand
{
    static readonly Option<string> File = new("--env-file") { DefaultValueFactory = _ => "pooler.env", Description = "the file to write, for its owner alone" };
    static readonly Option<bool> Force = new("--force") { Description = "write it also where there is one already" };

    public static Command Create()
    {
        var command = new Command("init", "Ask for the settings of a pooler, check them and write them into an env file.") { File, Force };
        command.SetAction((parsed, _) => RunAsync(parsed.GetRequiredValue(File), parsed.GetValue(Force)));
        return command;
    }

    static async Task<int> RunAsync(string path, bool isForced)
    {
        if (!isForced && System.IO.File.Exists(path))
        {
            await Console.Error.WriteLineAsync($"kale-pooler init: {path} is there already; --force replaces it, keys and all");
            return ExitCode.Failure;
        }
        if (new Dialogue(Ask, Console.Out.WriteLine).Run() is not { } settings)
        {
            await Console.Error.WriteLineAsync("kale-pooler init: the answers ended before the questions; nothing was written");
            return ExitCode.Failure;
        }
        try
        {
            SecretFile.Write(path, EnvText.Of("Written by kale-pooler init. Keep it: it holds keys. kale-pooler run --env-file takes it.", settings));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"kale-pooler init: {path} cannot be written: {e.Message}");
            return ExitCode.Failure;
        }
        await Console.Out.WriteLineAsync($"{path} is written. What the doctor says:");
        return await DoctorCommand.RunAsync(path, isJson: false);
    }

    static string? Ask(string question, bool isSecret)
    {
        Console.Out.Write(question);
        Console.Out.Flush();
        if (!isSecret || Console.IsInputRedirected) return Console.In.ReadLine();
        var typed = new StringBuilder();
        while (Console.ReadKey(intercept: true) is var key && key.Key != ConsoleKey.Enter)
            if (key.Key == ConsoleKey.Backspace) typed.Length = Math.Max(0, typed.Length - 1);
            else if (!char.IsControl(key.KeyChar)) typed.Append(key.KeyChar);
        Console.Out.WriteLine();
        return typed.ToString();
    }
}
