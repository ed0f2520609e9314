using System.Text.Json;

namespace KalePool.Devnet.Rpc;

/// <summary>
/// One request of a body, read as strictly as the server of stellar-rpc (the Go package jrpc2) reads it: unknown fields beside the four are refused, parameters must
/// be an object or an array, an id a string or a number.
/// </summary>
/// <param name="Id">Null in a notification; an id of null is none.</param>
/// <param name="Refusal">Why it is not one; the rest may be missing then.</param>
sealed record JsonRpcRequest(JsonElement? Id, string Method, JsonElement? Params, RpcErrorException? Refusal)
{
    public bool IsNotification => Id is null;

    public static JsonRpcRequest Parse(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object) return new JsonRpcRequest(null, "", null, RpcErrorException.Request("request is not a JSON object"));
        var reading = new Reading();
        foreach (var field in element.EnumerateObject()) reading.Take(field);
        return reading.Finish();
    }

    sealed class Reading
    {
        readonly List<string> _extra = [];
        JsonElement? _id;
        string? _version;
        string _method = "";
        JsonElement? _params;
        RpcErrorException? _refusal;

        public void Take(JsonProperty field)
        {
            switch (field.Name)
            {
                case "jsonrpc":
                    _version = Text(field.Value, "invalid version key");
                    break;
                case "id":
                    TakeId(field.Value);
                    break;
                case "method":
                    _method = Text(field.Value, "invalid method name") ?? "";
                    break;
                case "params":
                    TakeParams(field.Value);
                    break;
                default:
                    _extra.Add(field.Name);
                    break;
            }
        }

        public JsonRpcRequest Finish()
        {
            if (_version != "2.0") Refuse(RpcErrorException.InvalidRequest, "invalid version marker");
            if (_extra.Count > 0) Refuse(RpcErrorException.InvalidRequest, $"extra fields in request: {string.Join(", ", _extra)}");
            if (_method.Length == 0) Refuse(RpcErrorException.InvalidRequest, "empty method name");
            return new JsonRpcRequest(_id, _method, _params, _refusal);
        }

        void TakeId(JsonElement id)
        {
            if (id.ValueKind is JsonValueKind.String or JsonValueKind.Number) _id = id;
            else if (id.ValueKind != JsonValueKind.Null) Refuse(RpcErrorException.InvalidRequest, "invalid request ID");
        }

        void TakeParams(JsonElement given)
        {
            if (given.ValueKind is JsonValueKind.Object or JsonValueKind.Array) _params = given;
            else if (given.ValueKind != JsonValueKind.Null) Refuse(RpcErrorException.InvalidRequest, "parameters must be array or object");
        }

        string? Text(JsonElement value, string refusal)
        {
            if (value.ValueKind == JsonValueKind.String) return value.GetString();
            Refuse(RpcErrorException.InvalidRequest, refusal);
            return null;
        }

        /// <summary>The first fault is the one that is told.</summary>
        void Refuse(int code, string message) => _refusal ??= new RpcErrorException(code, message);
    }
}
