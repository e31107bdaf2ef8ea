using System.Net;
using System.Text.RegularExpressions;
using Hotline.Api.Data.Seed;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Api.Tests;

public sealed class SetUpOnSqlite(Sqlite fixture) : SetUpTests(fixture), IClassFixture<Sqlite>;
public sealed class SetUpOnPostgres(Postgres fixture) : SetUpTests(fixture), IClassFixture<Postgres>;

/// <summary>The one-time link of a first start outside Development.</summary>
public abstract partial class SetUpTests(HostFixture fixture) : ThroughTheFrontDoor(fixture)
{
    private const string Strong = "Correct-horse-9";

    [Fact]
    public async Task The_link_makes_one_administrator_and_says_afterwards_that_set_up_is_done()
    {
        using var host = Fixture.InProduction();
        var visitor = host.Anybody();
        var replaced = await Link(host);
        var link = await Link(host);
        Text(await visitor.Get(replaced)).ShouldContain("不是最近一次启动时给出的链接");
        (await Fills(visitor, link, "first", "weak")).Status.ShouldBe(400);
        Text(await Fills(visitor, link, "first", Strong)).ShouldContain("账号已建立");

        foreach (var again in new[] { await visitor.Get(link), await visitor.Get("/setup?token=0"), await Fills(visitor, link, "second", Strong, TokenOfForm().Match((await visitor.Get("/submit")).Body).Groups[1].Value) })
        {
            Text(again).ShouldContain("首次设置已经完成");
            again.Body.ShouldNotContain("setup-password");
        }
        (await visitor.Post("/api/session", new { userName = "first", password = Strong })).Ok()["roles"].Texts.ShouldBe(["administrator"]);
        (await host.Anybody().Post("/api/session", new { userName = "second", password = Strong })).Refused(401, "session.wrong_credentials");
    }

    /// <summary>A start gives a link while there is no account.</summary>
    private static async Task<string> Link(HotlineHost host)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<StaffSeed>().Seed(TestContext.Current.CancellationToken)).ShouldNotBeNull();
    }

    /// <summary>As a browser: with the page's own token, or one from another page when this page has no form.</summary>
    private static async Task<Answer> Fills(Person visitor, string link, string userName, string password, string? formToken = null) =>
        await visitor.Form("/setup", null, ("__RequestVerificationToken", formToken ?? TokenOfForm().Match((await visitor.Get(link)).Body).Groups[1].Value),
            ("token", link[(link.IndexOf('=', StringComparison.Ordinal) + 1)..]), ("userName", userName), ("password", password), ("repeat", password));

    private static string Text(Answer page) => WebUtility.HtmlDecode(page.Body);

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]* value=\"([^\"]+)\"")]
    private static partial Regex TokenOfForm();
}
