using System.Globalization;
using System.Net;
using KalePool.Contracts.Settings;
using Npgsql;

namespace KalePool.Backend.Settings;

/// <summary>DATABASE_URL, taken apart. As text it never shows the password.</summary>
/// <param name="Timeout">How long one statement may take, a connection included; an embedded database's lock.</param>
public abstract record DatabaseSettings(TimeSpan Timeout)
{
    const string Name = "DATABASE_URL";
    const string SqliteScheme = "sqlite:";
    const string Expected = "sqlite:PATH or postgresql://user:password@host:port/database?sslmode=…";

    static readonly (string Text, SslMode Mode)[] SslModes =
    [
        ("disable", SslMode.Disable), ("allow", SslMode.Allow), ("prefer", SslMode.Prefer), ("require", SslMode.Require),
        ("verify-ca", SslMode.VerifyCA), ("verify-full", SslMode.VerifyFull),
    ];

    /// <param name="Path">The file.</param>
    public sealed record Sqlite(string Path, TimeSpan Timeout) : DatabaseSettings(Timeout);

    /// <param name="Password">Null where the server asks for none.</param>
    /// <param name="RootCertificate">A file with the certificates of those who may sign the server's; null: the machine's.</param>
    /// <param name="PoolSize">Connections of this node at most, half of them the journal's.</param>
    public sealed record Postgres(string Host, int Port, string User, string? Password, string Database, SslMode SslMode, string? RootCertificate, int PoolSize, TimeSpan Timeout)
        : DatabaseSettings(Timeout)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"postgresql://{User}@{Host}:{Port}/{Database}");
    }

    /// <summary>Notes what is wrong in the reader; what it returns then is of no use.</summary>
    public static DatabaseSettings Read(SettingsReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var pool = reader.Int("DB_POOL_SIZE", 20, 4, 1000);
        var timeout = reader.Duration("DB_TIMEOUT", TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10), TimeSpan.FromMilliseconds(1));
        var text = reader.OptionalSecret(Name, Expected) ?? SqliteScheme + "kalepool.db";
        if (text.StartsWith(SqliteScheme, StringComparison.Ordinal) && text.Length > SqliteScheme.Length) return new Sqlite(text[SqliteScheme.Length..], timeout);
        // Anything shown of it could be part of the password: what is wrong is said in words.
        return TryParse(text, pool, timeout, out var wrong) ?? Refuse(wrong);

        DatabaseSettings Refuse(string found)
        {
            reader.Fail(Name, found, Expected);
            return new Sqlite("", timeout);
        }
    }

    static Postgres? TryParse(string text, int pool, TimeSpan timeout, out string wrong)
    {
        wrong = "neither of the two forms";
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("postgresql" or "postgres")) return null;
        wrong = "no host";
        if (url.Host.Length == 0) return null;
        wrong = "no user before an @";
        var colon = url.UserInfo.IndexOf(':', StringComparison.Ordinal);
        var user = Uri.UnescapeDataString(colon < 0 ? url.UserInfo : url.UserInfo[..colon]);
        if (user.Length == 0) return null;
        wrong = "no single name of a database after the host";
        var database = Uri.UnescapeDataString(url.AbsolutePath.TrimStart('/'));
        if (database.Length == 0 || database.Contains('/', StringComparison.Ordinal)) return null;
        wrong = "something after a # (write it as %23)";
        if (url.Fragment.Length > 0) return null;
        if (!TryParseQuery(url, out var ssl, out var root, out wrong)) return null;
        var host = url.HostNameType == UriHostNameType.IPv6 ? url.IdnHost : url.Host;
        return new Postgres(host, url.Port < 0 ? 5432 : url.Port, user, colon < 0 ? null : Uri.UnescapeDataString(url.UserInfo[(colon + 1)..]), database, ssl, root, pool, timeout);
    }

    /// <summary>Off loopback without a word about it: encrypted.</summary>
    static bool TryParseQuery(Uri url, out SslMode ssl, out string? root, out string wrong)
    {
        ssl = url.IsLoopback || IPAddress.TryParse(url.Host, out var address) && IPAddress.IsLoopback(address) ? SslMode.Prefer : SslMode.Require;
        (root, wrong) = (null, "");
        foreach (var part in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = part.Split('=', 2) is [var n, var v] ? (n, Uri.UnescapeDataString(v)) : (part, "");
            switch (name)
            {
                case "sslmode" when Array.FindIndex(SslModes, m => m.Text == value) is var at and >= 0:
                    ssl = SslModes[at].Mode;
                    break;
                case "sslmode":
                    wrong = $"an sslmode that is not one of {string.Join(", ", SslModes.Select(m => m.Text))}";
                    return false;
                case "sslrootcert" when File.Exists(value):
                    root = value;
                    break;
                case "sslrootcert":
                    wrong = "an sslrootcert that is no file";
                    return false;
                default:
                    wrong = "a parameter other than sslmode and sslrootcert";
                    return false;
            }
        }
        return true;
    }
}
