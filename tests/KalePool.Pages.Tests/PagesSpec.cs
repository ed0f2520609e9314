using System.Globalization;
using Deque.AxeCore.Playwright;
using KalePool.Demo.Harness;
using Microsoft.Playwright;

namespace KalePool.Pages.Tests;

/// <summary>What the pages show, to eyes and to screen readers.</summary>
[Collection(PagesCollection.Name)]
public sealed class PagesSpec(RunningPool pool)
{
    static readonly string Pictures = Directory.CreateDirectory(Path.Combine(Artifacts.Find().Root, "artifacts/pages")).FullName;

    public static TheoryData<string> Screens => [.. Screen.All.Select(s => s.Name)];

    string BlockPath => string.Create(CultureInfo.InvariantCulture, $"/blocks/{pool.Block.PoolerId:D}/{pool.Block.BlockIndex}");

    (string Name, string Path)[] OperatorPages =>
    [
        ("now", "/"), ("blocks", "/blocks"), ("block", BlockPath), ("farmers", "/farmers"), ("farmer", $"/farmers/{pool.Farmers[0].Id:D}"),
        ("farmer-block", $"/farmers/{pool.Farmers[0].Id:D}/blocks/{pool.Block.BlockIndex}"), ("search", "/search?q=nobody"), ("missing", $"/farmers/{Guid.Empty:D}"),
    ];

    (string Name, string Path)[] FarmPages =>
        [("farm", "/farm"), ("farm-block", $"/farm/blocks/{pool.Block.BlockIndex}"), ("farm-change", "/farm/change"), ("farm-leave", "/farm/leave")];

