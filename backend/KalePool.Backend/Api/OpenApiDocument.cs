using System.Text.Json;
using KalePool.Backend.Api.Access;
using KalePool.Contracts.Json;
using Microsoft.OpenApi;

namespace KalePool.Backend.Api;

/// <summary>The API's description for programs, made from the table of routes and the contract's records.</summary>
static class OpenApiDocument
{
    const string Scheme = "key";

    public static void AddApiDocument(this IServiceCollection services)
    {
        // Only for the schemas: answers are written by ContractsJson itself.
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ContractsJson.Default);
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            json.SerializerOptions.RespectNullableAnnotations = true;
            json.SerializerOptions.RespectRequiredConstructorParameters = true;
        });
        services.AddOpenApi("v1", options =>
        {
            options.AddDocumentTransformer((document, _, _) =>
            {
                document.Info = new OpenApiInfo { Title = "KalePool", Version = "v1", Description = "Amounts are integers in stroops; 1 KALE = 10 000 000. Errors are problem details with a stable code." };
                document.Components ??= new OpenApiComponents();
                document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
                document.Components.SecuritySchemes[Scheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A pooler's API key, a farmer's token, or the admin key." };
                return Task.CompletedTask;
            });
            options.AddOperationTransformer(async (operation, context, cancellation) =>
            {
                var row = context.Description.ActionDescriptor.EndpointMetadata.OfType<RouteRow>().Single();
                operation.Description = $"For: {row.Right}.";
                if (row.Right != Right.Anybody) operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [] }];
                if (row is { AlsoAs: { } other, AlsoType: { } line } && operation.Responses?["200"].Content?.TryGetValue(other, out var content) == true)
                    content.Schema = await context.GetOrCreateSchemaAsync(line, cancellationToken: cancellation);
            });
        });
    }
}
