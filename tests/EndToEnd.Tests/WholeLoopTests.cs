using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hotline.EndToEnd.Tests;

/// <summary>The main job as its people do it, each in a browser of their own.</summary>
public sealed class WholeLoopTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task A_residents_message_becomes_a_published_answer()
    {
        await using var hotline = new HotlineProcess();
        await hotline.Start();
        var site = hotline.Address;

        // The agent is at the desk before anything comes: what follows must arrive by itself.
        var agent = await browser.SignIn(site, "agent1");
        await Expect(agent.GetByTestId("view-received")).ToBeVisibleAsync();

        var resident = await browser.Open(site, width: 375);
        var (number, code) = await Submit(resident);

        var row = agent.Locator($"[data-testid=queue-row][data-number='{number}']");
        await Expect(row).ToBeVisibleAsync();
        var ticketId = await row.GetAttributeAsync("data-id");
        await Browser.ShouldBeAccessible(agent, "queue");
        var page = $"/console/tickets/{ticketId}";
        await agent.GotoAsync(page);
        await Expect(agent.GetByTestId("ticket-body")).ToContainTextAsync("烧烤摊");
        await Expect(agent.GetByTestId("suggestions")).ToContainTextAsync("城市管理局");
        await Browser.ShouldBeAccessible(agent, "ticket");
        await Act(agent, "accept", "Accepted");
        await Act(agent, "dispatch", "Dispatched");

        var handler = await browser.SignIn(site, "handler1");
        await handler.GotoAsync(page);
        await Act(handler, "sign", "Handling");
        await handler.GetByTestId("action-first-contact").ClickAsync();
        await handler.GetByTestId("outcome-Reached").ClickAsync();
        await handler.GetByTestId("dialog-submit").ClickAsync();
        await Expect(handler.GetByTestId("action-dialog")).ToBeHiddenAsync();
        await handler.GetByTestId("action-reply").ClickAsync();
        await handler.GetByTestId("reply-public").FillAsync("经现场检查，已要求摊主安装油烟净化设施，并安排夜间巡查。");
        await handler.GetByTestId("reply-inner").FillAsync("摊主电话 19900001111，下周复查。");
        await handler.GetByTestId("reply-result").SelectOptionAsync("Solved");
        await handler.GetByTestId("reply-basis").FillAsync("《云江市餐饮油烟管理办法》第八条");
        await Browser.ShouldBeAccessible(handler, "reply");
        await handler.GetByTestId("dialog-submit").ClickAsync();
        await ShouldBeIn(handler, "Replied");

        foreach (var (userName, state) in new[] { ("approver1", "Review"), ("dispatcher1", "Evaluation") })
        {
            var approver = await browser.SignIn(site, userName);
            await approver.GotoAsync(page);
            if (state == "Review") await Act(approver, "approve", state);
            else
            {
                await approver.GetByTestId("action-approve").ClickAsync();
                foreach (var point in new[] { "onThePoint", "everyItemAnswered", "contactProven", "basisCited" }) await approver.GetByTestId($"check-{point}").CheckAsync();
                await Browser.ShouldBeAccessible(approver, "review checklist");
                await approver.GetByTestId("dialog-submit").ClickAsync();
                await ShouldBeIn(approver, state);
            }
        }

        await Track(resident, number, code);
        await Expect(resident.GetByTestId("track-reply")).ToContainTextAsync("油烟净化设施");
        await Expect(resident.Locator("body")).Not.ToContainTextAsync("下周复查");
        await Browser.ShouldBeAccessible(resident, "tracking");
        await resident.GetByTestId("rate-solved-yes").CheckAsync();
        await resident.GetByTestId("rate-satisfaction-Satisfied").CheckAsync();
        await resident.GetByTestId("rate-submit").ClickAsync();
        await Expect(resident.GetByTestId("track-state")).ToContainTextAsync("已办结");

        var publisher = await browser.SignIn(site, "publisher1");
        await publisher.GotoAsync($"/console/publish/candidates?ticket={ticketId}");
        await Expect(publisher.GetByTestId("publish-question")).Not.ToHaveValueAsync("");
        await Browser.ShouldBeAccessible(publisher, "publish");
        await publisher.GetByTestId("action-publish").ClickAsync();
        await Expect(publisher.GetByTestId("publication-state")).ToHaveAttributeAsync("data-state", "Proposed");

        var second = await browser.SignIn(site, "supervisor1");
        await second.GotoAsync($"/console/publish/proposed?ticket={ticketId}");
        await second.GetByTestId("action-publish-confirm").ClickAsync();
        await second.GetByTestId("dialog-submit").ClickAsync();
        await Expect(second.GetByTestId("publication-state")).ToHaveAttributeAsync("data-state", "Published");

        await resident.GotoAsync("/published");
        await resident.GetByTestId("published-search").FillAsync("油烟");
        await resident.GetByTestId("published-search").PressAsync("Enter");
        var answer = resident.GetByTestId("published-item").First;
        await Expect(answer).ToContainTextAsync("油烟");
        foreach (var secret in new[] { "王小满", "19900012345", "下周复查", code }) await Expect(resident.Locator("body")).Not.ToContainTextAsync(secret);
        await Browser.ShouldBeAccessible(resident, "published answers");

        // The leader's day and the figures are made of what has just been done; the keyboard alone opens what is behind one.
        var leader = await browser.SignIn(site, "leader1");
        await Expect(leader.GetByTestId("promises")).ToContainTextAsync("1/1");
        await Browser.ShouldBeAccessible(leader, "brief");
        await leader.GotoAsync("/console/appraisal");
        var figure = leader.GetByTestId("figure-CG-satisfaction");
        await Expect(figure).ToContainTextAsync("1/1");
        await Browser.ShouldBeAccessible(leader, "appraisal");
        await figure.FocusAsync();
        await leader.Keyboard.PressAsync("Enter");
        await leader.GetByTestId("drill").Locator("input[value=numerator]").CheckAsync();
        await Expect(leader.GetByTestId("drill")).ToContainTextAsync(number);
        await Browser.ShouldBeAccessible(leader, "tickets behind a figure");
    }

    [Fact]
    public async Task The_residents_site_works_without_scripts_and_in_English()
    {
        await using var hotline = new HotlineProcess();
        await hotline.Start();
        var resident = await browser.Open(hotline.Address, width: 375, language: "en", scripts: false);
        var (number, code) = await Submit(resident);
        await Track(resident, number, code);
        await Expect(resident.GetByTestId("track-state")).ToContainTextAsync("Received");
        await resident.GetByTestId("supplement-text").FillAsync("It is worst after ten at night.");
        await resident.GetByTestId("supplement-submit").ClickAsync();
        await Expect(resident.Locator("body")).ToContainTextAsync("You added information");

        await Track(resident, number, "AAAAAA");
        var wrongCode = await resident.Locator("main").InnerTextAsync();
        await Track(resident, "9901002611229999990", code);
        (await resident.Locator("main").InnerTextAsync()).ShouldBe(wrongCode);
    }

    private static async Task<(string Number, string Code)> Submit(IPage resident)
    {
        await resident.GotoAsync("/submit");
        await resident.GetByTestId("submit-subject").FillAsync("烧烤摊油烟扰民");
        await resident.GetByTestId("submit-body").FillAsync("听泉路夜市的烧烤摊每晚油烟很大，窗户都不敢开。联系人王小满，电话19900012345。");
        await resident.GetByTestId("submit-name").FillAsync("王小满");
        await resident.GetByTestId("submit-phone").FillAsync("19900012345");
        await resident.GetByTestId("submit-send").ClickAsync();
        var number = string.Concat((await resident.GetByTestId("receipt-number").InnerTextAsync()).Where(char.IsAsciiDigit));
        return (number, (await resident.GetByTestId("receipt-code").InnerTextAsync()).Trim());
    }

    private static async Task Track(IPage resident, string number, string code)
    {
        await resident.GotoAsync("/track");
        // Whoever just sent or looked at a ticket still has it open; they finish before they look at another.
        if (await resident.GetByTestId("track-finish").IsVisibleAsync())
        {
            await resident.GetByTestId("track-finish").ClickAsync();
            await resident.GotoAsync("/track");
        }
        await resident.GetByTestId("track-number").FillAsync(number);
        await resident.GetByTestId("track-code").FillAsync(code);
        await resident.GetByTestId("track-submit").ClickAsync();
    }

    private static async Task Act(IPage page, string action, string state)
    {
        await page.GetByTestId($"action-{action}").ClickAsync();
        await page.GetByTestId("dialog-submit").ClickAsync();
        await ShouldBeIn(page, state);
    }

    private static Task ShouldBeIn(IPage page, string state) => Expect(page.GetByTestId("ticket-page").GetByTestId("ticket-state").First).ToHaveAttributeAsync("data-state", state);
}
