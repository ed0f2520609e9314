using System.Globalization;
using KalePool.Stellar.Xdr;
using KalePool.Tests.Golden;

namespace KalePool.Kale.Tests;

public class ProofOfWorkSpec
{
    static readonly GoldenSuite Golden = new(new Dictionary<(string, string), GoldenCheck> { [("pow.json", "cases")] = CheckAsync });

    public static TheoryData<string, string, string, int, string> Rows => GoldenFolders.Rows(Golden);

    [Theory, MemberData(nameof(Rows))]
    public async Task Hashes_what_the_sdk_hashed(string folder, string file, string section, int index, string label)
    {
        Assert.NotEmpty(label);
        await Golden.CheckAsync(GoldenFolders.Row(folder, file, section, index));
    }

    [Fact]
    public void Knows_the_answer_of_a_mainnet_work()
    {
        var hash = ProofOfWork.Hash(
            37,
            20495217910,
            Convert.FromBase64String("AAAAAAn66y/43JP7M02rwTmONZoWOmu1OPYz/bmzJ8o="),
            KaleAddresses.Parse("GBQHTQ7NTSKHVTSVM6EHUO3TU4P4BK2TAAII25V2TT2Q6OWXUJWEKALE"));
        Assert.Equal("0000000099be0037e5a48324959cb9dd10965ae59511cfd1996f9b917aad9980", hash.ToHex());
        Assert.Equal(8u, ProofOfWork.Zeros(hash));
    }

    [Theory]
    [InlineData("f", 0)]
    [InlineData("8", 0)]
    [InlineData("01", 1)]
    [InlineData("0010", 2)]
    [InlineData("000f", 3)]
    [InlineData("", 64)]
    public void Counts_zeros(string start, uint zeros) => Assert.Equal(zeros, ProofOfWork.Zeros(Opaque.FromHex(start.PadRight(64, '0'))));

    [Fact]
    public void Refuses_other_lengths()
    {
        var farmer = KaleAddresses.Account(Opaque.Zeros(32));
        Assert.Throws<ArgumentException>(() => ProofOfWork.Message(1, 1, Opaque.Zeros(31), farmer));
        Assert.Throws<ArgumentException>(() => ProofOfWork.Zeros(Opaque.Zeros(33)));
    }

    static Task CheckAsync(GoldenCase item)
    {
        item.Inform("name");
        var farmer = KaleAddresses.Parse(item.Text("farmer"));
        var index = item.Get("index").GetUInt32();
        var nonce = ulong.Parse(item.Text("nonce"), CultureInfo.InvariantCulture);
        var entropy = Opaque.FromHex(item.Text("entropyHex"));
        var hash = Opaque.FromHex(item.Text("hashHex"));

        Assert.Equal(item.Text("farmerAddressXdrHex"), Convert.ToHexStringLower(new SCVal.Address(farmer).ToXdr<SCVal>()));
        Assert.Equal(item.Text("farmerLast32Hex"), ProofOfWork.FarmerBytes(farmer).ToHex());
        Assert.Equal(item.Text("messageHex"), Convert.ToHexStringLower(ProofOfWork.Message(index, nonce, entropy, farmer)));
        Assert.Equal(hash, ProofOfWork.Hash(index, nonce, entropy, farmer));
        Assert.True(ProofOfWork.Verify(index, nonce, entropy, farmer, hash));
        Assert.False(ProofOfWork.Verify(index, nonce ^ 1, entropy, farmer, hash));
        Assert.Equal(item.Get("zeros").GetUInt32(), ProofOfWork.Zeros(hash));
        return Task.CompletedTask;
    }
}
