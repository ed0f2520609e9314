using System.Text;
using System.Text.Json.Nodes;

namespace KalePool.Devnet.Faults;

/// <summary>Answers spoiled on their way.</summary>
static class WrongContents
{
    static readonly byte[] Page = "<html><head><title>Welcome</title></head><body><h1>It works!</h1></body></html>"u8.ToArray();

    /// <summary>The only method that can be answered so; null: any.</summary>
    public static string? OnlyMethod(WrongKind kind) => kind switch
    {
        WrongKind.WrongNetwork => "getNetwork",
        WrongKind.Denied => "getTransaction",
        _ => null,
    };

    /// <summary>A status and the page of whoever stands before the server.</summary>
    public static NodeAnswer.Told Proxy(int status) => new(status, Page, "text/html");

    /// <param name="answer">The right one; null: none is due.</param>
    public static NodeAnswer.Told Spoil(WrongKind kind, byte[]? answer)
    {
        if (answer is null) return new NodeAnswer.Told(204, null);
        return kind switch
        {
            WrongKind.Html => Proxy(200),
            WrongKind.Empty => new NodeAnswer.Told(200, []),
            WrongKind.Truncated => new NodeAnswer.Told(200, answer[..(answer.Length / 2)]),
            WrongKind.Repeated => new NodeAnswer.Told(200, [.. answer, .. answer]),
            _ => new NodeAnswer.Told(200, Edit(kind, answer)),
        };
    }

    static byte[] Edit(WrongKind kind, byte[] answer)
    {
        var parsed = JsonNode.Parse(answer)!;
        foreach (var one in parsed is JsonArray several ? several.OfType<JsonObject>() : [parsed.AsObject()]) Edit(kind, one);
        return Encoding.UTF8.GetBytes(parsed.ToJsonString());
    }

    static void Edit(WrongKind kind, JsonObject answer)
    {
        switch (kind)
        {
            case WrongKind.WrongId:
                answer["id"] = "another";
                break;
            case WrongKind.Error:
                answer.Remove("result");
                answer["error"] = new JsonObject { ["code"] = Rpc.RpcErrorException.InternalError, ["message"] = "internal error" };
                break;
            case WrongKind.WrongNetwork when answer["result"] is JsonObject network:
                network["passphrase"] = "Another network ; 2026";
                break;
            case WrongKind.Denied when answer["result"] is JsonObject found:
                Deny(found);
                break;
        }
    }

    /// <summary>As the server says it of what it never heard of.</summary>
    static void Deny(JsonObject found)
    {
        foreach (var field in (string[])["envelopeXdr", "resultXdr", "resultMetaXdr", "diagnosticEventsXdr"]) found.Remove(field);
        found["status"] = "NOT_FOUND";
        found["ledger"] = 0;
        found["createdAt"] = "0";
        found["applicationOrder"] = 0;
        found["feeBump"] = false;
        found["events"] = new JsonObject();
    }
}