    [SkippableTheory, MemberData(nameof(Screens))]
    public async Task Axe_finds_nothing_and_the_browser_complains_of_nothing(string screen)
    {
        pool.RequireBrowser();
        var shown = Screen.All.Single(s => s.Name == screen);
        var found = new List<string>();
        await SeeAsync(null, [("login", "/login")]);
        await SeeAsync(pool.Pool.AdminKey, OperatorPages);
        await SeeAsync(pool.Farmers[0].Token, FarmPages);
        Assert.Empty(found);

        async Task SeeAsync(string? key, (string Name, string Path)[] pages)
        {
            await using var visitor = await pool.VisitAsync(shown);
            if (key is not null) await visitor.LogInAsync(key);
            foreach (var (name, path) in pages)
            {
                await visitor.Page.GotoAsync(path);
                await visitor.Page.Locator("h1").WaitForAsync();
                await visitor.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Pictures, $"{name}-{screen}.png"), FullPage = true });
                var axe = await visitor.Page.RunAxe();
                found.AddRange(axe.Violations.SelectMany(v => v.Nodes.Select(n => $"{name}: {v.Id}: {n.Html}")));
                if (await visitor.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > document.documentElement.clientWidth")) found.Add($"{name}: wider than the screen");
            }
            found.AddRange(visitor.Complaints.Select(c => $"complaint: {c}"));
            found.AddRange(visitor.Strangers.Select(s => $"asked {s}"));
        }
    }

    [SkippableFact]
    public async Task Now_shows_every_farmer_of_the_open_block_and_goes_on_by_itself()
    {
        pool.RequireBrowser();
        await using var visitor = await pool.VisitAsync();
        await visitor.LogInAsync(pool.Pool.AdminKey);
        foreach (var farmer in pool.Farmers) await visitor.Page.Locator($"main a[href='/farmers/{farmer.Id:D}']").First.WaitForAsync();
        var ledger = visitor.Page.GetByText("Ledger ");
        var before = await ledger.InnerTextAsync();

        await visitor.Page.WaitForFunctionAsync("before => ![...document.querySelectorAll('main p')].some(p => p.innerText === before)", before);

        Assert.NotEqual(before, await ledger.InnerTextAsync());
    }

    [SkippableFact]
    public async Task Who_prefers_dark_gets_it_dark()
    {
        pool.RequireBrowser();
        foreach (var screen in Screen.All)
        {
            await using var visitor = await pool.VisitAsync(screen);
            await visitor.Page.GotoAsync("/login");
            var background = await visitor.Page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor");
            Assert.Equal(screen.IsDark ? "rgb(18, 23, 18)" : "rgb(246, 248, 245)", background);
        }
    }

    [SkippableFact]
    public async Task A_farmers_statement_stands_on_his_page()
    {
        pool.RequireBrowser();
        await using var visitor = await pool.VisitAsync();
        await visitor.LogInAsync(pool.Pool.AdminKey);
        await visitor.Page.GotoAsync($"/farmers/{pool.Farmers[0].Id:D}");
        await visitor.Page.Locator($"main table a[href='/farmers/{pool.Farmers[0].Id:D}/blocks/{pool.Block.BlockIndex}']").WaitForAsync();
    }

    /// <summary>From the first page: into the box, a text, Find.</summary>
    [SkippableFact]
    public async Task Any_farmer_and_any_block_is_three_clicks_away()
    {
        pool.RequireBrowser();
        var farmer = pool.Farmers[1];
        await using var visitor = await pool.VisitAsync();
        await visitor.LogInAsync(pool.Pool.AdminKey);
        foreach (var (text, path) in new[]
        {
            (farmer.CustodialWallet, $"/farmers/{farmer.Id:D}"), (farmer.PayoutWallet, $"/farmers/{farmer.Id:D}"), ($"{farmer.Id:D}", $"/farmers/{farmer.Id:D}"),
            (pool.Block.BlockIndex.ToString(CultureInfo.InvariantCulture), BlockPath),
        })
        {
            await visitor.Page.GotoAsync("/");
            await visitor.Page.GetByRole(AriaRole.Searchbox).FillAsync(text);
            await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Find" }).ClickAsync();
            await visitor.Page.WaitForURLAsync("**" + path);
            await visitor.Page.GetByRole(AriaRole.Heading, new() { Level = 1, NameRegex = new("^(Farmer|Block)") }).WaitForAsync();
        }
    }

    [SkippableFact]
    public async Task A_farmer_reads_what_he_has_and_what_a_block_brought_him()
    {
        pool.RequireBrowser();
        var farmer = pool.Farmers[0];
        await using var visitor = await pool.VisitAsync();
        await visitor.LogInAsync(farmer.Token);

        Assert.Contains(farmer.CustodialWallet, await visitor.Page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await visitor.Page.Locator($"main a[href='/farm/blocks/{pool.Block.BlockIndex}']").First.ClickAsync();
        await visitor.Page.GetByText("Planted 0 KALE").Or(visitor.Page.GetByText("Planted ")).First.WaitForAsync();
        var story = await visitor.Page.Locator("main").InnerTextAsync();
        Assert.Contains("Worked, ", story, StringComparison.Ordinal);
        Assert.Contains("Harvested ", story, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_farmer_changes_his_stake_and_wrong_values_are_named()
    {
        pool.RequireBrowser();
        var farmer = pool.Farmers[1];
        await using var visitor = await pool.VisitAsync();
        await visitor.LogInAsync(farmer.Token);
        await visitor.Page.GotoAsync("/farm/change");
        await visitor.Page.Locator("#percent").FillAsync("120");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Change", Exact = true }).ClickAsync();
        await visitor.Page.GetByText("stake_percentage: 0 to 1").WaitForAsync();
        await visitor.Page.Locator("#percent").FillAsync("37.5");
        await visitor.Page.Locator("#threshold").FillAsync("12.5");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Change", Exact = true }).ClickAsync();
        await visitor.Page.GetByText("Changed; from the next plant on.").WaitForAsync();

        var now = await pool.Pool.Api.FarmerAsync(farmer.Id, default);
        Assert.Equal(0.375m, now.StakePercentage);
        Assert.Equal(125_000_000, now.PayoutThreshold);
    }
}
