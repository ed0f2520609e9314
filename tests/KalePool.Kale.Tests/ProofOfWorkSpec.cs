using System.Globalization;
using System.Text.Json;
using KalePool.Stellar.Xdr;

namespace KalePool.Kale.Tests;

public class ProofOfWorkSpec
{
    [Fact]
    public void Hashes_what_the_sdk_hashed()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "data", "pow.json")));
        var cases = document.RootElement.GetProperty("cases").EnumerateArray().ToList();
        Assert.NotEmpty(cases);
        foreach (var c in cases)
        {
            var farmer = KaleAddresses.Parse(c.GetProperty("farmer").GetString()!);
            var index = c.GetProperty("index").GetUInt32();
            var nonce = ulong.Parse(c.GetProperty("nonce").GetString()!, CultureInfo.InvariantCulture);
            var entropy = Opaque.FromHex(c.GetProperty("entropyHex").GetString()!);
            var hash = Opaque.FromHex(c.GetProperty("hashHex").GetString()!);

            Assert.Equal(c.GetProperty("farmerLast32Hex").GetString(), ProofOfWork.FarmerBytes(farmer).ToHex());
            Assert.Equal(c.GetProperty("messageHex").GetString(), Convert.ToHexStringLower(ProofOfWork.Message(index, nonce, entropy, farmer)));
            Assert.Equal(hash, ProofOfWork.Hash(index, nonce, entropy, farmer));
            Assert.True(ProofOfWork.Verify(index, nonce, entropy, farmer, hash));
            Assert.False(ProofOfWork.Verify(index, nonce ^ 1, entropy, farmer, hash));
            Assert.Equal(c.GetProperty("zeros").GetUInt32(), ProofOfWork.Zeros(hash));
        }
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
}
