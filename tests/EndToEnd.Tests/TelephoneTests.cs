using System.Diagnostics;
using Hotline.Api.Data;
using Hotline.Api.Distribution;
using Hotline.Api.Platform;
using Hotline.Domain.Calls;
using Hotline.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hotline.EndToEnd.Tests;

/// <summary>A call at the agent's desk, as the agent sees it. The call comes into the line as whoever carries calls brings it; the voice is at a telephone beside the browser.</summary>
public sealed class TelephoneTests(Browser browser) : IClassFixture<Browser>
{
    private static async Task<Guid> Calls(HotlineHost host, string number)
    {
        var (now, personal) = (host.Clock.GetUtcNow(), host.Services.GetRequiredService<PersonalData>());
        await using var db = await host.Services.GetRequiredService<IDbContextFactory<HotlineDb>>().CreateDbContextAsync();
        var call = Call.Begin(Guid.CreateVersion7(now), $"browser-{number}", now);
        call.Take(new CallReport(CallHappening.Ringing, now, personal.Seal(number), personal.Index($"tel:{number}"), "12345"));
        db.Calls.Add(call);
        await db.SaveChangesAsync();
        await host.Services.GetRequiredService<IWaitingLine>().Join(new WaitingCall(call.Id, "housing", "zh-CN", false, 0, now), CancellationToken.None);
        return call.Id;
    }

    private static async Task Say(IPage page, string state)
    {
        await page.GetByTestId("seat").ClickAsync();
        await page.GetByTestId($"say-{state}").ClickAsync();
    }

    private static string? Shots => Environment.GetEnvironmentVariable("HOTLINE_SHOTS");

