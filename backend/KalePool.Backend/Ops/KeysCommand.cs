using System.CommandLine;
using KalePool.Backend.Hosting;

namespace KalePool.Backend.Ops;

/// <summary><c>kalepool keys</c>: what an operator does with the wallets' secrets.</summary>
static class KeysCommand
{
    public static Command Create(Option<FileInfo?> envFile)
    {
        var rotate = new Command("rotate", "Encrypts all wallets anew with KALEPOOL_MASTER_KEY; may be interrupted and run again, nodes may go on running.") { envFile };
        rotate.SetAction((arguments, cancellation) => CommandExit.OfAsync(() => KeysRotate.RunAsync(arguments.GetValue(envFile), Console.Out, cancellation)));
        var farmer = new Argument<Guid>("farmer-id") { Description = "A departed farmer." };
        var export = new Command("export", "Shows the secret key of a departed farmer's wallet: asks the running backend with the admin key, which leaves an event.") { farmer, envFile };
        export.SetAction((arguments, cancellation) => CommandExit.OfAsync(() => KeysExport.RunAsync(arguments.GetValue(envFile), arguments.GetValue(farmer), Console.Out, cancellation)));
        var former = new Argument<FileInfo>("former-env-file") { Description = "An env file whose DATABASE_URL names the former database." };
        former.AcceptExistingOnly();
        var take = new Command("take", "Takes the wallet keys that are missing from a former database, after a restore; nothing is written there, nodes may go on running.") { former, envFile };
        take.SetAction((arguments, cancellation) => CommandExit.OfAsync(() => KeysTake.RunAsync(arguments.GetValue(envFile), arguments.GetValue(former)!, Console.Out, cancellation)));
        return new Command("keys", "The wallets' secrets.") { rotate, export, take };
    }
}
