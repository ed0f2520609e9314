using KalePool.Contracts.Settings;
using KalePool.Pooler.Init;
using KalePool.Pooler.Settings;

namespace KalePool.Pooler.Tests.Init;

public class DialogueSpec
{
    static readonly string Secret = Wallets.Of("pooler").Secret;

    readonly List<string> _said = [];
    readonly List<string> _secrets = [];

    [Fact]
    public void Answers_become_settings_that_run_accepts()
    {
        var settings = Answer("testnet", "", "", "", "https://pool.example", "2f1c9a3e-5d0b-4c8e-9a57-0f6f3f1d2b4a", "0123456789abcdef", Secret, "2", "", "22:00-07:00")!;
        Assert.Equal(
            "STELLAR_NETWORK RPC_URL KALE_CONTRACT_ID BACKEND_API_URL POOLER_ID BACKEND_API_KEY POOLER_SECRET_KEY MAX_CONCURRENT_WORK MAX_CPU_PERCENT HASHING_SCHEDULE",
            string.Join(' ', settings.Select(setting => setting.Key)));
        Assert.Equal(2, _secrets.Count); // what is typed for these is not shown
        var reader = new SettingsReader(SettingsSource.Of(EnvFile.Parse(EnvText.Of("test", settings))));
        var read = PoolerSettings.Read(reader, null);
        reader.ThrowIfInvalid();
        Assert.Equal((NetworkSettings.Testnet, Wallets.Of("pooler").Address, 2), (read.Network.Name, read.Address, read.Hashing.Plan.Seats.Count));
        Assert.Empty(_said);
    }

    [Fact]
    public void A_wrong_answer_is_asked_for_again_with_the_reason()
    {
        var settings = Answer(
            "HERE", "here ; 2026", "5", "60", "http://127.0.0.1:8000", "CBAD", Wallets.Contract, "-", "http://pool.example", "https://pool.example", "12", "2f1c9a3e-5d0b-4c8e-9a57-0f6f3f1d2b4a",
            "short", "0123456789abcdef", "SBAD", Secret, "", "200", "50", "")!;
        Assert.Equal(["BLOCK_INTERVAL_SECONDS", "KALE_CONTRACT_ID", "BACKEND_API_URL", "POOLER_ID", "BACKEND_API_KEY", "POOLER_SECRET_KEY", "MAX_CPU_PERCENT"], _said.Select(line => line.Trim().Split(':')[0]));
        Assert.Equal("here ; 2026", settings.Single(setting => setting.Key == "NETWORK_PASSPHRASE").Value);
        Assert.DoesNotContain(_said, line => line.Contains("SBAD", StringComparison.Ordinal));
    }

    [Fact]
    public void An_account_is_made_for_who_has_none()
    {
        var settings = Answer("TESTNET", "", "", "", "https://pool.example", "2f1c9a3e-5d0b-4c8e-9a57-0f6f3f1d2b4a", "0123456789abcdef", "", "", "", "")!;
        var secret = settings.Single(setting => setting.Key == "POOLER_SECRET_KEY").Value;
        Assert.Contains(Stellar.Keys.KeyPair.FromSecret(secret).Address, Assert.Single(_said), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_comes_of_answers_that_end_too_early() => Assert.Null(Answer("TESTNET", "", ""));

    [Theory]
    [InlineData("plain")]
    [InlineData("")]
    [InlineData("two words # no comment")]
    [InlineData("it's")]
    [InlineData("a \"quote\" and it's \\ back")]
    public void What_is_written_is_read_again(string value) => Assert.Equal(value, EnvFile.Parse(EnvText.Of("title", [new("NAME", value)]))["NAME"]);

    IReadOnlyList<KeyValuePair<string, string>>? Answer(params string[] answers)
    {
        var next = new Queue<string>(answers);
        return new Dialogue((question, isSecret) =>
        {
            if (!next.TryDequeue(out var answer)) return null;
            if (isSecret) _secrets.Add(question);
            return answer;
        }, _said.Add).Run();
    }
}
