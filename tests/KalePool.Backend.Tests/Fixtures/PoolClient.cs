using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KalePool.Backend.Tests.Fixtures;

/// <summary>A caller of the API who sees what stands on the wire.</summary>
sealed class PoolClient(HttpClient http, string? key)
{
    public async Task<Answer> SendAsync(HttpMethod method, string path, string? body = null, int? waitSeconds = null, string? authorization = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        if (key is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
        if (waitSeconds is { } wait) request.Headers.Add("Prefer", $"wait={wait}");
        using var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        var json = text.Length > 0 && text[0] is '{' or '[' ? JsonNode.Parse(text) : null;
        return new Answer(response.StatusCode, response.Content.Headers.ContentType?.MediaType, text, json, response.Headers.WwwAuthenticate.ToString(), response.Headers.RetryAfter?.Delta?.TotalSeconds);
    }

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<Answer> PatchAsync(string path, object body) => SendAsync(HttpMethod.Patch, path, JsonSerializer.Serialize(body));

    public Task<Answer> PostAsync(string path, object body, int? waitSeconds = null) => SendAsync(HttpMethod.Post, path, JsonSerializer.Serialize(body), waitSeconds);
}

/// <summary>An answer as it came.</summary>
sealed record Answer(HttpStatusCode Status, string? ContentType, string Text, JsonNode? Json, string Authenticate, double? RetryAfter)
{
    public JsonNode this[string field] => Json?[field] ?? throw new InvalidOperationException($"no {field} in {(int)Status} {Text}");

    /// <summary>The answer, which must have that status.</summary>
    public Answer With(HttpStatusCode status)
    {
        Assert.True(Status == status, $"{(int)status} expected, {(int)Status} came: {Text}");
        return this;
    }

    /// <summary>Must be a problem of that status and code; its detail.</summary>
    public string Problem(HttpStatusCode status, string code)
    {
        With(status);
        Assert.Equal("application/problem+json", ContentType);
        Assert.Equal(["code", "detail", "status", "title"], Json!.AsObject().Select(p => p.Key).Order());
        Assert.Equal((code, (int)status), ((string?)this["code"], (int)this["status"]));
        Assert.NotEqual("", (string?)this["title"]);
        return (string)this["detail"]!;
    }
}
