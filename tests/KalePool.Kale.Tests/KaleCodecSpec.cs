using KalePool.Stellar.Xdr;

namespace KalePool.Kale.Tests;

/// <summary>What a node answers may be anything: each wrong entry is refused with the field's name.</summary>
public class KaleCodecSpec
{
    static readonly SCAddress Homesteader = KaleAddresses.Account(Opaque.Zeros(32));
    static readonly Opaque ContractId = Enumerable.Repeat((byte)1, 32).ToArray();
    static readonly Opaque AssetId = Enumerable.Repeat((byte)2, 32).ToArray();
    static readonly FarmState Farm = new(Homesteader, new SCAddress.Contract(AssetId), KaleBlock.Fresh(5), 7, true);

    [Fact]
    public void Extremes_survive_encoding()
    {
        var block = new KaleBlock(ulong.MaxValue, 1, Int128.MinValue, 2, uint.MaxValue, Int128.MaxValue, 3, new byte[32], -1, (Int128)ulong.MaxValue + 1);
        Assert.Equal(block, KaleCodec.DecodeBlock(KaleCodec.Encode(block)));
        foreach (var pail in new[] { new KalePail(uint.MaxValue, null, Int128.MaxValue, null), new KalePail(0, 0, -1, uint.MaxValue) })
            Assert.Equal(pail, KaleCodec.DecodePail(KaleCodec.Encode(pail)));
        foreach (var farm in new[] { Farm, Farm with { FarmBlock = null, StoredIndex = null, StoredPaused = null }, Farm with { StoredPaused = false } })
            Assert.Equal(farm, KaleCodec.DecodeFarm(KaleCodec.Encode(farm, Opaque.Zeros(32))));
    }

    [Fact]
    public void Absent_keys_read_as_zero_and_not_paused()
    {
        var farm = Farm with { StoredIndex = null, StoredPaused = null };
        Assert.Equal(0u, farm.Index);
        Assert.False(farm.IsPaused);
        Assert.Equal(305UL, farm.BoundaryOf(new KaleRules()));
        Assert.Null((farm with { FarmBlock = null }).BoundaryOf(new KaleRules()));
    }

    [Theory]
    [InlineData("entropy", "Block.entropy: 32 bytes expected")]
    [InlineData("max_gap", "Block.max_gap: a u32 expected")]
    [InlineData("min_stake", "Block.min_stake: an i128 expected")]
    [InlineData("timestamp", "Block.timestamp: a u64 expected")]
    public void Refuses_a_block_with_a_field_of_another_type(string field, string message)
    {
        var map = (SCVal.Map)KaleCodec.Encode(KaleBlock.Fresh(1));
        var wrong = new SCVal.Map(map.Value!.Select(e => e.Key == SCVals.Symbol(field) ? e with { Val = new SCVal.Bool(true) } : e).ToXdrArray());
        Assert.Equal(message, Assert.Throws<KaleFormatException>(() => KaleCodec.DecodeBlock(wrong)).Message);
    }

    [Fact]
    public void Refuses_other_shapes()
    {
        var map = (SCVal.Map)KaleCodec.Encode(new KalePail(1, 2, 3, 4));
        Assert.Contains("4 fields", Assert.Throws<KaleFormatException>(() => KaleCodec.DecodePail(new SCVal.Map(map.Value!.Skip(1).ToXdrArray()))).Message, StringComparison.Ordinal);
        Assert.Contains("Pail.sequence: missing", Assert.Throws<KaleFormatException>(() => KaleCodec.DecodePail(new SCVal.Map(map.Value!.Reverse().ToXdrArray()))).Message, StringComparison.Ordinal);
        Assert.Throws<KaleFormatException>(() => KaleCodec.DecodePail(new SCVal.Map(null)));
        Assert.Throws<KaleFormatException>(() => KaleCodec.DecodePail(SCVals.Void));
        Assert.Throws<KaleFormatException>(() => KaleCodec.DecodeBlock(KaleCodec.Encode(new KalePail(1, 2, 3, 4))));
        Assert.Throws<KaleFormatException>(() => KaleCodec.DecodeFarm(new SCContractInstance(new ContractExecutable.StellarAsset(), null)));
    }

