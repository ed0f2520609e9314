using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using KalePool.Backend.Api.Access;
using KalePool.Backend.Tests.Fixtures;
using KalePool.Contracts;
using KalePool.Contracts.Json;

namespace KalePool.Backend.Tests.Api;

/// <summary>Every field of every body as something that it is not: the answer is a problem that names it, or the request is taken; never a fault of the backend's.</summary>
[Collection(ApiCollection.Name)]
public sealed class GarbageSpec(BackendHost host)
{
    /// <summary>Raw JSON of wrong kinds, sizes and characters.</summary>
    static readonly string[] Garbage =
    [
        "null", "true", "\"\"", "\"x\"", "\"\\u0000\"", "\"a\\u0000b\"", "\"\\ud800\"", "\"\u202e\\u0007\"", "{}", "[]", "[null]", "[[[]]]", "0", "-1", "1.5", "1e400", "-1e-400",
        "18446744073709551616", "-9223372036854775809", new string('9', 5_000), $"\"{new string('x', 50_000)}\"", $"\"{new string('\u00e9', 50_000)}\"",
        string.Concat(Enumerable.Repeat("[", 60)) + string.Concat(Enumerable.Repeat("]", 60)), string.Concat(Enumerable.Repeat("{\"a\":", 200)) + "1" + new string('}', 200),
    ];

