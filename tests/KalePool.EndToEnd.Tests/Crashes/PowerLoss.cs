using System.Diagnostics;

namespace KalePool.EndToEnd.Tests.Crashes;

/// <summary>
/// Files of which only flushed bytes survive. A small library between a process and the kernel keeps, beside each file of a folder, what that file was when it was
/// last flushed, and which names were flushed with their folder; <see cref="Happen"/> puts the folder back to that.
/// </summary>
sealed class PowerLoss
{
    readonly string _library;
    readonly string _folder;
    readonly string _flushed;

    PowerLoss(string library, string folder, string flushed) => (_library, _folder, _flushed) = (library, folder, flushed);

    /// <summary>Null where there is no C compiler.</summary>
    /// <param name="folder">Whose files lose what was not flushed.</param>
    public static async Task<PowerLoss?> PrepareAsync(string folder, string work)
    {
        var source = Path.Combine(AppContext.BaseDirectory, "Crashes", "flushed.c");
        var library = Path.Combine(work, "flushed.so");
        try
        {
            using var compiler = Process.Start("cc", ["-shared", "-fPIC", "-O2", "-Wall", "-Werror", "-o", library, source, "-ldl", "-lpthread"]);
            await compiler.WaitForExitAsync();
            Assert.Equal(0, compiler.ExitCode);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
        return new PowerLoss(library, Directory.CreateDirectory(folder).FullName, Directory.CreateDirectory(Path.Combine(work, "flushed")).FullName);
    }

    public void Watch(IDictionary<string, string> settings)
    {
        settings["LD_PRELOAD"] = _library;
        settings["FLUSHED_FOLDER"] = _folder;
        settings["FLUSHED_COPIES"] = _flushed;
    }

    /// <summary>Of a process that has been killed: what it had not flushed is gone.</summary>
    /// <returns>Bytes that are lost.</returns>
    public long Happen()
    {
        var before = Directory.EnumerateFiles(_folder).Sum(file => new FileInfo(file).Length);
        foreach (var file in Directory.EnumerateFiles(_folder)) File.Delete(file);
        foreach (var file in Directory.EnumerateFiles(_flushed).Where(file => !Path.GetFileName(file).StartsWith('.'))) File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
        return before - Directory.EnumerateFiles(_folder).Sum(file => new FileInfo(file).Length);
    }
}