    [Fact]
    public void Passes_over_what_a_later_version_stores()
    {
        var instance = KaleCodec.Encode(Farm, Opaque.Zeros(32));
        var later = instance with { Storage = [.. instance.Storage!, new SCMapEntry(SCVals.Variant("Zeal"), SCVals.Void), new SCMapEntry(SCVals.Void, SCVals.Void)] };
        Assert.Equal(Farm, KaleCodec.DecodeFarm(later));
    }

    [Fact]
    public void Reads_only_its_own_farms_keys()
    {
        var block = KaleKeys.Block(ContractId, 9);
        var pail = KaleKeys.Pail(ContractId, Homesteader, 9);
        Assert.Equal(9u, KaleKeys.BlockOf(ContractId, block));
        Assert.Equal((Homesteader, 9u), KaleKeys.PailOf(ContractId, pail));
        Assert.Null(KaleKeys.BlockOf(ContractId, pail));
        Assert.Null(KaleKeys.PailOf(ContractId, block));
        Assert.Null(KaleKeys.BlockOf(AssetId, block));
        Assert.Null(KaleKeys.PailOf(AssetId, pail));
        Assert.Null(KaleKeys.BlockOf(ContractId, KaleKeys.Instance(ContractId)));
    }

    [Fact]
    public void Refuses_an_asset_that_is_not_the_farms()
    {
        var farm = Entry(ContractId, KaleCodec.Encode(Farm, Opaque.Zeros(32)));
        var code = new SCVal.String("KALE");
        LedgerEntryData AssetEntry(Opaque id, string kind, SCVal text) => Entry(id, new SCContractInstance(
            new ContractExecutable.StellarAsset(),
            [new SCMapEntry(SCVals.Variant("AssetInfo"), SCVals.Variant(kind, SCVals.Struct(("asset_code", text), ("issuer", SCVals.Bytes(Opaque.Zeros(32))))))]));

        Assert.Equal("KALE", KaleDeployment.Read(farm, AssetEntry(AssetId, "AlphaNum4", code)).AssetCode);
        Assert.Equal("KALE", KaleDeployment.Read(farm, AssetEntry(AssetId, "AlphaNum12", code)).AssetCode);
        Assert.Equal(AssetId, KaleDeployment.AssetContractOf(farm));
        Assert.Throws<KaleFormatException>(() => KaleDeployment.Read(farm, AssetEntry(ContractId, "AlphaNum4", code)));
        Assert.Throws<KaleFormatException>(() => KaleDeployment.Read(farm, AssetEntry(AssetId, "Native", code)));
        Assert.Throws<KaleFormatException>(() => KaleDeployment.Read(farm, AssetEntry(AssetId, "AlphaNum4", new SCVal.String("KALES"))));
        Assert.Throws<KaleFormatException>(() => KaleDeployment.Read(farm, AssetEntry(AssetId, "AlphaNum4", new SCVal.String(""))));
        Assert.Throws<KaleFormatException>(() => KaleDeployment.Read(farm, farm));
        Assert.Throws<KaleFormatException>(() => KaleDeployment.Read(AssetEntry(AssetId, "AlphaNum4", code), farm));
    }

    [Fact]
    public void Reads_addresses_of_accounts_and_contracts_only()
    {
        const string Account = "GBQHTQ7NTSKHVTSVM6EHUO3TU4P4BK2TAAII25V2TT2Q6OWXUJWEKALE";
        const string Contract = "CDL74RF5BLYR2YBLCCI7F5FB6TPSCLKEJUBSD2RSVWZ4YHF3VMFAIGWA";
        Assert.Equal(Account, KaleAddresses.ToText(KaleAddresses.Parse(Account)));
        Assert.Equal(Contract, KaleAddresses.ToText(KaleAddresses.Parse(Contract)));
        Assert.Null(KaleAddresses.TryParse("SAGWVTULZHMFF35PQXVOFLWUUM4AIONP5T5QOMS3FKZ4D5SBCV722HFZ"));
        Assert.Null(KaleAddresses.TryParse(null));
        Assert.Throws<FormatException>(() => KaleAddresses.Parse(Account[..^1]));
    }

    static LedgerEntryData.ContractData Entry(Opaque contract, SCContractInstance instance) => new LedgerEntryData.ContractData(new ContractDataEntry(
        new SCAddress.Contract(contract), new SCVal.LedgerKeyContractInstance(), ContractDataDurability.Persistent, new SCVal.ContractInstance(instance)));
}