    private static async Task Shot(IPage page, string name)
    {
        if (Shots is { Length: > 0 } folder) await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}.png") });
    }

    [Fact]
    public async Task A_call_rings_disturbs_nobody_who_types_and_is_taken_down()
    {
        using var host = HotlineHost.Start(sockets: true, settings: [("Hotline:Distribution:OfferFor", "00:02:00"), ("Hotline:Distribution:WrapUp", "00:05:00"), ("Hotline:Distribution:LostAfter", "00:02:00")]);
        var page = await browser.SignIn(host.Address, "agent1");
        await Say(page, "Ready");
        await Expect(page.GetByTestId("seat")).ToContainTextAsync("示闲");
        await page.GotoAsync("/console/tickets/new");
        await page.GetByTestId("new-body").FillAsync("");
        await page.GetByTestId("new-body").FocusAsync();
        await page.Keyboard.TypeAsync("正在写的");

        var call = await Calls(host, "15005550006");
        await Expect(page.GetByTestId("ring-bar")).ToContainTextAsync("150****0006");
        await Expect(page.GetByTestId("call-card")).ToContainTextAsync("150****0006");
        // The next keys go where they went before; none of them answers.
        await page.Keyboard.TypeAsync("字不断 a\n");
        await Expect(page.GetByTestId("new-body")).ToHaveValueAsync("正在写的字不断 a\n");
        await Expect(page.GetByTestId("new-body")).ToBeFocusedAsync();
        await Expect(page.GetByTestId("ring-bar")).ToBeVisibleAsync();
        await Browser.ShouldBeAccessible(page, "ringing");
        await Shot(page, "ringing");

        await page.Keyboard.PressAsync("Alt+a");
        await Expect(page.GetByTestId("call-state")).ToContainTextAsync("通话中");
        await Expect(page.GetByTestId("seat")).ToContainTextAsync("通话中");
        await Browser.ShouldBeAccessible(page, "talking");
        await page.GetByTestId("bar-take-down").ClickAsync();
        await page.WaitForURLAsync($"**/tickets/new?call={call}");
        // The call's form is its own: what was being written stays where it was.
        await Expect(page.GetByTestId("new-body")).ToHaveValueAsync("");
        await page.GetByTestId("new-subject").FillAsync("路灯不亮");
        await page.GetByTestId("new-body").FillAsync("桂子路路灯三天不亮。");
        await page.GetByTestId("new-place").FillAsync("桂子路 8 号");
        await page.Keyboard.PressAsync("Alt+h");
        await Expect(page.GetByTestId("call-state")).ToContainTextAsync("保持中");
        await page.Keyboard.PressAsync("Alt+h");
        await Expect(page.GetByTestId("call-state")).ToContainTextAsync("通话中");
        await Shot(page, "talking");
        var saved = await host.As("agent1");
        // Typed, and on the server without a press of anything.
        var begun = Stopwatch.StartNew();
        while ((await saved.Get($"/api/drafts?ticketId={call}")).Ok().Items.Count < 3) begun.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(60));

        // The browser dies in the middle of the call. In a new one, that remembers nothing, the call and what was typed are there.
        await page.Context.CloseAsync();
        page = await browser.SignIn(host.Address, "agent1");
        await Expect(page.GetByTestId("call-bar")).ToBeVisibleAsync();
        await Expect(page.GetByTestId("call-card")).ToContainTextAsync("150****0006");
        await page.GetByTestId("bar-take-down").ClickAsync();
        await Expect(page.GetByTestId("new-subject")).ToHaveValueAsync("路灯不亮");
        await Expect(page.GetByTestId("new-body")).ToHaveValueAsync("桂子路路灯三天不亮。");
        await Expect(page.GetByTestId("new-place")).ToHaveValueAsync("桂子路 8 号");
        await page.GetByTestId("take-over").ClickAsync();
        await Expect(page.GetByTestId("phone-elsewhere")).ToBeHiddenAsync();

        // A second press hangs up, the first one asks.
        await page.Keyboard.PressAsync("Alt+x");
        await Expect(page.GetByTestId("hang-up")).ToContainTextAsync("再按一次");
        await page.Keyboard.PressAsync("Alt+x");
        await Expect(page.GetByTestId("wrap-up-bar")).ToContainTextAsync("剩余");
        await Browser.ShouldBeAccessible(page, "wrap-up");
        await Shot(page, "wrap-up");
        await page.GetByTestId("new-submit").ClickAsync();
        await page.WaitForURLAsync(url => url.Contains("/tickets/", StringComparison.Ordinal) && !url.Contains("/new", StringComparison.Ordinal));
        await Expect(page.Locator("main")).ToContainTextAsync("150****0006");
        await page.Keyboard.PressAsync("Alt+w");
        await Expect(page.GetByTestId("seat")).ToContainTextAsync("示闲");
        host.ErrorLog.ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_all_tabs_one_has_the_telephone()
    {
        using var host = HotlineHost.Start(sockets: true, settings: [("Hotline:Distribution:OfferFor", "00:02:00"), ("Hotline:Distribution:LostAfter", "00:02:00")]);
        var first = await browser.SignIn(host.Address, "agent1");
        await Say(first, "Ready");
        await Expect(first.GetByTestId("seat")).ToContainTextAsync("示闲");
        var second = await first.Context.NewPageAsync();
        await second.GotoAsync("/console/");
        await Expect(second.GetByTestId("phone-elsewhere")).ToBeVisibleAsync();
        await Calls(host, "15005550006");
        await Expect(second.GetByTestId("answer")).ToBeDisabledAsync();
        await Expect(first.GetByTestId("answer")).ToBeEnabledAsync();
        // Taken over expressly, and only then.
        await second.GetByTestId("take-over").ClickAsync();
        await Expect(second.GetByTestId("answer")).ToBeEnabledAsync();
        await Expect(first.GetByTestId("phone-elsewhere")).ToBeVisibleAsync();
        await Expect(first.GetByTestId("answer")).ToBeDisabledAsync();
        // The tab with the telephone goes: the browser gives it to the other one, which can answer at once.
        await second.CloseAsync();
        await Expect(first.GetByTestId("phone-elsewhere")).ToBeHiddenAsync();
        await first.GetByTestId("answer").ClickAsync();
        await Expect(first.GetByTestId("call-bar")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en")]
    public async Task The_wallboard_shows_the_floor_as_it_moves(string language)
    {
        using var host = HotlineHost.Start(sockets: true, settings: [("Hotline:Distribution:OfferFor", "00:02:00"), ("Hotline:Distribution:LostAfter", "01:00:00")]);
        var supervisor = await browser.SignIn(host.Address, "supervisor1", language: language);
        if (language == "en") await supervisor.GetByTestId("language-switch").ClickAsync();
        await supervisor.GetByTestId("seat").ClickAsync();
        await supervisor.GetByTestId("open-wallboard").ClickAsync();
        await Expect(supervisor.GetByTestId("tile-waiting").Locator("dd")).ToHaveTextAsync("0");
        await Calls(host, "15005550006");
        await Expect(supervisor.GetByTestId("tile-waiting").Locator("dd")).ToHaveTextAsync("1");
        await (await host.As("agent1")).Put("/api/line/seat", new { state = "Ready" });
        await Expect(supervisor.Locator("main")).ToContainTextAsync("0101");
        await Browser.ShouldBeAccessible(supervisor, "wallboard");
        await Shot(supervisor, $"wallboard-{language}");
        await supervisor.GotoAsync("/console/admin/skills");
        await Expect(supervisor.GetByTestId("save-agent1")).ToBeVisibleAsync();
        await Browser.ShouldBeAccessible(supervisor, "skills");
        await Shot(supervisor, $"skills-{language}");
    }
}
