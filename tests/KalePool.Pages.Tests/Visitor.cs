using Microsoft.Playwright;

namespace KalePool.Pages.Tests;

/// <summary>Somebody with a browser; what it complains of, and whom it asks, is kept.</summary>
public sealed class Visitor : IAsyncDisposable
{
    readonly IBrowserContext _context;
    readonly List<string> _complaints = [];
    readonly List<string> _strangers = [];

    public Visitor(IBrowserContext context, IPage page, Uri address)
    {
        ArgumentNullException.ThrowIfNull(page);
        _context = context;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type == "error") _complaints.Add(message.Text);
        };
        page.PageError += (_, error) => _complaints.Add(error);
        page.Request += (_, request) =>
        {
            if (new Uri(request.Url) is { Scheme: not "data" } url && url.Authority != address.Authority) _strangers.Add(request.Url);
        };
    }

    public IPage Page { get; }

    public IBrowserContext Context => _context;

    /// <summary>Of the console, among them what the content policy stopped.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    /// <summary>Requests to anybody but the backend.</summary>
    public IReadOnlyList<string> Strangers => _strangers;

    public async Task LogInAsync(string key)
    {
        await Page.GotoAsync("/login");
        await Page.GetByLabel("Key").FillAsync(key);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Log in" }).ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Log out" }).WaitForAsync();
    }

    /// <summary>The page's first heading.</summary>
    public Task<string> HeadingAsync() => Page.Locator("h1").InnerTextAsync();

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
