using KalePool.Pages.Hosting;
using Microsoft.Playwright;

namespace KalePool.Pages.Tests;

/// <summary>Who gets in, and what he sees then.</summary>
[Collection(PagesCollection.Name)]
public sealed class LoginSpec(RunningPool pool)
{
    string PathOf(PageRow row) => row.Pattern.Replace("{PoolerId:guid}", $"{pool.Block.PoolerId:D}", StringComparison.Ordinal)
        .Replace("{Id:guid}", $"{pool.Farmers[0].Id:D}", StringComparison.Ordinal).Replace("{Index:long}", $"{pool.Block.BlockIndex}", StringComparison.Ordinal);

    [SkippableFact]
    public async Task Nobody_sees_a_page_without_a_key()
    {
        pool.RequireBrowser();
        await using var visitor = await pool.VisitAsync();
        foreach (var row in PageTable.Rows)
        {
            await visitor.Page.GotoAsync(PathOf(row));

            Assert.Equal("Log in", await visitor.HeadingAsync());
            Assert.DoesNotContain(pool.Farmers[0].CustodialWallet, await visitor.Page.ContentAsync(), StringComparison.Ordinal);
        }
    }

    [SkippableFact]
    public async Task A_wrong_key_is_refused()
    {
        pool.RequireBrowser();
        await using var visitor = await pool.VisitAsync();
        foreach (var key in new[] { pool.Pool.AdminKey + "0", "x", pool.Farmers[0].Token[..^1], pool.Pool.Seat.ApiKey })
        {
            await visitor.Page.GotoAsync("/login");
            await visitor.Page.GetByLabel("Key").FillAsync(key);
            await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Log in" }).ClickAsync();
            await visitor.Page.GetByText("This key opens nothing.").WaitForAsync();

            Assert.DoesNotContain(await visitor.Context.CookiesAsync(), c => c.Name.EndsWith("session", StringComparison.Ordinal));
            Assert.DoesNotContain(key.Length > 1 ? key : "no key", await visitor.Page.ContentAsync(), StringComparison.Ordinal);
        }
    }

    [SkippableFact]
    public async Task The_keyboard_alone_logs_in_and_out()
    {
        pool.RequireBrowser();
        await using var visitor = await pool.VisitAsync();
        await visitor.Page.GotoAsync("/");
        await TabToAsync(visitor.Page, "#key");
        await visitor.Page.Keyboard.TypeAsync(pool.Pool.AdminKey);
        await visitor.Page.Keyboard.PressAsync("Enter");
        await visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "Now", Level = 1 }).WaitForAsync();
        await TabToAsync(visitor.Page, ".pool-logout button");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "Log in", Level = 1 }).WaitForAsync();
        await visitor.Page.GotoAsync("/farmers");

        Assert.Equal("Log in", await visitor.HeadingAsync());
    }

    [SkippableFact]
    public async Task The_cookie_is_out_of_reach_and_the_key_is_in_no_address()
    {
        pool.RequireBrowser();
        await using var visitor = await pool.VisitAsync();
        await visitor.LogInAsync(pool.Pool.AdminKey);

        var session = Assert.Single(await visitor.Context.CookiesAsync(), c => c.Name == "kalepool-session");
        Assert.True(session.HttpOnly);
        Assert.Equal(SameSiteAttribute.Strict, session.SameSite);
        Assert.DoesNotContain(pool.Pool.AdminKey, visitor.Page.Url + session.Value + await visitor.Page.ContentAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(pool.Pool.AdminKey, await File.ReadAllTextAsync(pool.Pool.LogOf("backend")), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_farmer_sees_his_own_farm_and_nothing_else()
    {
        pool.RequireBrowser();
        var (mine, other) = (pool.Farmers[0], pool.Farmers[1]);
        await using var visitor = await pool.VisitAsync();
        await visitor.LogInAsync(mine.Token);
        foreach (var path in PageTable.Rows.Where(r => r.Right is PageRight.Operator).Select(PathOf).Append($"/farmers/{other.Id:D}"))
        {
            await visitor.Page.GotoAsync(path);

            Assert.EndsWith("/farm", visitor.Page.Url, StringComparison.Ordinal);
            var content = await visitor.Page.ContentAsync();
            Assert.Contains(mine.CustodialWallet, content, StringComparison.Ordinal);
            Assert.DoesNotContain(other.CustodialWallet, content, StringComparison.Ordinal);
        }
    }

    [SkippableFact]
    public async Task A_session_opens_no_route_of_the_api()
    {
        pool.RequireBrowser();
        await using var visitor = await pool.VisitAsync();
        await visitor.LogInAsync(pool.Pool.AdminKey);

        var answer = await visitor.Context.APIRequest.GetAsync("/api/v1/admin/farmers");

        Assert.Equal(401, answer.Status);
    }

    [SkippableFact]
    public async Task A_form_from_elsewhere_is_refused()
    {
        pool.RequireBrowser();
        await using var visitor = await pool.VisitAsync();
        await visitor.LogInAsync(pool.Farmers[0].Token);
        var form = visitor.Context.APIRequest.CreateFormData();
        form.Set("_handler", "leave");
        form.Set("Input.Word", "leave");

        var answer = await visitor.Context.APIRequest.PostAsync("/farm/leave", new() { Form = form });

        Assert.Equal(400, answer.Status);
        Assert.Equal("active", (await pool.Pool.Api.FarmerAsync(pool.Farmers[0].Id, default)).Status);
    }

    static async Task TabToAsync(IPage page, string selector)
    {
        const int most = 40;
        for (var i = 0; i < most; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<bool>("s => document.activeElement !== null && document.activeElement.matches(s)", selector)) return;
        }
        Assert.Fail($"{selector} is not reached by the keyboard");
    }
}
