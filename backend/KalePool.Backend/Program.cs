using System.CommandLine;
using KalePool.Backend.Hosting;
using KalePool.Backend.Ops;
using KalePool.Backend.Ops.Acts;
using KalePool.Backend.Ops.Backup;
using KalePool.Backend.Ops.Journal;

var envFile = new Option<FileInfo?>("--env-file") { Description = "Settings as NAME=VALUE lines; the environment comes before them." };
var serve = new Command("serve", "Runs the backend (the default).") { envFile };
var rebuild = new Command("rebuild", "Empties the read model and fills it from the journal; the backend may go on running.") { envFile };
var root = new RootCommand("kalepool: the backend of a KALE mining pool") { serve, rebuild, KeysCommand.Create(envFile), JournalCommand.Create(envFile), ActsCommand.Create(envFile), BackupCommand.CreateBackup(envFile), BackupCommand.CreateRestore(envFile), envFile };
serve.SetAction((arguments, cancellation) => Server.RunAsync(arguments.GetValue(envFile), cancellation));
rebuild.SetAction((arguments, cancellation) => Rebuild.RunAsync(arguments.GetValue(envFile), cancellation));
root.SetAction((arguments, cancellation) => Server.RunAsync(arguments.GetValue(envFile), cancellation));
// The host ends by itself when it is asked to, and takes the time that it needs.
var parsed = root.Parse(args);
var status = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
return parsed.Errors.Count > 0 ? CommandExit.WrongArguments : status;