    public static TheoryData<string, string> RoutesWithBodies
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var row in RouteTable.Rows.Where(r => r.Request is not null)) rows.Add(row.Method, row.Pattern);
            return rows;
        }
    }

    [Theory, MemberData(nameof(RoutesWithBodies))]
    public async Task No_value_of_any_field_is_a_fault(string method, string pattern)
    {
        var row = RouteTable.Find(method, pattern);
        var caller = await CallerAsync(row);
        var good = caller.Body(row.Request!);
        foreach (var path in Paths(good, ""))
        {
            foreach (var value in Garbage)
            {
                var answer = await caller.SendAsync(row, Encoding.UTF8.GetBytes(Replaced(good, path, value)));
                if ((int)answer.Status < 400) continue;
                Assert.True((int)answer.Status < 500, $"{path} = {Short(value)}: {(int)answer.Status} {answer.Text}");
                Assert.True(answer.ContentType == "application/problem+json", $"{path} = {Short(value)}: {answer.ContentType}");
                Assert.DoesNotContain("System.", answer.Text, StringComparison.Ordinal);
            }
        }
    }

    [Theory, MemberData(nameof(RoutesWithBodies))]
    public async Task Bytes_that_are_no_text_are_no_fault(string method, string pattern)
    {
        var row = RouteTable.Find(method, pattern);
        var caller = await CallerAsync(row);
        var good = Encoding.UTF8.GetBytes(caller.Body(row.Request!).ToJsonString());
        var random = new Random(20_260_102);
        byte[][] bodies =
        [
            [0], [0xff, 0xfe], [0xc3, 0x28], [.. "{\"a\":\""u8, 0xff, .. "\"}"u8], [.. "{\"\0\":1}"u8], [0xef, 0xbb, 0xbf, .. good], good[..(good.Length / 2)], [.. good, .. good],
            .. Enumerable.Range(0, 100).Select(_ => Damaged(good, random)),
        ];
        foreach (var body in bodies)
        {
            var answer = await caller.SendAsync(row, body);
            Assert.True((int)answer.Status < 500, $"{Convert.ToHexString(body)}: {(int)answer.Status} {answer.Text}");
            if ((int)answer.Status >= 400) Assert.Equal("application/problem+json", answer.ContentType);
        }
    }

    [Theory]
    [InlineData("?limit=x")]
    [InlineData("?limit=0")]
    [InlineData("?limit=99999999999999999999")]
    [InlineData("?cursor=-1")]
    [InlineData("?cursor=%00")]
    [InlineData("?cursor=99999999999999999999")]
    [InlineData("?cursor=x&limit=1")]
    [InlineData("?status=%00")]
    [InlineData("?status=everybody")]
    [InlineData("?limit=%ff%fe")]
    public async Task Query_strings_of_lists_are_looked_at(string query)
    {
        var answer = await TestPool.Admin(host).GetAsync(Routes.AdminFarmers + query);
        answer.Problem(HttpStatusCode.BadRequest, "validation_failed");
    }

    static byte[] Damaged(byte[] good, Random random)
    {
        var bytes = (byte[])good.Clone();
        for (var i = random.Next(1, 4); i > 0; i--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        return bytes;
    }

    static string Short(string value) => value.Length <= 40 ? value : value[..40] + "…";

    /// <summary>Every place of a body, "" for itself.</summary>
    static IEnumerable<string> Paths(JsonNode node, string path) => node switch
    {
        JsonObject fields => fields.SelectMany(field => Paths(field.Value!, $"{path}/{field.Key}")).Prepend(path),
        JsonArray items => items.SelectMany((item, i) => Paths(item!, $"{path}/{i}")).Prepend(path),
        _ => [path],
    };

    /// <summary>By a mark, for garbage need not be what a JSON library can hold.</summary>
    static string Replaced(JsonNode good, string path, string value)
    {
        const string mark = "here it goes";
        if (path.Length == 0) return value;
        var copy = good.DeepClone();
        var parts = path.Split('/')[1..];
        var parent = parts[..^1].Aggregate(copy, (node, part) => node is JsonArray items ? items[int.Parse(part, System.Globalization.CultureInfo.InvariantCulture)]! : node[part]!);
        if (parent is JsonArray list) list[int.Parse(parts[^1], System.Globalization.CultureInfo.InvariantCulture)] = mark;
        else parent[parts[^1]] = mark;
        return copy.ToJsonString().Replace($"\"{mark}\"", value, StringComparison.Ordinal);
    }

    async Task<Sender> CallerAsync(RouteRow row)
    {
        var pool = await TestPool.MakeAsync(host);
        var farmer = await pool.RegisterAsync();
        return new Sender(host, pool, farmer, row.Right switch
        {
            Right.Pooler => pool.Key,
            Right.Farmer or Right.OwnFarmerOrAdmin => farmer.Token,
            Right.Admin => BackendHost.AdminKey,
            _ => null,
        });
    }

    /// <summary>Somebody who may call the route, with a body that fits.</summary>
    sealed class Sender(BackendHost host, TestPool pool, TestFarmer farmer, string? key)
    {
        public JsonNode Body(Type type) => Value(ContractsJson.Default.GetTypeInfo(type)!, "");

        public async Task<Answer> SendAsync(RouteRow row, byte[] body)
        {
            using var request = new HttpRequestMessage(new HttpMethod(row.Method), row.Pattern.Replace("{id:guid}", $"{farmer.Id:D}", StringComparison.Ordinal));
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
            if (key is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
            request.Headers.Add("Prefer", "wait=0");
            using var response = await host.Http.SendAsync(request);
            return new Answer(response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync(), null, "", null);
        }

        JsonNode Value(JsonTypeInfo type, string name)
        {
            if (type.Kind == JsonTypeInfoKind.Object)
                return new JsonObject(type.Properties.Select(p => KeyValuePair.Create(p.Name, (JsonNode?)Value(type.Options.GetTypeInfo(p.PropertyType), p.Name))));
            if (type.Kind == JsonTypeInfoKind.Enumerable) return new JsonArray(Value(type.Options.GetTypeInfo(type.ElementType!), name));
            var plain = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
            if (plain == typeof(Guid)) return (name == "pooler_id" ? pool.Id : farmer.Id).ToString("D");
            if (plain == typeof(DateTimeOffset)) return "2026-01-01T00:00:00Z";
            if (plain == typeof(bool)) return false;
            if (plain != typeof(string)) return 0;
            return name switch
            {
                "payout_wallet" or "public_key" => Wallets.Of(name).Address,
                "status" => "failed",
                "purpose" => "payout_wallet",
                _ => "x",
            };
        }
    }
}
