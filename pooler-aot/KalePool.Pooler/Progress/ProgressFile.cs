using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace KalePool.Pooler.Progress;

/// <summary>
/// The file of the present block: one line of JSON and one with its HMAC-SHA256, so that a damaged file is known, and one that somebody else has written.
/// It is replaced as a whole: written beside, on disk, then renamed over the old one, and the rename is on disk too when <see cref="Write"/> returns.
/// </summary>
/// <param name="secret">From which the key is derived; only who has it can write what is believed.</param>
sealed class ProgressFile(string path, string secret)
{
    /// <summary>500 bytes a farmer; as much as ten thousand need, and more.</summary>
    const int MaxBytes = 8 << 20;

    const string Label = "kalepool pooler progress";

    readonly byte[] _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret), HMACSHA256.HashSizeInBytes, info: Encoding.UTF8.GetBytes(Label));

    /// <summary>What the file holds; null where there is none, or where it cannot be believed.</summary>
    /// <param name="trouble">Told why not, in one line.</param>
    public BlockProgress? Read(Action<string> trouble)
    {
        ArgumentNullException.ThrowIfNull(trouble);
        try
        {
            if (!File.Exists(path)) return null;
            if (new FileInfo(path).Length > MaxBytes) throw new InvalidDataException($"it has more than {MaxBytes} bytes");
            return Parse(File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or JsonException)
        {
            trouble($"{path} is not used, hashing begins anew: {e.Message}");
            return null;
        }
    }

    /// <summary>Returns when it is on disk.</summary>
    /// <exception cref="IOException">It cannot be written; the old one is as it was.</exception>
    public void Write(BlockProgress progress)
    {
        var payload = JsonSerializer.SerializeToUtf8Bytes(progress, ProgressJson.Default.BlockProgress);
        var fresh = path + ".new";
        try
        {
            using (var file = new FileStream(fresh, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                file.Write(payload);
                file.Write("\n"u8);
                file.Write(Encoding.ASCII.GetBytes(TagOf(payload)));
                file.Write("\n"u8);
                file.Flush(flushToDisk: true);
            }
            File.Move(fresh, path, overwrite: true);
            FolderSync.Flush(Path.GetDirectoryName(path)!);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException($"{path} cannot be written: {e.Message}", e);
        }
    }

    BlockProgress Parse(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf((byte)'\n');
        if (end < 0 || !bytes[(end + 1)..].SequenceEqual(Encoding.ASCII.GetBytes(TagOf(bytes[..end]) + "\n")))
            throw new InvalidDataException("it is damaged, or another pooler's");
        var progress = JsonSerializer.Deserialize(bytes[..end], ProgressJson.Default.BlockProgress) ?? throw new InvalidDataException("it is empty");
        return progress.Version == BlockProgress.Current ? progress : throw new InvalidDataException($"it is of version {progress.Version}, this pooler reads {BlockProgress.Current}");
    }

    string TagOf(ReadOnlySpan<byte> payload) => Convert.ToHexStringLower(HMACSHA256.HashData(_key, payload));
}
