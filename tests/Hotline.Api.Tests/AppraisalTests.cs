using System.Globalization;
using System.Text;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Hotline.Api.Data;
using Hotline.Api.Jobs;
using Hotline.Domain.Departments;
using Hotline.Domain.Supervision;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Api.Tests;

public sealed class AppraisalOnSqlite(Sqlite fixture) : AppraisalTests(fixture), IClassFixture<Sqlite>;
public sealed class AppraisalOnPostgres(Postgres fixture) : AppraisalTests(fixture), IClassFixture<Postgres>;

/// <summary>The figures by which units are appraised. Each test has days of its own, so that it counts its own tickets alone.</summary>
public abstract class AppraisalTests(HostFixture fixture) : ThroughTheFrontDoor(fixture)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static DateTimeOffset Local(int month, int day, int hour = 10) => new(2026, month, day, hour, 0, 0, TimeSpan.FromHours(8));

    [Fact]
    public async Task A_closed_and_rated_ticket_stands_in_the_figures_of_its_unit()
    {
        Host.Clock.Set(Local(3, 3));
        var (good, bad, silent) = (await Given.AnAnsweredTicket(), await Given.AnAnsweredTicket(), await Given.AClosedTicket());
        await TheResident.IsSatisfied(Host, good);
        await TheResident.IsDissatisfied(Host, bad);
        await (await Host.As("supervisor1")).Do(bad.Id, "close", new { note = "已核实" });

        var view = await Figures("2026-03-03", "2026-03-03");
        var unit = view["units"].Items.ShouldHaveSingleItem();
        (unit["code"].Text, unit["kind"].Text).ShouldBe(("CG", "Bureau"));
        Parts(unit, "volume").ShouldBe((3, 3));
        Parts(unit, "satisfaction").ShouldBe((1, 2));
        Parts(unit, "resolution").ShouldBe((1, 2));
        Parts(unit, "judged").ShouldBe((2, 3));
        Parts(unit, "onTime").ShouldBe((3, 3));
        Parts(unit, "timelySign").ShouldBe((3, 3));
        Parts(unit, "published").ShouldBe((0, 3));
        var figure = Figure(unit, "satisfaction");
        (figure["value"].Fraction, figure["rankable"].Flag, figure["band"].IsMissing).ShouldBe((0.5, false, true));
        figure["low"].Fraction.ShouldBe(0.0945, 0.001);
        figure["high"].Fraction.ShouldBe(0.9055, 0.001);
        figure["explanation"].Text.ShouldContain("÷");
        unit["duration"]["tickets"].Number.ShouldBe(3);
        (await Behind("judged", "rest", "2026-03-03")).ShouldBe([silent.Id]);
    }

    [Fact]
    public async Task A_late_rating_and_a_publication_change_the_day_of_closing()
    {
        Host.Clock.Set(Local(3, 4));
        var ticket = await Given.APublishedTicket();
        Host.Clock.Set(Local(3, 6));
        (await TheResident.IsSatisfied(Host, ticket)).ShouldBeNull();
        var unit = (await Figures("2026-03-04", "2026-03-04"))["units"][0];
        Parts(unit, "satisfaction").ShouldBe((1, 1));
        Parts(unit, "published").ShouldBe((1, 1));
        (await Figures("2026-03-06", "2026-03-06"))["units"].Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task Districts_and_departments_never_stand_in_one_list()
    {
        Host.Clock.Set(Local(3, 9));
        await TheResident.Withdraws(Host, await Given.ADispatchedTicket("CG"));
        await TheResident.Withdraws(Host, await Given.ADispatchedTicket("D1"));
        await TheResident.Withdraws(Host, await Given.ADispatchedTicket("D1S1"));
        foreach (var (group, only) in new[] { ("departments", "CG"), ("districts", "D1"), ("streets", "D1S1") })
        {
            var view = await Figures("2026-03-09", "2026-03-09", group);
            view["units"].Items.Select(u => u["code"].Text).ShouldBe([only]);
            Parts(view["whole"], "volume").ShouldBe((1, 1));
            Parts(view["city"], "volume").ShouldBe((3, 3));
        }
        (await Figures("2026-03-09", "2026-03-09"))["group"].Text.ShouldBe("departments");
        (await (await Host.As("leader1")).Get("/api/appraisal?group=all")).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["group"]);
    }

    [Fact]
    public async Task Below_thirty_cases_there_is_neither_band_nor_rank()
    {
        await using (var scope = Host.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<HotlineDb>();
            foreach (var (department, inTime, all) in new[] { ("CG", 40, 40), ("SC", 20, 40), ("HB", 29, 29) })
                db.AppraisalTotals.Add(new AppraisalTotal { Span = AppraisalSpan.Day, Day = new DateOnly(2024, 5, 6), Department = department, Metric = "onTime", Numerator = inTime, Denominator = all });
            await db.SaveChangesAsync(Stop);
        }
        var view = await Figures("2024-05-06", "2024-05-07", ranks: true);
        var units = view["units"].Items.ToDictionary(u => u["code"].Text, u => Figure(u, "onTime"));
        (units["CG"]["band"].Text, units["CG"]["rank"].Number).ShouldBe(("A", 1));
        (units["SC"]["band"].Text, units["SC"]["rank"].Number).ShouldBe(("C", 2));
        (units["HB"]["rankable"].Flag, units["HB"]["band"].IsMissing, units["HB"]["rank"].IsMissing).ShouldBe((false, true, true));
        (await Figures("2024-05-06", "2024-05-07"))["units"].Items.ShouldAllBe(u => Figure(u, "onTime")["rank"].IsMissing);
    }

    [Fact]
    public async Task Every_figure_opens_to_the_tickets_behind_it()
    {
        Host.Clock.Set(Local(3, 11));
        var tickets = new List<GivenTicket> { await Given.AClosedTicket(), await Given.AClosedTicket(), await Given.AClosedTicket() };
        await TheResident.IsSatisfied(Host, tickets[0]);
        await TheResident.IsDissatisfied(Host, tickets[1]);
        (await Behind("satisfaction", "numerator", "2026-03-11")).ShouldBe([tickets[0].Id]);
        (await Behind("satisfaction", "rest", "2026-03-11")).ShouldBe([tickets[1].Id]);
        (await Behind("satisfaction", "denominator", "2026-03-11")).ShouldBe([tickets[0].Id, tickets[1].Id], ignoreOrder: true);
        (await Behind("volume", "denominator", "2026-03-11")).ShouldBe(tickets.Select(t => t.Id), ignoreOrder: true);

        var supervisor = await Host.As("supervisor1");
        var view = await Figures("2026-03-11", "2026-03-11");
        foreach (var metric in AppraisalMetrics.All)
            foreach (var part in new[] { "numerator", "denominator", "rest", "excluded" })
            {
                var page = (await supervisor.Get($"/api/appraisal/tickets?metric={metric.Code}&part={part}&department=CG&from=2026-03-11&to=2026-03-11&limit=200")).Ok();
                if (metric is not { OfUnits: true, Kind: MetricKind.Rate } || metric.Code == "closing" || part is "rest" or "excluded") continue;
                var (numerator, denominator) = Parts(view["units"][0], metric.Code);
                page["items"].Items.Count.ShouldBe(part == "numerator" ? (int)numerator : (int)denominator, $"{metric.Code} {part}");
            }
    }

    [Fact]
    public async Task The_list_behind_a_figure_is_paged_without_gap_or_repeat()
    {
        Host.Clock.Set(Local(3, 12));
        var tickets = new List<Guid>();
        for (var i = 0; i < 5; i++) tickets.Add((await Withdrawn()).Id);
        var supervisor = await Host.As("supervisor1");
        var (seen, after) = (new List<Guid>(), "");
        do
        {
            var page = (await supervisor.Get($"/api/appraisal/tickets?metric=volume&from=2026-03-12&to=2026-03-12&limit=2&after={Uri.EscapeDataString(after)}")).Ok();
            seen.AddRange(page["items"].Items.Select(t => t["ticketId"].Id));
            after = page["next"].Text;
        } while (after.Length > 0);
        seen.ShouldBe(tickets, ignoreOrder: true);
        (await supervisor.Get("/api/appraisal/tickets?metric=volume&after=x")).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["after"]);
        (await supervisor.Get("/api/appraisal/tickets?metric=happiness")).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["metric"]);
    }

    [Fact]
    public async Task The_closing_rate_does_not_forget_what_is_open_and_past_due()
    {
        Host.Clock.Set(new DateTimeOffset(2025, 3, 3, 10, 0, 0, TimeSpan.FromHours(8)));
        var (open, closed) = (await Given.ADispatchedTicket(type: "Consultation"), await Given.AClosedTicket());
        Host.Clock.Set(new DateTimeOffset(2025, 6, 3, 10, 0, 0, TimeSpan.FromHours(8)));
        var unit = (await Figures("2025-03-01", "2025-05-31"))["units"].Items.Single(u => u["code"].Text == "CG");
        Parts(unit, "closing").ShouldBe((1, 2));
        (await Behind("closing", "rest", "2025-03-01", "2025-05-31")).ShouldBe([open.Id]);
        (await Behind("closing", "denominator", "2025-03-01", "2025-05-31", limit: 1)).ShouldBe([open.Id, closed.Id]);
        await TheResident.Withdraws(Host, open);
    }

    [Fact]
    public async Task An_exclusion_is_asked_for_decided_appealed_and_shown_beside_the_figure()
    {
        Host.Clock.Set(Local(3, 16));
        var (approver, supervisor, leader) = (await Host.As("approver1"), await Host.As("supervisor1"), await Host.As("leader1"));
        var ticket = await Given.AClosedTicket();
        await TheResident.IsDissatisfied(Host, ticket);
        Parts((await Figures("2026-03-16", "2026-03-16"))["units"][0], "satisfaction").ShouldBe((0, 1));

        var asked = (await approver.Post("/api/appraisal/exclusions", new { ticketId = ticket.Id, reason = "恶意诉求" })).Ok();
        (asked["state"].Text, asked["leftOut"].Flag).ShouldBe(("Asked", false));
        (await approver.Post("/api/appraisal/exclusions", new { ticketId = ticket.Id, reason = "再说一遍" })).Refused(409, "exclusion.exists");
        var at = $"/api/appraisal/exclusions/{asked["id"].Id}";
        (await approver.Post($"{at}/appeal", new { reason = "不服" })).Refused(409, "exclusion.no_appeal");
        (await leader.Post($"{at}/decide-appeal", new { granted = true, reason = "x" })).Refused(409, "exclusion.not_waiting");
        var refused = (await supervisor.Post($"{at}/decide", new { granted = false, reason = "诉求合理" })).Ok();
        refused["state"].Text.ShouldBe("Refused");
        (await supervisor.Post($"{at}/decide", new { granted = true, reason = "改主意" })).Refused(409, "exclusion.not_waiting");
        (await approver.Get("/api/appraisal/exclusions")).Ok()["items"].Items.Single(x => x["ticketId"].Id == ticket.Id)["allowedActions"].Texts.ShouldBe(["appeal"]);
        (await approver.Post($"{at}/appeal", new { reason = "有录音为证" })).Ok()["state"].Text.ShouldBe("Appealed");
        Parts((await Figures("2026-03-16", "2026-03-16"))["units"][0], "satisfaction").ShouldBe((0, 1));
        (await leader.Post($"{at}/decide-appeal", new { granted = true, reason = "属实" })).Ok()["leftOut"].Flag.ShouldBeTrue();

        var unit = (await Figures("2026-03-16", "2026-03-16"))["units"][0];
        Parts(unit, "satisfaction").ShouldBe((0, 0));
        Figure(unit, "satisfaction")["leftOut"].Number.ShouldBe(1);
        Figure(unit, "satisfaction")["value"].IsMissing.ShouldBeTrue();
        unit["exclusions"]["granted"].Number.ShouldBe(1);
        (await Behind("satisfaction", "excluded", "2026-03-16")).ShouldBe([ticket.Id]);
        (await supervisor.Ticket(ticket.Id))["history"].Items.Select(h => h["action"].Text).TakeLast(4).ShouldBe(["AskExclusion", "DecideExclusion", "AppealExclusion", "DecideExclusionAppeal"]);
    }

    [Fact]
    public async Task Only_who_may_decides_and_only_over_what_has_ended()
    {
        Host.Clock.Set(Local(3, 17));
        var approver = await Host.As("approver1");
        var open = await Given.ATicketInHand();
        (await approver.Post("/api/appraisal/exclusions", new { ticketId = open.Id, reason = "不合理" })).Refused(409, "exclusion.not_ended");
        var foreign = await Given.ADispatchedTicket("GR");
        (await approver.Post("/api/appraisal/exclusions", new { ticketId = foreign.Id, reason = "不合理" })).Refused(404, "ticket.not_found");
        (await approver.Post("/api/appraisal/exclusions", new { ticketId = open.Id, reason = "" })).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["reason"]);
        (await (await Host.As("handler1")).Post("/api/appraisal/exclusions", new { ticketId = open.Id, reason = "不合理" })).Refused(403, "session.forbidden");
        (await approver.Post($"/api/appraisal/exclusions/{Guid.NewGuid()}/decide", new { granted = true, reason = "x" })).Refused(403, "session.forbidden");
        (await (await Host.As("supervisor1")).Post($"/api/appraisal/exclusions/{Guid.NewGuid()}/decide", new { granted = true, reason = "x" })).Refused(404, "exclusion.not_found");
        foreach (var path in new[] { "/api/appraisal", "/api/appraisal/tickets?metric=volume", "/api/appraisal/export?format=csv", "/api/promises", "/api/brief" })
            (await (await Host.As("agent1")).Get(path)).Refused(403, "session.forbidden");
    }

    [Fact]
    public async Task Of_two_who_decide_at_once_one_is_told_that_it_is_decided()
    {
        Host.Clock.Set(Local(3, 18));
        var ticket = await Given.AClosedTicket();
        var asked = (await (await Host.As("approver1")).Post("/api/appraisal/exclusions", new { ticketId = ticket.Id, reason = "恶意诉求" })).Ok();
        var (one, other) = (await Host.AsAgain("supervisor1"), await Host.AsAgain("supervisor1"));
        var answers = await Task.WhenAll(new[] { (one, true), (other, false) }.Select(p => p.Item1.Post($"/api/appraisal/exclusions/{asked["id"].Id}/decide", new { granted = p.Item2, reason = "定了" })));
        answers.Select(a => a.Status).Order().ShouldBe([200, 409]);
        await ShouldEqualRecount();
    }

    [Fact]
    public async Task A_department_reads_its_own_figures_alone()
    {
        Host.Clock.Set(Local(3, 19));
        await Given.AClosedTicket();
        await TheResident.Withdraws(Host, await Given.ADispatchedTicket("SC"));
        var approver = await Host.As("approver1");
        (await approver.Get("/api/appraisal?from=2026-03-19&to=2026-03-19")).Ok()["units"].Items.Select(u => u["code"].Text).ShouldBe(["CG"]);
        (await approver.Get("/api/appraisal/tickets?metric=volume&department=SC&from=2026-03-19&to=2026-03-19")).Ok()["items"].Items.ShouldBeEmpty();
        (await approver.Get("/api/appraisal/tickets?metric=volume&from=2026-03-19&to=2026-03-19")).Ok()["items"].Items.ShouldAllBe(t => t["department"].Text == "CG");
    }

    [Fact]
    public async Task The_roll_up_equals_a_recount_after_ratings_exclusions_publication_and_reopening()
    {
        Host.Clock.Set(Local(3, 23));
        var tickets = new List<GivenTicket>();
        for (var i = 0; i < 4; i++) tickets.Add(await Given.AClosedTicket());
        var published = await Given.APublishedTicket();
        await TheResident.IsSatisfied(Host, tickets[0]);
        await TheResident.IsDissatisfied(Host, tickets[1]);
        var asked = (await (await Host.As("approver1")).Post("/api/appraisal/exclusions", new { ticketId = tickets[1].Id, reason = "恶意诉求" })).Ok();
        await (await Host.As("supervisor1")).Post($"/api/appraisal/exclusions/{asked["id"].Id}/decide", new { granted = true, reason = "属实" });
        await (await Host.As("supervisor1")).Do(published.Id, "publish/withdraw", new { reason = "误公开" });
        await ShouldEqualRecount();
        Parts((await Figures("2026-03-23", "2026-03-23"))["units"][0], "volume").ShouldBe((4, 4));

        // Opened again: whatever brings an ended ticket back takes its fact out of the day.
        await using var scope = Host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<HotlineDb>();
        await db.Tickets.Where(t => t.Id == tickets[2].Id).ExecuteUpdateAsync(s => s.SetProperty(t => t.State, TicketState.Handling), Stop);
        await db.Write(async () => { await AppraisalBook.Write(db, scope.ServiceProvider.GetRequiredService<City>(), [tickets[2].Id], Stop); return 0; }, Stop);
        (await db.Facts.CountAsync(f => f.TicketId == tickets[2].Id, Stop)).ShouldBe(0);
        Parts((await Figures("2026-03-23", "2026-03-23"))["units"][0], "volume").ShouldBe((3, 3));
        await ShouldEqualRecount();
    }

    [Fact]
    public async Task Endings_of_one_unit_at_the_same_moment_are_all_counted()
    {
        Host.Clock.Set(Local(3, 24));
        var tickets = new List<GivenTicket>();
        for (var i = 0; i < 8; i++) tickets.Add(await Given.ADispatchedTicket());
        await Task.WhenAll(tickets.Select(t => TheResident.Withdraws(Host, t)));
        Parts((await Figures("2026-03-24", "2026-03-24"))["units"][0], "volume").ShouldBe((8, 8));
        await ShouldEqualRecount();
    }

    [Fact]
    public async Task A_period_of_whole_months_and_single_days_counts_each_ticket_once()
    {
        foreach (var at in new[] { Local(7, 31), Local(8, 1), Local(8, 15), Local(8, 31), Local(9, 1) })
        {
            Host.Clock.Set(at);
            await Withdrawn();
        }
        foreach (var (from, to, count) in new[] { ("2026-07-31", "2026-09-01", 5), ("2026-08-01", "2026-08-31", 3), ("2026-08-02", "2026-08-30", 1), ("2026-07-31", "2026-08-31", 4), ("2026-08-15", "2026-09-01", 3), ("2026-08-31", "2026-08-31", 1) })
            Parts((await Figures(from, to))["city"], "volume").ShouldBe((count, count), $"{from} to {to}");
        (await (await Host.As("leader1")).Get("/api/appraisal?from=2026-09-02&to=2026-09-01")).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["from"]);
        (await (await Host.As("leader1")).Get("/api/appraisal?from=yesterday")).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["from"]);
    }

    [Fact]
    public async Task Coming_again_within_seven_days_undoes_the_first_contact_resolution()
    {
        Host.Clock.Set(Local(4, 8));
        var caller = $"139{Random.Shared.Next(10_000_000, 99_999_999)}";
        var first = await Given.AnAcceptedTicket(sender: caller);
        await (await Host.As("agent1")).Do(first.Id, "answer", new { publicText = "夜间施工时间见公告。" });
        Parts((await Figures("2026-04-08", "2026-04-08"))["city"], "firstContactResolution").ShouldBe((1, 1));
        Host.Clock.Set(Local(4, 10));
        var again = await Given.AnAcceptedTicket(sender: caller);
        Parts((await Figures("2026-04-08", "2026-04-08"))["city"], "firstContactResolution").ShouldBe((0, 1));
        await TheResident.Withdraws(Host, again);
        Parts((await Figures("2026-04-10", "2026-04-10"))["city"], "repeated").ShouldBe((1, 1));
        await ShouldEqualRecount();
    }

    [Fact]
    public async Task Tickets_that_had_ended_before_get_their_facts_once()
    {
        Host.Clock.Set(Local(4, 13));
        await Withdrawn();
        await using var scope = Host.Services.CreateAsyncScope();
        var (db, city) = (scope.ServiceProvider.GetRequiredService<HotlineDb>(), scope.ServiceProvider.GetRequiredService<City>());
        await Eventually.Holds(async () => await db.Settings.AnyAsync(s => s.Key == AppraisalBackfill.Key && s.Value == "done", Stop), "the first look is done");
        await db.Write(async () =>
        {
            await db.Facts.Where(f => f.ClosedOn >= new DateOnly(2026, 4, 1) && f.ClosedOn <= new DateOnly(2026, 4, 30)).ExecuteDeleteAsync(Stop);
            await db.AppraisalTotals.Where(t => t.Day >= new DateOnly(2026, 4, 1) && t.Day <= new DateOnly(2026, 4, 30)).ExecuteDeleteAsync(Stop);
            return await db.Settings.Where(s => s.Key == AppraisalBackfill.Key).ExecuteDeleteAsync(Stop);
        }, Stop);
        while (await AppraisalBackfill.Fill(db, city, Stop) == 200) { }
        Parts((await Figures("2026-04-13", "2026-04-13"))["city"], "volume").ShouldBe((1, 1));
        (await AppraisalBackfill.Fill(db, city, Stop)).ShouldBe(0);
        await ShouldEqualRecount();
    }

    [Fact]
    public async Task The_export_opens_and_computes_nothing()
    {
        const string evil = "=cmd|'/C calc'!A0";
        await using (var scope = Host.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<HotlineDb>();
            db.AppraisalTotals.Add(new AppraisalTotal { Span = AppraisalSpan.Day, Day = new DateOnly(2024, 6, 6), Department = evil, Metric = "onTime", Numerator = 3, Denominator = 4 });
            await db.SaveChangesAsync(Stop);
        }
        var supervisor = await Host.As("supervisor1");
        var csv = await supervisor.Get("/api/appraisal/export?format=csv&from=2024-06-06&to=2024-06-06");
        csv.Status.ShouldBe(200);
        csv.ContentHeaders.ContentType!.MediaType.ShouldBe("text/csv");
        csv.Bytes.Take(3).ShouldBe([0xEF, 0xBB, 0xBF]);
        var line = Encoding.UTF8.GetString(csv.Bytes).Split('\n').Single(l => l.Contains("原时限", StringComparison.Ordinal) && l.Contains("cmd", StringComparison.Ordinal));
        line.ShouldStartWith("\"'=cmd");
        line.ShouldContain("0.75,3,4,0,");

        var xlsx = await supervisor.Get("/api/appraisal/export?format=xlsx&from=2024-06-06&to=2024-06-06");
        xlsx.Status.ShouldBe(200);
        using var document = SpreadsheetDocument.Open(new MemoryStream(xlsx.Bytes), false);
        new DocumentFormat.OpenXml.Validation.OpenXmlValidator().Validate(document, Stop).ShouldBeEmpty();
        var rows = document.WorkbookPart!.WorksheetParts.Single().Worksheet.Descendants<Row>().Select(r => r.Elements<Cell>().ToList()).ToList();
        rows[0].Select(c => c.InnerText).ShouldBe(["单位代码", "单位", "指标", "口径", "数值", "分子", "分母", "剔除", "置信下限", "置信上限", "档次"]);
        var row = rows.Single(r => r[0].InnerText == evil && r[2].InnerText.Contains("原时限", StringComparison.Ordinal));
        row[0].DataType!.Value.ShouldBe(CellValues.InlineString);
        row[0].CellFormula.ShouldBeNull();
        row.Skip(4).Take(4).Select(c => double.Parse(c.InnerText, CultureInfo.InvariantCulture)).ShouldBe([0.75, 3, 4, 0]);
        (await supervisor.Get("/api/appraisal/export?format=pdf")).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["format"]);
    }

    [Fact]
    public async Task The_three_promises_count_what_came_what_was_handled_and_what_is_public()
    {
        Host.Clock.Set(Local(5, 11));
        await Given.APublishedTicket();
        await Given.AClosedTicket();
        await Given.AClosedTicket(confidential: true);
        await Given.AReceivedTicket();
        var view = (await (await Host.As("leader1")).Get("/api/promises?day=2026-05-11")).Ok();
        view["periods"].Items.Select(p => p["period"].Text).ShouldBe(["Day", "Month", "Year"]);
        var day = view["periods"][0];
        Rate(day, "received").ShouldBe((3, 4));
        (day["handled"]["numerator"].Number).ShouldBe(3);
        Rate(day, "published").ShouldBe((1, 2));
        view["periods"][2]["received"]["denominator"].Number.ShouldBeGreaterThanOrEqualTo(4);
        view["periods"][2]["from"].Text.ShouldBe("2026-01-01");

        var open = (await Host.Anybody().Get("/api/public/promises")).Ok();
        open["day"].Text.ShouldBe("2026-05-11");
        Rate(open["periods"][0], "published").ShouldBe((1, 2));
        open.ToString().ShouldNotContain("CG");
    }

    [Fact]
    public async Task The_leaders_day_stands_on_one_page()
    {
        foreach (var (day, count) in new[] { (Local(10, 13), 2), (Local(10, 20), 1), (Local(10, 27), 1), (Local(11, 10), 3) })
        {
            Host.Clock.Set(day);
            for (var i = 0; i < count; i++) await Given.AReceivedTicket();
        }
        var late = await Given.ADispatchedTicket(type: "Consultation");
        await Withdrawn();
        var told = await Given.ADispatchedTicket();
        await (await Host.As("leader1")).Do(told.Id, "instruct", new { text = "请本周解决并回报", reportBy = "2026-11-13" });
        Host.Clock.Set(Local(11, 24, 8));
        var brief = (await (await Host.As("leader1")).Get("/api/brief?day=2026-11-10")).Ok();
        brief["volume"]["received"].Number.ShouldBe(6);
        brief["volume"]["ended"].Number.ShouldBe(1);
        brief["volume"]["sameWeekdayMean"].Fraction.ShouldBe(1);     // 2, 1, 1 and none within the 28 days before
        brief["volume"]["change"].Fraction.ShouldBe(5);
        brief["promises"]["day"].Text.ShouldBe("2026-11-10");
        brief["stuck"].Items.ShouldNotContain(t => t["ticketId"].Id == late.Id);   // on its own day nothing of it was due

        var today = (await (await Host.As("leader1")).Get("/api/brief")).Ok();
        today["day"].Text.ShouldBe("2026-11-24");
        today["instructions"]["late"].Number.ShouldBeGreaterThanOrEqualTo(1);
        today["instructions"]["open"].Number.ShouldBeGreaterThanOrEqualTo(today["instructions"]["late"].Number);
        today["instructions"]["next"].Items.ShouldContain(i => i["ticketId"].Id == told.Id && i["text"].Text == "请本周解决并回报" && i["late"].Flag);
        today["stuck"].Items.Count.ShouldBeInRange(1, 5);
        today["stuck"].Items.Select(t => t["dueAt"].Time).ShouldBeInOrder();
        today["pastDue"].Number.ShouldBeGreaterThanOrEqualTo(today["stuck"].Items.Count);
        (await (await Host.As("leader1")).Get("/api/brief?day=never")).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["day"]);
    }

    private async Task<GivenTicket> Withdrawn()
    {
        var ticket = await Given.ADispatchedTicket();
        (await TheResident.Withdraws(Host, ticket)).ShouldBeNull();
        return ticket;
    }

    private async Task<Json> Figures(string from, string to, string group = "departments", bool ranks = false) =>
        (await (await Host.As("supervisor1")).Get($"/api/appraisal?from={from}&to={to}&group={group}&ranks={ranks}")).Ok();

    private async Task<List<Guid>> Behind(string metric, string part, string from, string? to = null, int limit = 200)
    {
        var (found, after) = (new List<Guid>(), "");
        do
        {
            var page = (await (await Host.As("supervisor1")).Get($"/api/appraisal/tickets?metric={metric}&part={part}&department=CG&from={from}&to={to ?? from}&limit={limit}&after={Uri.EscapeDataString(after)}")).Ok();
            found.AddRange(page["items"].Items.Select(t => t["ticketId"].Id));
            after = page["next"].Text;
        } while (after.Length > 0);
        return found;
    }

    private static Json Figure(Json unit, string metric) => unit["metrics"].Items.Single(m => m["code"].Text == metric);
    private static (double Numerator, long Denominator) Parts(Json unit, string metric) => (Figure(unit, metric)["numerator"].Fraction, Figure(unit, metric)["denominator"].Number);
    private static (long, long) Rate(Json period, string promise) => (period[promise]["numerator"].Number, period[promise]["denominator"].Number);

    /// <summary>The kept totals of both spans are what the facts add up to, for every unit, day and figure.</summary>
    private async Task ShouldEqualRecount()
    {
        await using var scope = Host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<HotlineDb>();
        var since = new DateOnly(2025, 1, 1);   // before it stand totals that tests made up
        var kept = await db.AppraisalTotals.AsNoTracking().Where(t => t.Day >= since && (t.Numerator != 0 || t.Denominator != 0 || t.LeftOut != 0)).ToListAsync(Stop);
        var recount = (await db.Facts.AsNoTracking().ToListAsync(Stop)).SelectMany(f => AppraisalMetrics.Of(f).SelectMany(m => new[] { (AppraisalSpan.Day, f.ClosedOn), (AppraisalSpan.Month, new DateOnly(f.ClosedOn.Year, f.ClosedOn.Month, 1)) }
            .Select(p => (Key: (p.Item1, p.Item2, f.Department, m.Metric), m.Numerator, m.Denominator, m.LeftOut)))).GroupBy(m => m.Key).ToDictionary(g => g.Key, g => (g.Sum(m => m.Numerator), g.Sum(m => m.Denominator), g.Sum(m => m.LeftOut)));
        kept.ToDictionary(t => (t.Span, t.Day, t.Department, t.Metric), t => (t.Numerator, t.Denominator, t.LeftOut)).ShouldBe(recount, ignoreOrder: true);
    }
}
