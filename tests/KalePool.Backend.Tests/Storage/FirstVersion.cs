using KalePool.Backend.Custody;

namespace KalePool.Backend.Tests.Storage;

/// <summary>A database of the first version, with one pooler and one active farmer, made on a devnet.</summary>
static class FirstVersion
{
    public const string MasterKey = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    public const string Wallet = "GBFNMD4GMAXAWFN5LHU4MCNP6FYGVCAM4ZV7Q7D5EDMJWKQUEQQAFRE4";

    public static readonly Guid Farmer = Guid.Parse("bb73b469-3d76-4203-a2ad-7b4e5f0f24fb");
    public static readonly Guid Pooler = Guid.Parse("a9097109-8091-4733-aeef-f5a42da1141d");

    public static string File => Path.Combine(AppContext.BaseDirectory, "data/storage/first-version.db");

    public static MasterKey Master => new(Convert.FromBase64String(MasterKey));
}
