using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using KalePool.Kale;
using KalePool.Stellar.Keys;
using KalePool.Stellar.Transactions;
using KalePool.Stellar.Xdr;

namespace KalePool.Devnet.Tests;

/// <summary>The wire as clients see it: which fields there are, which are numbers and which are strings.</summary>
public sealed class RpcSpec : ServedDevnet
{
    [Theory]
    [InlineData("getHealth", "status=s latestLedger=n latestLedgerCloseTime=s oldestLedger=n oldestLedgerCloseTime=s ledgerRetentionWindow=n")]
    [InlineData("getNetwork", "friendbotUrl=s passphrase=s protocolVersion=n")]
    [InlineData("getVersionInfo", "version=s commitHash=s buildTimestamp=s captiveCoreVersion=s protocolVersion=n")]
    [InlineData("getLatestLedger", "id=s protocolVersion=n sequence=n closeTime=s headerXdr=s metadataXdr=s")]
    [InlineData("getFeeStats", "sorobanInclusionFee=o inclusionFee=o latestLedger=n")]
    public async Task Answers_without_parameters(string method, string expected)
    {
        foreach (var given in new[] { "", ",\"params\":null", ",\"params\":{}" })
        {
            Assert.Equal(expected, Shape(await ResultAsync($$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}"{{given}}}""")));
        }
    }

    [Fact]
    public async Task Follows_a_transaction_from_sending_to_its_events()
    {
        var (key, sent) = await SendPlantAsync();
        Assert.Equal("status=s hash=s latestLedger=n latestLedgerCloseTime=s", Shape(sent));
        Assert.Equal("PENDING", sent.GetProperty("status").GetString());
        var hash = sent.GetProperty("hash").GetString()!;

        var missing = await CallAsync("getTransaction", new { hash });
        Assert.Equal(
            "status=s txHash=s latestLedger=n latestLedgerCloseTime=s oldestLedger=n oldestLedgerCloseTime=s ledger=n createdAt=s applicationOrder=n feeBump=b events=o",
            Shape(missing));
        Assert.Equal("NOT_FOUND", missing.GetProperty("status").GetString());
        Close();

        var found = await CallAsync("getTransaction", new { hash });
        Assert.Equal("SUCCESS", found.GetProperty("status").GetString());
        Assert.Equal(
            "status=s txHash=s latestLedger=n latestLedgerCloseTime=s oldestLedger=n oldestLedgerCloseTime=s ledger=n createdAt=s applicationOrder=n feeBump=b "
            + "envelopeXdr=s resultXdr=s resultMetaXdr=s diagnosticEventsXdr=a events=o",
            Shape(found));
        var ledger = found.GetProperty("ledger").GetUInt32();

        var listed = await CallAsync("getTransactions", new { startLedger = ledger });
        Assert.Equal("transactions=a latestLedger=n latestLedgerCloseTimestamp=n oldestLedger=n oldestLedgerCloseTimestamp=n cursor=s", Shape(listed));
        var item = Assert.Single(listed.GetProperty("transactions").EnumerateArray());
        Assert.Equal(JsonValueKind.Number, item.GetProperty("createdAt").ValueKind);

        var events = await CallAsync("getEvents", new { startLedger = ledger });
        Assert.Equal("events=a cursor=s latestLedger=n oldestLedger=n latestLedgerCloseTime=s oldestLedgerCloseTime=s", Shape(events));
        Assert.Equal(
            "type=s ledger=n ledgerClosedAt=s contractId=s id=s operationIndex=n transactionIndex=n txHash=s inSuccessfulContractCall=b topic=a value=s",
            Shape(events.GetProperty("events")[0]));
        Assert.Equal([0, 1_048_575], events.GetProperty("events").EnumerateArray().Select(happened => happened.GetProperty("transactionIndex").GetInt32()));

        var ledgers = await CallAsync("getLedgers", new { startLedger = ledger, pagination = new { limit = 1 } });
        Assert.Equal("ledgers=a latestLedger=n latestLedgerCloseTime=n oldestLedger=n oldestLedgerCloseTime=n cursor=s", Shape(ledgers));
        Assert.Equal("hash=s sequence=n ledgerCloseTime=s headerXdr=s metadataXdr=s", Shape(ledgers.GetProperty("ledgers")[0]));
        Assert.NotNull(key);
    }

    [Fact]
    public async Task The_chain_of_headers_holds_together()
    {
        await SendPlantAsync();
        Close();
        Close();

        var ledgers = (await CallAsync("getLedgers", new { startLedger = 1_000 })).GetProperty("ledgers").EnumerateArray().ToList();

        var headers = ledgers.Select(ledger => XdrCodec.FromBase64<LedgerHeaderHistoryEntry>(ledger.GetProperty("headerXdr").GetString()!)).ToList();
        Assert.All(headers, header => Assert.Equal(header.Hash, new Opaque(System.Security.Cryptography.SHA256.HashData(header.Header.ToXdr()))));
        Assert.Equal(headers.SkipLast(1).Select(header => header.Hash), headers.Skip(1).Select(header => header.Header.PreviousLedgerHash));
        Assert.All(ledgers.Zip(headers), pair =>
        {
            var meta = ((LedgerCloseMeta.V2)XdrCodec.FromBase64<LedgerCloseMeta>(pair.First.GetProperty("metadataXdr").GetString()!)).Value;
            Assert.Equal(pair.Second, meta.LedgerHeader);
            if (pair.Second.Header.LedgerSeq > 1_000) Assert.Equal(pair.Second.Header.ScpValue.TxSetHash, new Opaque(System.Security.Cryptography.SHA256.HashData(meta.TxSet.ToXdr())));
        });
    }

    [Fact]
    public async Task Simulates_at_the_latest_ledger_and_says_what_to_declare()
    {
        var key = KeyPair.FromSeed(new byte[32]);
        var call = new KaleCall.Plant(TestChain.AddressOf(key), 0);
        var operation = Operations.Invoke(new InvokeHostFunctionOp(new HostFunction.InvokeContract(KaleInvocations.Invocation(Server.Chain.Deployment, call)), []));
        var tx = TransactionFactory.ToSimulate(Addresses.Source(key.PublicKey), 1, Bounds.None, operation).Sign(Server.Chain.Network);

        var done = await CallAsync("simulateTransaction", new { transaction = tx.ToBase64() });

        Assert.Equal("transactionData=s minResourceFee=s events=a results=a stateChanges=a latestLedger=n", Shape(done));
        Assert.Equal("auth=a xdr=s", Shape(done.GetProperty("results")[0]));
        Assert.Equal("type=s key=s after=s", Shape(done.GetProperty("stateChanges")[0]));
        var data = XdrCodec.FromBase64<SorobanTransactionData>(done.GetProperty("transactionData").GetString()!);
        Assert.Equal(done.GetProperty("minResourceFee").GetString(), $"{data.ResourceFee}");
        Assert.Equal(KaleFootprints.Plant(Server.Chain.Deployment, TestChain.AddressOf(key), 101, 0).Footprint, data.Resources.Footprint);
    }

    [Fact]
    public async Task Reads_entries_in_the_order_asked_for_and_leaves_out_what_is_not_there()
    {
        var farm = Server.Chain.Deployment;
        string[] keys =
        [
            KaleKeys.Block(farm.ContractId, 5).ToBase64(), KaleKeys.Code(farm.CodeHash).ToBase64(), KaleKeys.Instance(farm.ContractId).ToBase64(),
            KaleKeys.Account(farm.Issuer).ToBase64(),
        ];

        var found = await CallAsync("getLedgerEntries", new { keys });

        var entries = found.GetProperty("entries").EnumerateArray().ToList();
        Assert.Equal(keys[1..], entries.Select(entry => entry.GetProperty("key").GetString()));
        Assert.Equal("key=s xdr=s lastModifiedLedgerSeq=n liveUntilLedgerSeq=n extXdr=s", Shape(entries[0]));
        Assert.Equal("key=s xdr=s lastModifiedLedgerSeq=n extXdr=s", Shape(entries[2]));
    }

    [Theory]
    [InlineData("{", -32700)]
    [InlineData("[]", -32600)]
    [InlineData("""{"id":1,"method":"getHealth"}""", -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":1}""", -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"getWeather"}""", -32601)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"getHealth","params":[1]}""", -32602)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"getTransaction","params":{"hash":"xyz"}}""", -32602)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"sendTransaction","params":{"transaction":"AAAA"}}""", -32602)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"sendTransaction","params":{"transaction":5}}""", -32602)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"getLedgerEntries","params":{"keys":[]}}""", -32602)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"getEvents","params":{"startLedger":1}}""", -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"getEvents","params":{"startLedger":1000,"filters":[{},{},{},{},{},{}]}}""", -32602)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"getLedgers","params":{"startLedger":5}}""", -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"getLedgers","params":{"startLedger":1000,"pagination":{"limit":201}}}""", -32602)]
    public async Task Refuses_bad_requests_with_a_code(string body, int code)
    {
        var answer = await PostAsync(body);

        Assert.Equal("2.0", answer.GetProperty("jsonrpc").GetString());
        Assert.Equal(code, answer.GetProperty("error").GetProperty("code").GetInt32());
        Assert.False(answer.TryGetProperty("result", out _));
    }

    [Fact]
    public async Task Refuses_a_key_asked_for_twice()
    {
        var key = KaleKeys.Account(Server.Chain.Deployment.Issuer).ToBase64();

        var answer = await PostAsync(JsonSerializer.Serialize(new { jsonrpc = "2.0", id = "x", method = "getLedgerEntries", @params = new { keys = new[] { key, key } } }));

        Assert.Equal(-32603, answer.GetProperty("error").GetProperty("code").GetInt32());
        Assert.Equal("x", answer.GetProperty("id").GetString());
    }

    [Fact]
    public async Task Refuses_a_body_that_is_too_long()
    {
        using var content = new StringContent(new string(' ', 600 * 1024), Encoding.UTF8, "application/json");
        using var answer = await Http.PostAsync(new Uri(Server.RpcUrl), content);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task A_stop_waits_for_nobody_who_waits_for_a_ledger()
    {
        var asking = Http.PostAsync(new Uri($"{Server.FriendbotUrl}?addr={KeyPair.FromSeed(new byte[32]).Address}"), null);
        while (Server.Chain.Waiting == 0) await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);

        await Server.DisposeAsync();

        using var answer = await asking;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
    }

    [Fact]
    public async Task Friendbot_answers_when_the_account_is_there_and_only_once()
    {
        var key = KeyPair.FromSeed(new byte[32]);
        var asking = Http.PostAsync(new Uri($"{Server.FriendbotUrl}?addr={key.Address}"), null);
        while (!asking.IsCompleted)
        {
            Close();
            await Task.Yield();
        }
        using var funded = await asking;
        Assert.Equal(HttpStatusCode.OK, funded.StatusCode);
        var body = await funded.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("successful=b hash=s envelope_xdr=s", Shape(body));
        var tx = await CallAsync("getTransaction", new { hash = body.GetProperty("hash").GetString() });
        var meta = ((TransactionMeta.V4)XdrCodec.FromBase64<TransactionMeta>(tx.GetProperty("resultMetaXdr").GetString()!)).Value;
        Assert.Contains(meta.Operations[0].Changes, change => change is LedgerEntryChange.Created { Value.Data: LedgerEntryData.Account { Value.Balance: 100_000_000_000 } });

        using var again = await Http.GetAsync(new Uri($"{Server.FriendbotUrl}?addr={key.Address}"));
        Assert.Equal(HttpStatusCode.BadRequest, again.StatusCode);
        Assert.Equal("application/problem+json", again.Content.Headers.ContentType!.MediaType);
        using var wrong = await Http.GetAsync(new Uri($"{Server.FriendbotUrl}?addr=GX"));
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
    }

    [Fact]
    public async Task Events_tell_whether_their_transaction_succeeded()
    {
        await SendPlantAsync();
        Close();
        var (_, again) = await SendPlantAsync();
        Close();

        var events = (await CallAsync("getEvents", new { startLedger = 1_000 })).GetProperty("events").EnumerateArray().ToList();

        Assert.Contains(events, happened => happened.GetProperty("txHash").GetString() == again.GetProperty("hash").GetString());
        Assert.All(events, happened => Assert.Equal(
            happened.GetProperty("txHash").GetString() != again.GetProperty("hash").GetString(), happened.GetProperty("inSuccessfulContractCall").GetBoolean()));
    }

    async Task<(KeyPair Key, JsonElement Sent)> SendPlantAsync()
    {
        var chain = Server.Chain;
        var key = chain.Keys.Homesteader;
        var account = Ledger.Accounts.FindAccount(chain.View.State, Addresses.Account(key.PublicKey))!;
        var farmer = TestChain.AddressOf(key);
        var tx = TransactionFactory.Soroban(
            Addresses.Source(key.PublicKey), account.SeqNum + 1, Bounds.None,
            Operations.Invoke(KaleInvocations.Operation(chain.Deployment, new KaleCall.Plant(farmer, 0))),
            KaleFootprints.TransactionData(KaleFootprints.Plant(chain.Deployment, farmer, 101, 0), 100_000));
        return (key, await CallAsync("sendTransaction", new { transaction = tx.Sign(chain.Network, key).ToBase64() }));
    }

    void Close()
    {
        Clock.Advance(TimeSpan.FromSeconds(5));
        Server.CloseLedger();
    }

    Task<JsonElement> CallAsync(string method, object given) => ResultAsync(JsonSerializer.Serialize(new { jsonrpc = "2.0", id = 1, method, @params = given }));

    async Task<JsonElement> ResultAsync(string body)
    {
        var answer = await PostAsync(body);
        Assert.True(answer.TryGetProperty("result", out var result), answer.ToString());
        return result;
    }

    async Task<JsonElement> PostAsync(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await Http.PostAsync(new Uri(Server.RpcUrl), content);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    /// <summary>Names and kinds of an object's fields in order.</summary>
    static string Shape(JsonElement element) => string.Join(' ', element.EnumerateObject().Select(field => $"{field.Name}={Kind(field.Value)}"));

    static char Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => 's',
        JsonValueKind.Number => 'n',
        JsonValueKind.True or JsonValueKind.False => 'b',
        JsonValueKind.Array => 'a',
        _ => 'o',
    };
}
