using System.Net.Http.Json;
using System.Text.Json;

namespace KalePool.Demo.Harness;

/// <summary>The little that the harness itself asks of the devnet.</summary>
static class Chain
{
    static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(30) };

    public static async Task<bool> HealthyAsync(DevnetSettings devnet, CancellationToken stop)
    {
        using var body = JsonContent.Create(JsonDocument.Parse("""{"jsonrpc":"2.0","id":1,"method":"getHealth"}""").RootElement);
        using var response = await Http.PostAsync(devnet.RpcUrl, body, stop);
        if (!response.IsSuccessStatusCode) return false;
        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(stop);
        return answer.TryGetProperty("result", out var result) && result.GetProperty("status").GetString() == "healthy";
    }

    /// <summary>10 000 XLM by friendbot, which answers once they are there.</summary>
    public static async Task FundAsync(DevnetSettings devnet, string address, CancellationToken stop)
    {
        using var response = await Http.GetAsync(new Uri($"{devnet.FriendbotUrl.AbsoluteUri.TrimEnd('/')}?addr={address}"), stop);
        if (response.IsSuccessStatusCode) return;
        var text = await response.Content.ReadAsStringAsync(stop);
        throw new HttpRequestException($"friendbot, {address}: {(int)response.StatusCode} {text}");
    }
}
