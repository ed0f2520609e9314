using KalePool.Domain.Chain;
using KalePool.Kale;
using KalePool.Stellar.Xdr;

namespace KalePool.Domain.Tests.Chain;

public sealed class RescueWorkSpec
{
    [Fact]
    public void Every_one_is_taken_by_the_contract_and_beaten_by_a_single_zero()
    {
        for (byte i = 0; i < 200; i++)
        {
            var farmer = KaleAddresses.Account(new Opaque([.. Enumerable.Repeat(i, 32)]));
            var entropy = new Opaque([.. Enumerable.Repeat((byte)(i + 7), 32)]);
            var work = RescueWork.Find(42, entropy, farmer);
            Assert.True(ProofOfWork.Verify(42, work.Nonce, entropy, farmer, work.Hash));
            Assert.Equal(0u, ProofOfWork.Zeros(work.Hash));
            Assert.All(Enumerable.Range(0, (int)work.Nonce), n => Assert.True(ProofOfWork.Zeros(ProofOfWork.Hash(42, (ulong)n, entropy, farmer)) > 0));
        }
    }
}
