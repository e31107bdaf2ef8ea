using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Hotline.EndToEnd.Tests;

/// <summary>The machine's own Chromium. Where none is installed the tests are skipped with a word.</summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string[] Candidates = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    private static readonly string[] Flags = ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    /// <summary>Milliseconds a page has for what is expected of it: a busy machine takes its time, and what works is not waited for.</summary>
    private const int Patience = 30_000;

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(Patience);
        if (Array.Find(Candidates, File.Exists) is not { } chromium) return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = chromium, Args = Flags });
    }

    /// <summary>A person's own browser window: nothing is shared with the others. It asks for reduced motion: what is half faded has no contrast that could be judged.</summary>
    public async Task<IPage> Open(Uri site, int width = 1440, string language = "zh-CN", bool scripts = true)
    {
        if (_browser is null) Assert.Skip("No Chromium is installed.");
        var context = await _browser.NewContextAsync(new() { BaseURL = site.ToString(), ViewportSize = new() { Width = width, Height = 900 }, Locale = language, JavaScriptEnabled = scripts, ReducedMotion = ReducedMotion.Reduce });
        context.SetDefaultTimeout(Patience);
        return await context.NewPageAsync();
    }

    /// <summary>A window of somebody signed in to the console.</summary>
    public async Task<IPage> SignIn(Uri site, string userName, int width = 1440, string language = "zh-CN")
    {
        var page = await Open(site, width, language);
        await page.GotoAsync("/console/");
        await page.GetByTestId("signin-user").FillAsync(userName);
        await page.GetByTestId("signin-password").FillAsync("Hotline-demo-1");
        await page.GetByTestId("signin-submit").ClickAsync();
        await Assertions.Expect(page.GetByTestId("user-menu")).ToBeVisibleAsync();
        return page;
    }

    /// <summary>No violation of WCAG 2.2 A and AA that axe can see.</summary>
    public static async Task ShouldBeAccessible(IPage page, string what)
    {
        var options = new AxeRunOptions { RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] } };
        var result = await page.RunAxe(options);
        result.Violations.Select(v => $"{what}: {v.Id} {v.Help}: {string.Join(" | ", v.Nodes.Select(n => n.Html).Take(3))}").ShouldBeEmpty();
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
