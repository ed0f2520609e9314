using System.CommandLine;
using KalePool.Backend.Hosting;

namespace KalePool.Backend.Ops.Backup;

/// <summary><c>kalepool backup</c> and <c>kalepool restore</c>.</summary>
static class BackupCommand
{
    public static Command CreateBackup(Option<FileInfo?> envFile)
    {
        var target = new Argument<string>("file-or-folder") { Description = "A new file, or a folder that gets one with the time in its name." };
        var keep = new Option<int?>("--keep") { Description = "Of a folder: how many of the newest stay; the others are deleted once the new one is proven." };
        keep.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !(int.TryParse(result.Tokens[0].Value, out var number) && number > 0)) result.AddError($"--keep: a number above 0 expected, not '{result.Tokens[0].Value}'");
        });
        var full = new Option<bool>("--full") { Description = "Makes the read model from it, too; that takes most of the time." };
        var backup = new Command("backup", "Writes all that cannot be made again into an encrypted file, restores that into a fresh database and proves it there. The backend may be running.") { target, keep, full, envFile };
        backup.SetAction((arguments, cancellation) => CommandExit.OfAsync(() =>
            BackupRun.RunAsync(arguments.GetValue(envFile), arguments.GetValue(target)!, arguments.GetValue(keep), arguments.GetValue(full), Console.Out, cancellation)));
        return backup;
    }

    public static Command CreateRestore(Option<FileInfo?> envFile)
    {
        var file = new Argument<FileInfo>("file") { Description = "A backup." };
        file.AcceptExistingOnly();
        var keysFrom = new Option<FileInfo>("--keys-from") { Description = "An env file whose DATABASE_URL names the database that was lost or left: keys of wallets that the backup has not are taken from there." };
        keysFrom.AcceptExistingOnly();
        var restore = new Command("restore", "Fills a new, empty database with a backup, all or nothing, and proves it. No backend may be running.") { file, keysFrom, envFile };
        restore.SetAction((arguments, cancellation) => CommandExit.OfAsync(() =>
            RestoreRun.RunAsync(arguments.GetValue(envFile), arguments.GetValue(file)!, arguments.GetValue(keysFrom), Console.Out, cancellation)));
        return restore;
    }
}
