using Hotline.Api.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Api.Tests;

public sealed class ExtensionOnSqlite(Sqlite fixture) : ExtensionTests(fixture), IClassFixture<Sqlite>;
public sealed class ExtensionOnPostgres(Postgres fixture) : ExtensionTests(fixture), IClassFixture<Postgres>;

/// <summary>A department asks for more time before its time is over.</summary>
public abstract class ExtensionTests(HostFixture fixture) : ThroughTheFrontDoor(fixture)
{
    private static readonly object Wish = new { workingDays = 5, reason = "需要委托检测", legalBasis = "办理规程第8条" };

    private static DateTimeOffset Local(int month, int day, int hour = 10, int minute = 0, int second = 0) => new(2026, month, day, hour, minute, second, TimeSpan.FromHours(8));

    [Fact]
    public async Task A_granted_extension_moves_the_deadline_keeps_the_first_and_is_told_to_the_resident()
    {
        Host.Clock.Set(Local(3, 2));
        var ticket = await Given.ATicketInHand(type: "HelpRequest", sender: "13800002222");   // seven working days: until 11 March
        var (handler, dispatcher) = (await Host.As("handler1"), await Host.As("dispatcher1"));
        var resident = (await handler.Ticket(ticket.Id))["residentDueAt"].Time;
        var view = await handler.Do(ticket.Id, "request-extension", Wish);
        Handle(view)["dueAt"].Time.ShouldBe(Local(3, 11, 23, 59, 59));
        (await dispatcher.Get("/api/extensions?state=Pending&limit=200")).Ok()["items"].Items.ShouldContain(e => e["ticket"]["id"].Id == ticket.Id);

        view = await dispatcher.Do(ticket.Id, "approve-extension", new { note = "同意" });
        Handle(view)["dueAt"].Time.ShouldBe(Local(3, 18, 23, 59, 59));
        Handle(view)["originalDueAt"].Time.ShouldBe(Local(3, 11, 23, 59, 59));
        Handle(view)["explanation"].Text.ShouldContain("延期5个工作日");
        view["residentDueAt"].Time.ShouldBe(resident);
        (await handler.Try(ticket.Id, "request-extension", Wish)).Refused(409, "extension.times_used");

        var tracked = (await Host.Anybody().Get($"/api/public/tickets/{ticket.Number}?code={ticket.Code}")).Ok();
        tracked["extensions"][0]["due"].Time.ShouldBe(Local(3, 18, 23, 59, 59));
        tracked["extensions"][0]["reason"].Text.ShouldBe("需要委托检测");
        await using var scope = Host.Services.CreateAsyncScope();
        (await scope.ServiceProvider.GetRequiredService<HotlineDb>().Outgoing.AsNoTracking().Where(o => o.TicketId == ticket.Id).Select(o => o.Text).ToListAsync(TestContext.Current.CancellationToken))
            .ShouldContain(t => t.Contains("2026年3月18日") && t.Contains("需要委托检测"));
    }

    [Fact]
    public async Task After_the_deadline_no_extension_can_be_asked_for()
    {
        Host.Clock.Set(Local(3, 2));
        var ticket = await Given.ATicketInHand(type: "HelpRequest");
        Host.Clock.Set(Local(3, 12, 0, 0, 0));
        var handler = await Host.As("handler1");
        (await handler.Ticket(ticket.Id))["allowedActions"].Texts.ShouldNotContain("request-extension");
        (await handler.Try(ticket.Id, "request-extension", Wish)).Refused(409, "extension.after_due")["dueAt"].Time.ShouldBe(Local(3, 11, 23, 59, 59));
    }

    [Fact]
    public async Task The_policy_limits_its_length_and_each_field_is_needed()
    {
        Host.Clock.Set(Local(3, 2));
        var ticket = await Given.ATicketInHand();
        var handler = await Host.As("handler1");
        (await handler.Try(ticket.Id, "request-extension", new { workingDays = 11, reason = "x", legalBasis = "y" })).Refused(400, "request.invalid")["errors"]["workingDays"].Texts.ShouldBe(["一次最多延期 10 个工作日。"]);
        (await handler.Try(ticket.Id, "request-extension", new { workingDays = 0 })).Refused(400, "request.invalid")["errors"].Names.Order().ShouldBe(["legalBasis", "reason", "workingDays"]);
        (await (await Host.As("dispatcher1")).Try(ticket.Id, "approve-extension")).Refused(409, "extension.not_pending");
    }

    [Fact]
    public async Task A_refused_extension_moves_nothing_and_of_two_decisions_one_is_late()
    {
        Host.Clock.Set(Local(3, 2));
        var ticket = await Given.ATicketInHand();
        var before = Handle(await (await Host.As("handler1")).Do(ticket.Id, "request-extension", Wish))["dueAt"].Time;
        var answers = await Task.WhenAll((await Host.As("dispatcher1")).Try(ticket.Id, "reject-extension", new { reason = "理由不足" }), (await Host.As("supervisor1")).Try(ticket.Id, "reject-extension", new { reason = "不同意" }));
        answers.Select(a => a.Status).Order().ShouldBe([200, 409]);
        Handle(answers.Single(a => a.Status == 200).Json)["dueAt"].Time.ShouldBe(before);
    }

    private static Json Handle(Json view) => view["deadlines"].Items.Last(d => d["step"].Text == "Handle");
}
