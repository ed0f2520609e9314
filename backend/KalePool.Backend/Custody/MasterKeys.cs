using System.Security.Cryptography;
using KalePool.Backend.Settings;
using KalePool.Backend.Storage;

namespace KalePool.Backend.Custody;

/// <summary>The master key that wallets are encrypted with, and another one that opens wallets too while keys are rotated.</summary>
public sealed class MasterKeys(MasterKey present, MasterKey? previous = null)
{
    public MasterKey Present => present;

    /// <summary>The present one first.</summary>
    public IReadOnlyList<MasterKey> All { get; } = previous is null || previous.Id == present.Id ? [present] : [present, previous];

    /// <summary>Of the file beside an embedded database.</summary>
    public const string FileEnding = ".master-key";

    /// <summary>Null where none of them has that id.</summary>
    public MasterKey? Find(string id) => All.FirstOrDefault(key => key.Id == id);

    /// <summary>As the settings say; on an embedded database without one, made beside it.</summary>
    /// <exception cref="StorageException">The file beside the database is not usable.</exception>
    public static MasterKeys Of(BackendSettings settings, Database database)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(database);
        var previous = settings.PreviousMasterKey is { } other ? new MasterKey(other) : null;
        return new MasterKeys(settings.MasterKey is { } given ? new MasterKey(given) : Beside(database), previous);
    }

    static MasterKey Beside(Database database)
    {
        var path = database.Path + FileEnding;
        var text = SecretFile.ReadOrMake(path, () => Convert.ToBase64String(RandomNumberGenerator.GetBytes(MasterKey.Bytes)), MasterKey.IsText, out _);
        Console.Error.WriteLine($"warning: KALEPOOL_MASTER_KEY is not set: the key that encrypts all wallets is {path}; keep it apart from the database's backups");
        return new MasterKey(Convert.FromBase64String(text));
    }
}
