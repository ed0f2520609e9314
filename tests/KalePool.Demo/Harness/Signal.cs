using System.Diagnostics;
using System.Globalization;

namespace KalePool.Demo.Harness;

/// <summary>Signals other than SIGKILL, which .NET cannot send, by the shell's own kill: no package has to be there for it.</summary>
static class Signal
{
    public static async Task SendAsync(int pid, string signal)
    {
        using var shell = Process.Start("sh", ["-c", "kill -s \"$0\" \"$1\" 2>/dev/null", signal, pid.ToString(CultureInfo.InvariantCulture)]);
        await shell.WaitForExitAsync();
    }
}
