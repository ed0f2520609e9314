namespace KalePool.Hashing.Tests;

public class SearchTemplateSpec
{
    [Fact]
    public void Keeps_all_but_the_nonce_of_a_message()
    {
        Assert.All(ProofOfWorkVector.All, v =>
        {
            var template = SearchTemplate.Of(Convert.FromHexString(v.MessageHex));
            Assert.Equal(v.Template, template);
            Assert.Equal(v.Template.GetHashCode(), template.GetHashCode());
            Assert.Equal(v.MessageHex, Convert.ToHexStringLower(template.Message(v.Nonce)));
        });
    }

    [Fact]
    public void Refuses_wrong_lengths()
    {
        Assert.Throws<ArgumentException>(() => SearchTemplate.Of(new byte[75]));
        Assert.Throws<ArgumentException>(() => SearchTemplate.Create(1, new byte[31], new byte[32]));
        Assert.Throws<ArgumentException>(() => SearchTemplate.Create(1, new byte[32], new byte[33]));
        Assert.Throws<ArgumentException>(() => ProofOfWorkVector.All[0].Template.WriteLanes(new ulong[24]));
    }
}
