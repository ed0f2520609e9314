using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using KalePool.Backend.Api.Access;
using KalePool.Contracts;
using KalePool.Fuzz.Engine;
using KalePool.Stellar.Keys;

namespace KalePool.Fuzz.Targets;

/// <summary>Bodies of every route that takes one, sent to a whole backend by somebody who may: an answer, or a problem that is not the backend's fault.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "Lives as long as the program.")]
public sealed class HttpTarget : IFuzzTarget
{
    static readonly RouteRow[] Rows = [.. RouteTable.Rows.Where(row => row.Request is not null)];

    readonly Lazy<Caller> _caller = new(() => Caller.MakeAsync().GetAwaiter().GetResult());
    readonly Lazy<IReadOnlyList<byte[]>> _seeds;

    public HttpTarget() => _seeds = new(() => [.. Rows.Select((row, i) => Choice.Of(i, Encoding.UTF8.GetBytes(_caller.Value.BodyOf(row))))]);

    public string Name => "http";

    public IReadOnlyList<byte[]> Seeds => _seeds.Value;

    /// <summary>Of the client: the server has threads of its own.</summary>
    public Allowance Allowance => new(512 << 10, 100);

    public int Weight => 20;

    public void Run(ReadOnlySpan<byte> input)
    {
        var row = Rows[Choice.Among(Rows.Length, input, out var body)];
        var (status, type, text) = _caller.Value.SendAsync(row, body.ToArray()).GetAwaiter().GetResult();
        BrokenException.ThrowIf(status >= HttpStatusCode.InternalServerError && status != HttpStatusCode.ServiceUnavailable, $"{row.Method} {row.Pattern}: {(int)status} {text}");
        BrokenException.ThrowIf(status >= HttpStatusCode.BadRequest && type != "application/problem+json", $"{row.Method} {row.Pattern}: {(int)status} as {type}");
        BrokenException.ThrowIf(status >= HttpStatusCode.BadRequest && text.Contains("System.", StringComparison.Ordinal), $"{row.Method} {row.Pattern}: {text}");
    }

    /// <summary>Who has every key: of a pooler, of a farmer of his, and the operator's.</summary>
    sealed class Caller(HttpClient http)
    {
        string _farmer = "", _farmerKey = "", _pooler = "", _poolerKey = "";

        public static async Task<Caller> MakeAsync()
        {
            var caller = new Caller(new HttpClient { BaseAddress = await WholeBackend.StartAsync() });
            var wallet = KeyPair.FromSeed(new byte[32]).Address;
            var pooler = await caller.MadeAsync(Routes.AdminPoolers, $$"""{"name":"a","public_key":"{{wallet}}","reward_share":0,"max_farmers":10}""", WholeBackend.AdminKey);
            (caller._pooler, caller._poolerKey) = ((string)pooler["pooler_id"]!, (string)pooler["api_key"]!);
            var farmer = await caller.MadeAsync(Routes.Farmers, $$"""{"pooler_id":"{{caller._pooler}}","payout_wallet":"{{wallet}}"}""", null);
            (caller._farmer, caller._farmerKey) = ((string)farmer["farmer_id"]!, (string)farmer["farmer_token"]!);
            return caller;
        }

        /// <summary>Every field that any route knows: the others are passed over.</summary>
        public string BodyOf(RouteRow row) => row.Pattern == Routes.AdminPoolers
            ? """{"name":"b","public_key":"GAAZI4TCR3TY5OJHCTJC2A4QSY6CJWJH5IAJTGKIN2ER7LBNVKOCCWN7","reward_share":0.05,"max_farmers":10}"""
            : $$"""
              {"pooler_id":"{{_pooler}}","farmer_id":"{{_farmer}}","payout_wallet":"GAAZI4TCR3TY5OJHCTJC2A4QSY6CJWJH5IAJTGKIN2ER7LBNVKOCCWN7","block_index":101,"max_farmers_capacity":10,
               "timestamp":"2026-01-01T00:00:00Z","version":"1","hash_rate":1.5,"cpu_percent":10,"memory_mb":100,"state":"idle","status_url":"http://x","stake_percentage":0.25,"payout_threshold":7,
               "work_results":[{"farmer_id":"{{_farmer}}","status":"success","nonce":1,"hash":"{{new string('0', 64)}}","zeros":0,"gap":2,"work_tx_hash":"{{new string('1', 64)}}"}],
               "work":[{"farmer_id":"{{_farmer}}","nonce":1,"hash":"{{new string('0', 64)}}"}],"harvest_blocks":[{"block_index":101,"farmer_ids":["{{_farmer}}"]}],
               "purpose":"token","challenge":"x","signature":"{{new string('a', 128)}}","loss":7,"reason":"x","payouts_made":1,"transaction_hash":"{{new string('1', 64)}}","outcome":"failed"}
              """;

        public async Task<(HttpStatusCode Status, string? Type, string Text)> SendAsync(RouteRow row, byte[] body) => await SendAsync(
            row.Method, row.Pattern.Replace("{id:guid}", _farmer, StringComparison.Ordinal), body, row.Right switch
            {
                Right.Pooler => _poolerKey,
                Right.Farmer or Right.OwnFarmerOrAdmin => _farmerKey,
                Right.Admin => WholeBackend.AdminKey,
                _ => null,
            });

        async Task<JsonNode> MadeAsync(string route, string body, string? key)
        {
            var (status, _, text) = await SendAsync("POST", route, Encoding.UTF8.GetBytes(body), key);
            return status == HttpStatusCode.Created ? JsonNode.Parse(text)! : throw new InvalidOperationException($"{route}: {text}");
        }

        async Task<(HttpStatusCode Status, string? Type, string Text)> SendAsync(string method, string path, byte[] body, string? key)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } } };
            if (key is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
            request.Headers.Add("Prefer", "wait=0");
            using var answer = await http.SendAsync(request);
            return (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, await answer.Content.ReadAsStringAsync());
        }
    }
}
