using Hotline.Api.Data;
using Hotline.Api.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Api.Tests;

public sealed class RulesOfTimeOnSqlite(Sqlite fixture) : RulesOfTimeTests(fixture), IClassFixture<Sqlite>;
public sealed class RulesOfTimeOnPostgres(Postgres fixture) : RulesOfTimeTests(fixture), IClassFixture<Postgres>;

/// <summary>The deadline calculator, the calendars and policies that an administrator applies, and the warnings that follow from them.</summary>
public abstract class RulesOfTimeTests(HostFixture fixture) : ThroughTheFrontDoor(fixture)
{
    private static DateTimeOffset Local(int month, int day, int hour = 23, int minute = 59, int second = 59) => new(2026, month, day, hour, minute, second, TimeSpan.FromHours(8));

    [Theory]
    [InlineData("2026-02-13", 5, "2026-02-27")]
    [InlineData("2026-09-30", 3, "2026-10-10")]
    [InlineData("2026-09-18", 1, "2026-09-20")]
    [InlineData("2025-12-31", 2, "2026-01-05")]
    [InlineData("2026-04-30", 3, "2026-05-08")]
    [InlineData("2026-05-08", 1, "2026-05-09")]
    [InlineData("2026-02-17", 3, "2026-02-26")]
    [InlineData("2026-11-20", 15, "2026-12-11")]
    public async Task The_calculator_counts_working_days_as_the_notices_have_them(string from, int days, string date)
    {
        var answer = (await Host.Anybody().Get($"/api/deadlines/preview?from={from}&workingDays={days}")).Ok();
        answer["date"].Text.ShouldBe(date);
        answer["dueAt"].Time.ShouldBe(new DateTimeOffset(DateOnly.Parse(date, System.Globalization.CultureInfo.InvariantCulture).ToDateTime(new TimeOnly(23, 59, 59)), TimeSpan.FromHours(8)));
        answer["explanation"].Text.ShouldContain($"{days}个工作日");
        answer["calendarMissing"].Flag.ShouldBeFalse();
    }

    [Theory]
    [InlineData("type=Consultation", "2026-03-05", "3wd")]
    [InlineData("type=Complaint&policy=guangdong", "2026-03-23", "15wd")]
    [InlineData("type=Complaint&policy=shandong", "2026-03-09", "5wd")]
    [InlineData("type=HelpRequest&policy=lvliang", "2026-03-09", "5wd")]
    [InlineData("urgency=Critical&policy=graded", "2026-03-02", "2h")]
    [InlineData("urgency=Urgent&policy=graded", "2026-03-03", "24h")]
    [InlineData("type=Consultation&policy=graded", "2026-03-09", "7d")]
    [InlineData("type=Complaint&policy=graded", "2026-03-17", "15d")]
    public async Task Each_profile_answers_for_itself(string query, string date, string term)
    {
        var answer = (await Host.Anybody().Get($"/api/deadlines/preview?from=2026-03-02T09:00:00%2B08:00&{query}")).Ok();
        (answer["date"].Text, answer["term"].Text).ShouldBe((date, term));
    }

    [Theory]
    [InlineData("workingDays=5", "from")]
    [InlineData("from=yesterday&workingDays=5", "from")]
    [InlineData("from=2026-02-30&workingDays=5", "from")]
    [InlineData("from=2026-02-13T10:00:00&workingDays=5", "from")]
    [InlineData("from=2026-02-13&workingDays=-1", "workingDays")]
    [InlineData("from=2026-02-13&workingDays=1e9", "workingDays")]
    [InlineData("from=2026-02-13&type=Wish", "type")]
    [InlineData("from=2026-02-13&urgency=7", "urgency")]
    [InlineData("from=2026-02-13&policy=nowhere", "policy")]
    [InlineData("from=2026-02-13&category=99", "category")]
    public async Task A_wrong_question_is_refused_and_the_field_named(string query, string field) =>
        (await Host.Anybody().Get($"/api/deadlines/preview?{query}")).Refused(400, "request.invalid")["errors"].Names.ShouldBe([field]);

    [Fact]
    public async Task A_year_without_its_calendar_is_said_to_be_a_guess() =>
        (await Host.Anybody().Get("/api/deadlines/preview?from=2026-12-30&workingDays=5")).Ok()["calendarMissing"].Flag.ShouldBeTrue();

