using System.Data.Common;
using KalePool.Backend.ReadModel;
using KalePool.Backend.Storage;
using KalePool.Contracts.Settings;

namespace KalePool.Backend.Hosting;

/// <summary>How every command ends: 0, or the reason on standard error and a status that says of which kind it is.</summary>
static class CommandExit
{
    /// <summary>Of the command line itself.</summary>
    public const int WrongArguments = 2;

    const int CannotRun = 1;
    const int WrongSettings = 2;

    public static Task<int> OfAsync(Func<Task> command) => OfAsync(async () =>
    {
        await command();
        return 0;
    });

    /// <param name="command">Returns its own status where nothing went wrong.</param>
    public static async Task<int> OfAsync(Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (SettingsException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return WrongSettings;
        }
        catch (Exception e) when (e is StorageException or ProjectionException or DbException or IOException or UnauthorizedAccessException or HttpRequestException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return CannotRun;
        }
    }
}
