using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Serialization.Metadata;
using KalePool.Contracts;
using KalePool.Contracts.Admin;
using KalePool.Contracts.Errors;
using KalePool.Contracts.Farmers;
using KalePool.Contracts.Json;
using KalePool.Contracts.Poolers;

namespace KalePool.Demo.Harness;

/// <summary>The backend's HTTP API as an operator, a farmer and a pooler use it, at any of its nodes.</summary>
public sealed class BackendApi(IReadOnlyList<Uri> nodes, string adminKey) : IDisposable
{
    static readonly ContractsJson Json = ContractsJson.Default;

    readonly HttpClient _http = new(new AnyNode(nodes)) { BaseAddress = nodes[0], Timeout = TimeSpan.FromSeconds(60) };

    /// <summary>Of the first node.</summary>
    public Uri Address => nodes[0];

    public async Task<bool> ReadyAsync(CancellationToken stop)
    {
        using var response = await _http.GetAsync(new Uri(Routes.Ready, UriKind.Relative), stop);
        return response.IsSuccessStatusCode;
    }

    public Task<CreatePoolerResponse> CreatePoolerAsync(CreatePoolerRequest request, CancellationToken stop) =>
        PostAsync(Routes.AdminPoolers, request, Json.CreatePoolerRequest, Json.CreatePoolerResponse, adminKey, stop);

    public Task<RegisterFarmerResponse> RegisterAsync(RegisterFarmerRequest request, CancellationToken stop) =>
        PostAsync(Routes.Farmers, request, Json.RegisterFarmerRequest, Json.RegisterFarmerResponse, null, stop);

    public Task<ConfirmFundingResponse> ConfirmFundingAsync(Guid farmerId, string token, CancellationToken stop) =>
        PostAsync(Routes.ConfirmFunding, new ConfirmFundingRequest(farmerId), Json.ConfirmFundingRequest, Json.ConfirmFundingResponse, token, stop);

    public Task<PoolerList> PoolersAsync(CancellationToken stop) => GetAsync(Routes.AdminPoolers, Json.PoolerList, stop);

    public Task<FarmerView> FarmerAsync(Guid farmerId, CancellationToken stop) =>
        GetAsync(Routes.Farmer(farmerId), Json.FarmerView, stop);

    public Task<FarmerView> ChangeAsync(Guid farmerId, string token, ChangeFarmerRequest request, CancellationToken stop) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Patch, Routes.Farmer(farmerId)) { Content = JsonContent.Create(request, Json.ChangeFarmerRequest) }, Json.FarmerView, token, stop);

    public Task<FarmerView> LeaveAsync(Guid farmerId, string token, CancellationToken stop) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, Routes.Farmer(farmerId) + Routes.Leave), Json.FarmerView, token, stop);

    public Task<Statement> StatementAsync(Guid farmerId, CancellationToken stop) => GetAsync(Routes.Farmer(farmerId) + Routes.Statement, Json.Statement, stop);

    /// <summary>As a farmer downloads it.</summary>
    /// <exception cref="ApiException">Refused, or longer than one page.</exception>
    public async Task<string> StatementCsvAsync(Guid farmerId, string token, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Routes.Farmer(farmerId)}{Routes.Statement}?format=csv&limit=1000");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var response = await _http.SendAsync(request, stop);
        if (!response.IsSuccessStatusCode) throw await RefusalAsync(request, response, stop);
        if (response.Headers.Contains("Link")) throw new ApiException(response.StatusCode, null, $"{request.RequestUri}: more than one page");
        return await response.Content.ReadAsStringAsync(stop);
    }

    /// <summary>The nodes as the one sees them that answers.</summary>
    public Task<ClusterView> ClusterAsync(CancellationToken stop) => GetAsync(Routes.AdminCluster, Json.ClusterView, stop);

    /// <summary>Newest first; a moment behind.</summary>
    public Task<BlockList> BlocksAsync(CancellationToken stop) => GetAsync(Routes.AdminBlocks, Json.BlockList, stop);

    /// <summary>Null where the backend knows no such block yet.</summary>
    public async Task<BlockView?> BlockAsync(Guid poolerId, uint index, CancellationToken stop)
    {
        try
        {
            return await GetAsync(Routes.AdminBlock(poolerId, index), Json.BlockView, stop);
        }
        catch (ApiException e) when (e.Status == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    public Task<HarvestResponse> HarvestAsync(HarvestRequest request, string poolerKey, CancellationToken stop) =>
        PostAsync(Routes.HarvestRequest, request, Json.HarvestRequest, Json.HarvestResponse, poolerKey, stop);

    public Task<PlantResponse> PlantAsync(PlantRequest request, string poolerKey, CancellationToken stop) =>
        PostAsync(Routes.PlantRequest, request, Json.PlantRequest, Json.PlantResponse, poolerKey, stop);

    public void Dispose() => _http.Dispose();

    Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken stop) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Get, path), type, adminKey, stop);

    Task<TOut> PostAsync<TIn, TOut>(
        string path, TIn body, JsonTypeInfo<TIn> type, JsonTypeInfo<TOut> answer, string? key, CancellationToken stop) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body, type) }, answer, key, stop);

    async Task<T> SendAsync<T>(HttpRequestMessage request, JsonTypeInfo<T> type, string? key, CancellationToken stop)
    {
        using (request)
        {
            if (key is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
            using var response = await _http.SendAsync(request, stop);
            if (!response.IsSuccessStatusCode) throw await RefusalAsync(request, response, stop);
            return await response.Content.ReadFromJsonAsync(type, stop)
                ?? throw new ApiException(response.StatusCode, null, $"{request.Method} {request.RequestUri}: an empty answer");
        }
    }

    static async Task<ApiException> RefusalAsync(HttpRequestMessage request, HttpResponseMessage response, CancellationToken stop)
    {
        var problem = response.Content.Headers.ContentType?.MediaType == Problem.ContentType
            ? await response.Content.ReadFromJsonAsync(Json.Problem, stop)
            : null;
        return new ApiException(
            response.StatusCode, problem?.Code,
            $"{request.Method} {request.RequestUri}: {(int)response.StatusCode} {problem?.Code} {problem?.Detail ?? response.ReasonPhrase}");
    }
}

/// <summary>The backend refused: its status, and the stable code where it gave one.</summary>
public sealed class ApiException(HttpStatusCode status, string? code, string message) : Exception(message)
{
    public HttpStatusCode Status { get; } = status;

    public string? Code { get; } = code;
}