    [Theory]
    [InlineData("""{"year":2027,"days":[{"name":"元旦","date":"2027-01-01","isOffDay":true},{"name":"元旦","date":"2027-01-02","isOffDay":false},{"name":"元旦","date":"2027-01-04","isOffDay":true}]}""")]
    [InlineData("date,isOffDay,name\n2027-01-01,true,元旦\n2027-01-02,班,元旦\n2027-01-04,1,元旦\n")]
    public async Task A_calendar_is_previewed_then_applied_and_moves_the_open_deadlines_in_sight(string content)
    {
        using var host = Fixture.With();
        host.Clock.Set(Local(12, 30, 10, 0, 0));
        var ticket = await host.Given.ADispatchedTicket(type: "Consultation");   // three working days: 31 December, then a guess
        var administrator = await host.As("admin1");
        var due = Handle(await (await host.As("agent1")).Ticket(ticket.Id));
        (due["dueAt"].Time, due["calendarMissing"].Flag).ShouldBe((Local(1, 4).AddYears(1), true));

        var preview = (await administrator.Post("/api/calendars/preview", new { content })).Ok();
        preview["changedDays"].Items.Select(d => d["day"].Text).ShouldBe(["2027-01-01", "2027-01-02", "2027-01-04"]);
        preview["examples"].Items.ShouldContain(m => m["ticketId"].Id == ticket.Id && m["step"].Text == "Handle" && m["to"].Time == Local(1, 5).AddYears(1));
        Handle(await (await host.As("agent1")).Ticket(ticket.Id))["dueAt"].Time.ShouldBe(due["dueAt"].Time, "a preview keeps nothing");

        var applied = (await administrator.Post("/api/calendars", new { content, note = "国办通知" })).Ok();
        applied["years"].Items.Single(y => y["year"].Number == 2027)["appliedBy"].Text.ShouldBe("admin1");
        await Eventually.Holds(async () => Handle(await (await host.As("agent1")).Ticket(ticket.Id)) is var again && again["dueAt"].Time == Local(1, 5).AddYears(1) && !again["calendarMissing"].Flag, "the deadline is counted again");
    }

    [Fact]
    public async Task A_moved_deadline_says_from_when_to_when_and_a_met_one_stays()
    {
        using var host = Fixture.With();
        host.Clock.Set(Local(3, 2, 10, 0, 0));
        var met = await host.Given.ATicketInHand(type: "Consultation");
        var open = await host.Given.ADispatchedTicket(type: "Consultation");     // due on Thursday 5 March
        var agent = await host.As("agent1");
        var signed = Deadline(await agent.Ticket(met.Id), "Sign");
        var administrator = await host.As("admin1");
        var year = (await administrator.Get("/api/calendars")).Ok()["years"].Items.Single(y => y["year"].Number == 2026);
        var days = year["days"].Items.Select(d => new { name = d["name"].Text, date = d["date"].Text, isOffDay = d["isOffDay"].Flag }).Append(new { name = "停工", date = "2026-03-04", isOffDay = true });
        (await administrator.Post("/api/calendars", new { content = System.Text.Json.JsonSerializer.Serialize(new { year = 2026, days }), version = 0 })).Ok();

        await Eventually.Holds(async () => Handle(await agent.Ticket(open.Id))["dueAt"].Time == Local(3, 6), "the open deadline moves by the day off");
        var view = await agent.Ticket(open.Id);
        view["history"].Items.Single(h => h["action"].Text == "Recount")["note"].Text.ShouldContain("Handle 2026-03-05 23:59 → 2026-03-06 23:59");
        view["residentDueAt"].Time.ShouldBe(Local(3, 6));
        Deadline(await agent.Ticket(met.Id), "Sign")["dueAt"].Time.ShouldBe(signed["dueAt"].Time);
        (await administrator.Post("/api/calendars", new { content = """{"year":2026,"days":[]}""", version = 0 })).Refused(409, "city.document_changed");
    }

    [Theory]
    [InlineData("""{"year":2027,"days":[{"name":"元旦","date":"2028-01-01","isOffDay":true}]}""", "2028-01-01")]
    [InlineData("date,isOffDay\n2027-13-01,true", "Line 2")]
    [InlineData("nonsense", "isOffDay")]
    [InlineData("", null)]
    public async Task A_wrong_calendar_is_refused_and_the_place_named(string content, string? named)
    {
        var errors = (await (await Host.As("admin1")).Post("/api/calendars/preview", new { content })).Refused(400, "request.invalid")["errors"];
        errors.Names.ShouldBe(["content"]);
        if (named is not null) errors["content"].Items[0].Text.ShouldContain(named);
    }

