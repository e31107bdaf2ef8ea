using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Hotline.EndToEnd.Tests;

/// <summary>A call and its flow, in a browser and without a provider.</summary>
public sealed class CallFlowTests(Browser browser) : IClassFixture<Browser>
{
    [Fact]
    public async Task A_call_is_answered_and_rated_in_the_simulator()
    {
        await using var hotline = new HotlineProcess();
        await hotline.Start();
        var page = await browser.SignIn(hotline.Address, "agent1");
        await page.GotoAsync("/console/simulator");
        await page.GetByTestId("call").ClickAsync();
        await Expect(page.GetByTestId("heard")).ToContainTextAsync("一二三四五");
        await Browser.ShouldBeAccessible(page, "simulator");
        await page.GetByTestId("silence").ClickAsync();
        await Expect(page.GetByTestId("state")).ToContainTextAsync("排队等待");
        await page.GetByTestId("answer").ClickAsync();
        await Expect(page.GetByTestId("state")).ToContainTextAsync("与人工通话");
        await page.GetByTestId("agent-leaves").ClickAsync();
        await Expect(page.GetByTestId("heard")).ToContainTextAsync("评价");
        await page.GetByTestId("key-5").ClickAsync();
        await Expect(page.GetByTestId("state")).ToContainTextAsync("评价 5 分");
    }

    [Fact]
    public async Task A_flow_is_changed_and_its_fault_shown_at_its_line()
    {
        await using var hotline = new HotlineProcess();
        await hotline.Start();
        var page = await browser.SignIn(hotline.Address, "admin1");
        await page.GotoAsync("/console/admin/call-flows");
        await Expect(page.GetByTestId("flow-tree")).ToContainTextAsync("greeting");
        await Expect(page.GetByTestId("walk")).ToContainTextAsync("您好");
        await Browser.ShouldBeAccessible(page, "call flows");
        var text = await page.GetByTestId("flow-text").InputValueAsync();
        await page.GetByTestId("flow-text").FillAsync(text.Replace("otherwise: agent", "otherwise: nobody", StringComparison.Ordinal));
        await Expect(page.GetByTestId("faults")).ToContainTextAsync("nobody");
        await Expect(page.GetByTestId("apply")).ToBeDisabledAsync();
        await page.GetByTestId("flow-text").FillAsync(text.Replace("您好，这里是", "市民您好，这里是", StringComparison.Ordinal));
        await Expect(page.GetByTestId("apply")).ToBeEnabledAsync();
        await page.GetByTestId("apply").ClickAsync();
        await Expect(page.GetByText("第 1 版").First).ToBeVisibleAsync();
    }
}
