using System.Text.Json;
using KalePool.Devnet.Settings;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Tests.Traces;

/// <summary>One recording of the real contract in the real host; format in the recordings' own README.</summary>
sealed class RecordedTrace(string name, JsonElement root)
{
    public string Name { get; } = name;

    public Network Network { get; } = new(root.GetProperty("network").GetProperty("passphrase").GetString()!);

    public JsonElement Start => root.GetProperty("start");

    public IReadOnlyList<JsonElement> Steps { get; } = [.. root.GetProperty("steps").EnumerateArray()];

    public Opaque KaleWasm => Opaque.FromHex(root.GetProperty("kale").GetProperty("wasmHash").GetString()!);

    public string AssetIssuer => root.GetProperty("kale").GetProperty("assetIssuer").GetString()!;

    public Opaque KaleContract => StrKey.Decode(StrKeyKind.Contract, root.GetProperty("kale").GetProperty("contract").GetString()!);

    public Opaque? RouterWasm => root.GetProperty("router") is { ValueKind: JsonValueKind.Object } router ? Opaque.FromHex(router.GetProperty("wasmHash").GetString()!) : (Opaque?)null;

    public DevnetSettings Settings
    {
        get
        {
            var given = root.GetProperty("settings");
            var fees = given.GetProperty("fees");
            long Fee(string name) => fees.GetProperty(name).GetInt64();
            return new DevnetSettings
            {
                Passphrase = Network.Passphrase,
                LedgerMs = null,
                MinTemporaryTtl = given.GetProperty("minTemporaryTtl").GetUInt32(),
                MinPersistentTtl = given.GetProperty("minPersistentTtl").GetUInt32(),
                MaxEntryTtl = given.GetProperty("maxEntryTtl").GetUInt32(),
                BaseReserveStroops = given.GetProperty("baseReserve").GetInt64(),
                BlockSeconds = given.GetProperty("blockSeconds").GetUInt32(),
                Fees = new FeeRates
                {
                    Per10kInstructions = Fee("feePer10kInstructions"),
                    PerDiskReadEntry = Fee("feePerDiskReadEntry"),
                    PerWriteEntry = Fee("feePerWriteEntry"),
                    PerDiskRead1Kb = Fee("feePerDiskRead1kb"),
                    PerWrite1Kb = Fee("feePerWrite1kb"),
                    PerHistorical1Kb = Fee("feePerHistorical1kb"),
                    PerEvents1Kb = Fee("feePerEvents1kb"),
                    PerTransactionSize1Kb = Fee("feePerTxSize1kb"),
                    RentPer1Kb = Fee("rentFeePer1kb"),
                    PersistentRentDenominator = Fee("persistentRentDenominator"),
                    TemporaryRentDenominator = Fee("temporaryRentDenominator"),
                },
            };
        }
    }

    public static RecordedTrace Load(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        return new RecordedTrace(Path.GetFileNameWithoutExtension(path), document.RootElement.Clone());
    }
}
