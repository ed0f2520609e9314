using System.Net;
using System.Text;
using KalePool.Pooler.Submission;
using KalePool.Stellar.Rpc;
using Microsoft.Extensions.Time.Testing;

namespace KalePool.Pooler.Tests.Submission;

public sealed class FeeBidsSpec
{
    /// <summary>Ledgers in which nine of ten bids were below so many stroops.</summary>
    static FeeBids Bids(long usual) => new(new StellarRpcClient(new HttpClient(new Stats(usual)), new Uri("http://rpc.example")), new FakeTimeProvider());

    [Theory]
    [InlineData(100, 1, 10_000)] // quiet ledgers: a hundred times the base fee, of which the base fee is charged
    [InlineData(50_000, 1, 50_001)]
    [InlineData(900_000, 1, 200_000)] // the cap
    [InlineData(900_000, 10, 900_001)] // ten works together may bid as much for each
    [InlineData(90_000_000, 90, 5_000_000)]
    public async Task Bids_more_than_is_usual_up_to_a_cap(long usual, int works, long bid) => Assert.Equal(bid, await Bids(usual).BidAsync(works, default));

    [Theory]
    [InlineData(10_000, 2, 20_000L)]
    [InlineData(10_000, 10, 100_000L)]
    [InlineData(150_000, 2, 200_000L)]
    [InlineData(200_000, 10, null)]
    public async Task Raises_a_bid_that_did_not_do_and_not_beyond_the_cap(long refused, int times, long? bid) => Assert.Equal(bid, await Bids(100).RaiseAsync(refused, 1, default, times));

    [Fact]
    public async Task Bids_as_ever_where_nobody_tells_what_is_usual() => Assert.Equal(FeeBids.First, await Bids(-1).BidAsync(1, default));

    sealed class Stats(long usual) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (usual < 0) throw new HttpRequestException("away");
            string[] names = ["max", "min", "mode", "p10", "p20", "p30", "p40", "p50", "p60", "p70", "p80", "p90", "p95", "p99", "transactionCount"];
            var fees = "{" + string.Concat(names.Select(name => $"\"{name}\":\"{(name == "p90" ? usual : 100)}\",")) + "\"ledgerCount\":50}";
            var body = $$$"""{"jsonrpc":"2.0","id":1,"result":{"sorobanInclusionFee":{{{fees}}},"inclusionFee":{{{fees}}},"latestLedger":1}}""";
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8, "application/json") });
        }
    }
}
