using System.Diagnostics.CodeAnalysis;
using KalePool.Contracts.Admin;
using KalePool.Demo.Harness;
using KalePool.Demo.Run;
using Microsoft.Playwright;

namespace KalePool.Pages.Tests;

/// <summary>The demo's processes with two farmers and a harvested block, and a browser that looks at them.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "xunit ends it by DisposeAsync of its own interface.")]
public sealed class RunningPool : IAsyncLifetime
{
    const int Farmed = 2;
    const int LedgerMs = 1_000;
    const int BlockSeconds = 30;

    static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    static readonly string[] Arguments =
        ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    readonly string _directory = Directory.CreateTempSubdirectory("kalepool-pages-").FullName;
    LocalPool? _pool;
    IPlaywright? _playwright;
    IBrowser? _browser;

    /// <summary>Where a browser of the system's may be; null: nothing is tested.</summary>
    static string? Chromium => new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);

    public LocalPool Pool => _pool!;

    public IReadOnlyList<Farmer> Farmers { get; private set; } = [];

    /// <summary>One whose farmers are all harvested.</summary>
    public BlockRow Block { get; private set; } = null!;

    public Uri Address => Pool.Api.Address;

    /// <summary>Skips a test where there is nothing to see the pages with.</summary>
    public void RequireBrowser() => Skip.If(_browser is null, "no chromium on this machine: apt-get install chromium");

    public async Task InitializeAsync()
    {
        if (Chromium is not { } chromium) return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = chromium, Args = Arguments });
        _pool = new LocalPool(new LocalPoolOptions(LedgerMs, BlockSeconds, 1, _directory));
        await _pool.StartChainAsync(default);
        await _pool.StartBackendAsync(default);
        await _pool.RegisterPoolerAsync(Farmed, default);
        Farmers = await Registration.RegisterAsync(_pool, Farmed, _ => { }, default);
        await _pool.StartPoolerAsync(null);
        Block = await _pool.GuardAsync(Waiting.UntilAsync(
            "a harvested block", async stop => (await _pool.Api.BlocksAsync(stop)).Blocks.FirstOrDefault(b => b.SuccessfulHarvests == Farmed), Patience, TimeProvider.System, default));
    }

    /// <summary>A visitor without cookies.</summary>
    public async Task<Visitor> VisitAsync(Screen? screen = null)
    {
        var shown = screen ?? Screen.Desktop;
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = Address.AbsoluteUri,
            ColorScheme = shown.IsDark ? ColorScheme.Dark : ColorScheme.Light,
            ViewportSize = new ViewportSize { Width = shown.Width, Height = shown.Height },
        });
        return new Visitor(context, await context.NewPageAsync(), Address);
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_pool is not null) await _pool.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }
}

/// <summary>How somebody looks at a page.</summary>
public sealed record Screen(string Name, int Width, int Height, bool IsDark)
{
    public static readonly Screen Desktop = new("desktop-light", 1280, 900, false);

    public static IReadOnlyList<Screen> All { get; } =
        [Desktop, new("desktop-dark", 1280, 900, true), new("phone-light", 390, 844, false), new("phone-dark", 390, 844, true)];
}
