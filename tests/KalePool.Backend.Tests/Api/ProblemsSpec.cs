using System.Net;
using Akka.Actor;
using KalePool.Backend.Api;
using KalePool.Backend.Ops;
using KalePool.Backend.Tests.Fixtures;
using KalePool.Contracts.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KalePool.Backend.Tests.Api;

/// <summary>What leaves when an endpoint throws.</summary>
public sealed class ProblemsSpec
{
    const string Secret = "SQL Error: no such table 'secrets'";

    readonly List<(LogLevel Level, Exception? Exception)> _logged = [];

    async Task<Answer> AskAsync(RequestDelegate endpoint)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(new Records(_logged));
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSingleton(TimeProvider.System).AddSingleton<PoolerRefusals>();
        await using var app = builder.Build();
        app.UseProblems();
        app.MapGet("/it", endpoint);
        await app.StartAsync();
        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = new Uri(app.Urls.Single()) };
        return await new PoolClient(http, null).GetAsync("/it");
    }

    [Fact]
    public async Task What_nobody_expected_is_logged_and_told_without_details()
    {
        var answer = await AskAsync(_ => throw new InvalidOperationException(Secret));
        Assert.DoesNotContain("SQL", answer.Problem(HttpStatusCode.InternalServerError, ErrorCode.UnknownOutcome), StringComparison.Ordinal);
        var (level, exception) = Assert.Single(_logged);
        Assert.Equal((LogLevel.Error, Secret), (level, exception?.Message));
    }

    [Fact]
    public async Task An_actor_that_did_not_answer_leaves_the_outcome_unknown()
    {
        (await AskAsync(_ => throw new AskTimeoutException("Timeout after 00:00:10"))).Problem(HttpStatusCode.ServiceUnavailable, ErrorCode.UnknownOutcome);
        Assert.Empty(_logged);
    }

    [Fact]
    public async Task A_refusal_of_the_framework_gets_a_body()
    {
        (await AskAsync(context =>
        {
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return Task.CompletedTask;
        })).Problem(HttpStatusCode.UnsupportedMediaType, ErrorCode.ValidationFailed);
    }

    [Fact]
    public async Task An_answer_with_a_body_of_its_own_is_left_alone()
    {
        var answer = await AskAsync(context => TypedResults.Text("not yet", statusCode: StatusCodes.Status503ServiceUnavailable).ExecuteAsync(context));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "not yet"), (answer.Status, answer.Text));
    }

    sealed class Records(List<(LogLevel Level, Exception? Exception)> entries) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) entries.Add((logLevel, exception));
        }

        public void Dispose()
        {
        }
    }
}