    [Fact]
    public async Task A_policys_new_version_counts_from_its_day_on_and_rewrites_nothing()
    {
        using var host = Fixture.With();
        host.Clock.Set(Local(3, 2, 10, 0, 0));
        var before = await host.Given.ADispatchedTicket(type: "Consultation");
        var administrator = await host.As("admin1");
        var content = (await File.ReadAllTextAsync(Path.Combine(Repository.Folder, "config", "policies", "sichuan.yaml"), TestContext.Current.CancellationToken))
            .Replace("\"2025.12\"", "\"2026.03\"", StringComparison.Ordinal).Replace("2025-12-25", "2026-03-03", StringComparison.Ordinal).Replace("Consultation: 3wd", "Consultation: 1wd", StringComparison.Ordinal);
        (await administrator.Post("/api/policies", new { content = content.Replace("2026-03-03", "2026-03-02", StringComparison.Ordinal) })).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["content"]);
        (await administrator.Post("/api/policies", new { content = content.Replace("review: 1wd", "reviews: 1wd", StringComparison.Ordinal) })).Refused(400, "request.invalid")["errors"]["content"].Items[0].Text.ShouldContain("reviews");
        (await (await host.As("supervisor1")).Post("/api/policies", new { content })).Refused(403, "session.forbidden");
        (await administrator.Post("/api/policies", new { content })).Ok();
        (await administrator.Post("/api/policies", new { content })).Refused(400, "request.invalid");

        host.Clock.Set(Local(3, 3, 10, 0, 0));
        var agent = await host.AsAgain("agent1");
        var after = await host.Given.ADispatchedTicket(type: "Consultation");
        Handle(await agent.Ticket(before.Id))["dueAt"].Time.ShouldBe(Local(3, 5));
        Handle(await agent.Ticket(after.Id))["dueAt"].Time.ShouldBe(Local(3, 4));
    }

    [Fact]
    public async Task Warnings_come_at_half_time_at_yellow_and_past_due_each_once()
    {
        using var host = Fixture.With();
        host.Clock.Set(Local(3, 2, 10, 0, 0));
        var ticket = await host.Given.ATicketInHand(type: "HelpRequest");   // seven working days: until 11 March
        foreach (var (day, level) in new[] { (6, "Half"), (10, "Yellow"), (12, "Red") })
        {
            host.Clock.Set(Local(3, day, 14, 0, 0));
            var supervisor = await host.AsAgain("supervisor1");
            await Eventually.Holds(async () => (await Warnings(supervisor)).Count(w => w["ticketId"].Id == ticket.Id && w["step"].Text == "Handle" && w["level"].Text == level) == 1, level);
        }
        var all = (await Warnings(await host.As("supervisor1"))).Where(w => w["ticketId"].Id == ticket.Id && w["step"].Text == "Handle").ToList();
        all.Select(w => w["level"].Text).ShouldBe(["Red", "Yellow", "Half"]);
        all.ShouldAllBe(w => w["department"].Text == "CG");
        (await (await host.As("handler1")).Get("/api/deadlines/warnings")).Refused(403, "session.forbidden");
    }

    [Fact]
    public async Task Nodes_that_sweep_at_the_same_time_tell_nothing_twice()
    {
        using var host = Fixture.With(("Hotline:Surfaces", "Agent,Resident,Webhooks"));   // no sweep of its own
        for (var i = 0; i < 5; i++)
        {
            var receipt = await host.Given.AReceipt(new { externalId = $"sweep-{i}", body = Given.Noise });
            await (await host.As("agent1")).Do(receipt["ticketId"].Id, "accept", new { categoryCode = "010101" });
        }
        var contexts = host.Services.GetRequiredService<IDbContextFactory<HotlineDb>>();
        var late = host.Clock.GetUtcNow().AddDays(60);
        var looked = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            await using var db = await contexts.CreateDbContextAsync();
            return await DeadlineSweep.Sweep(db, late, CancellationToken.None);
        }));
        await using var check = await contexts.CreateDbContextAsync(TestContext.Current.CancellationToken);
        var running = await check.Deadlines.CountAsync(d => d.MetAt == null && !d.Dropped, TestContext.Current.CancellationToken);
        looked.Sum().ShouldBe(running);
        (await check.Warnings.CountAsync(TestContext.Current.CancellationToken)).ShouldBe(running);
    }

    private static async Task<IReadOnlyList<Json>> Warnings(Person supervisor) => [.. (await supervisor.Get("/api/deadlines/warnings?limit=200")).Ok()["items"].Items];
    private static Json Handle(Json view) => Deadline(view, "Handle");
    private static Json Deadline(Json view, string step) => view["deadlines"].Items.Last(d => d["step"].Text == step);
}
