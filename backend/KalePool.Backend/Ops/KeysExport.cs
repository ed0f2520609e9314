using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using KalePool.Backend.Settings;
using KalePool.Contracts;
using KalePool.Contracts.Json;
using KalePool.Contracts.Settings;

namespace KalePool.Backend.Ops;

/// <summary><c>kalepool keys export</c>: the route of the same name, asked with the admin key.</summary>
static class KeysExport
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <exception cref="SettingsException">No admin key, or it would travel in the clear.</exception>
    /// <exception cref="HttpRequestException">The backend refused, and said why.</exception>
    public static async Task RunAsync(FileInfo? envFile, Guid farmerId, TextWriter output, CancellationToken cancellation)
    {
        var reader = new SettingsReader(SettingsSource.Load(Environment.GetEnvironmentVariables(), envFile?.FullName));
        var port = reader.Int("PORT", 3000, 1, 65535);
        var address = reader.OptionalUri("API_BASE_URL") ?? new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        if (address is { Scheme: "http", IsLoopback: false }) reader.Fail("API_BASE_URL", SettingsReader.Shown(address.OriginalString), "https off this machine: the key would travel in the clear");
        var key = reader.RequiredSecret("ADMIN_KEY", $"the operator's key, at least {BackendSettings.LeastAdminKeyLength} characters", text => text.Length >= BackendSettings.LeastAdminKeyLength);
        reader.ThrowIfInvalid();

        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Routes.BaseOf(address), Timeout = Patience };
        using var request = new HttpRequestMessage(HttpMethod.Post, (Routes.AdminFarmer(farmerId) + Routes.ExportKey).TrimStart('/'));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var response = await http.SendAsync(request, cancellation);
        var body = await response.Content.ReadAsStringAsync(cancellation);
        if (!response.IsSuccessStatusCode) throw new HttpRequestException($"{http.BaseAddress}: {WhyNot(body) ?? $"HTTP status {(int)response.StatusCode}"}");
        var shown = JsonSerializer.Deserialize(body, ContractsJson.Default.ExportKeyResponse)!;
        await output.WriteLineAsync($"{shown.CustodialWallet} {shown.SecretKey}");
    }

    static string? WhyNot(string body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, ContractsJson.Default.Problem)?.Detail;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
