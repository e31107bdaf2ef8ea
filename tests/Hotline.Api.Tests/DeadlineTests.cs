namespace Hotline.Api.Tests;

public sealed class DeadlineOnSqlite(Sqlite fixture) : DeadlineTests(fixture), IClassFixture<Sqlite>;
public sealed class DeadlineOnPostgres(Postgres fixture) : DeadlineTests(fixture), IClassFixture<Postgres>;

/// <summary>The promises a ticket carries, on the calendar of 2026 with its holidays and make-up days.</summary>
public abstract class DeadlineTests(HostFixture fixture) : ThroughTheFrontDoor(fixture)
{
    private static DateTimeOffset Local(int month, int day, int hour = 23, int minute = 59, int second = 59) => new(2026, month, day, hour, minute, second, TimeSpan.FromHours(8));

    [Fact]
    public async Task Working_days_over_the_national_holiday_skip_the_days_off_and_count_the_make_up_day()
    {
        // Accepted on Wednesday 30 September; off 1 to 7 October; the Saturday 10 October is worked.
        Host.Clock.Set(Local(9, 30, 10, 0, 0));
        var ticket = await Given.AnAcceptedTicket(type: "Consultation");
        var view = await (await Host.As("agent1")).Do(ticket.Id, "dispatch", new { departmentCode = "CG" });
        Deadline(view, "Sign")["dueAt"].Time.ShouldBe(Local(10, 8));       // one working day: Thursday 8th
        Deadline(view, "Handle")["dueAt"].Time.ShouldBe(Local(10, 10));    // three: 8th, 9th and the made-up Saturday
        Deadline(view, "Handle")["calendarMissing"].Flag.ShouldBeFalse();
        view["departmentDueAt"].Time.ShouldBe(Local(10, 8));
    }

    [Fact]
    public async Task The_explanation_is_in_the_readers_language()
    {
        Host.Clock.Set(Local(9, 30, 10, 0, 0));
        var ticket = await Given.ADispatchedTicket();
        var agent = await Host.AsAgain("agent1");
        var chinese = Deadline(await agent.Ticket(ticket.Id), "Handle")["explanation"].Text;
        agent.Language = "en";
        var english = Deadline(await agent.Ticket(ticket.Id), "Handle")["explanation"].Text;
        chinese.ShouldContain("工作日");
        english.ShouldContain("working day");
    }

    [Fact]
    public async Task A_late_publication_is_not_overdue_work()
    {
        Host.Clock.Set(Local(3, 2, 10, 0, 0));
        var closed = await Given.AClosedTicket();
        Host.Clock.Set(Local(3, 20, 10, 0, 0));
        var agent = await Host.As("agent1");
        (await agent.Ticket(closed.Id))["departmentLight"].Text.ShouldBe("Red");
        foreach (var due in new[] { "overdue", "soon" })
            (await agent.Get($"/api/tickets?due={due}&limit=200")).Ok()["items"].Items.ShouldNotContain(t => t["id"].Id == closed.Id);
    }

    [Fact]
    public async Task The_light_goes_from_green_over_yellow_to_red_and_ends_as_met_or_missed()
    {
        Host.Clock.Set(Local(3, 2, 10, 0, 0));
        var (late, inTime) = (await Given.ADispatchedTicket(), await Given.ADispatchedTicket());
        var agent = await Host.As("agent1");
        Deadline(await agent.Ticket(late.Id), "Sign")["light"].Text.ShouldBe("Green");
        await (await Host.As("handler1")).Do(inTime.Id, "sign");
        Deadline(await agent.Ticket(inTime.Id), "Sign")["light"].Text.ShouldBe("Met");

        Host.Clock.Set(Local(3, 3, 20, 0, 0));
        Deadline(await agent.Ticket(late.Id), "Sign")["light"].Text.ShouldBe("Yellow");
        (await agent.Get("/api/tickets?due=soon&limit=200")).Ok()["items"].Items.ShouldContain(t => t["id"].Id == late.Id);

        Host.Clock.Set(Local(3, 4, 0, 0, 5));
        var view = await agent.Ticket(late.Id);
        Deadline(view, "Sign")["light"].Text.ShouldBe("Red");
        Deadline(view, "Sign")["workingMinutesLeft"].Number.ShouldBe(0);
        view["departmentLight"].Text.ShouldBe("Red");
        (await agent.Get("/api/tickets?due=overdue&limit=200")).Ok()["items"].Items.ShouldContain(t => t["id"].Id == late.Id);
        (await agent.Get("/api/tickets/counts")).Ok()["overdue"].Number.ShouldBePositive();

        await (await Host.As("handler1")).Do(late.Id, "sign");
        Deadline(await agent.Ticket(late.Id), "Sign")["light"].Text.ShouldBe("Missed");
    }

    [Fact]
    public async Task The_residents_clock_starts_once_and_no_round_resets_it()
    {
        Host.Clock.Set(Local(3, 2, 10, 0, 0));
        var ticket = await Given.AnAnsweredTicket();
        var agent = await Host.As("agent1");
        var first = Deadline(await agent.Ticket(ticket.Id), "Answer");
        Host.Clock.Set(Local(3, 9, 9, 0, 0));
        (await TheResident.IsDissatisfied(Host, ticket)).ShouldBeNull();
        var view = await (await Host.As("dispatcher1")).Do(ticket.Id, "rework", new { reason = "未解决" });
        view["deadlines"].Items.Count(d => d["step"].Text == "Answer").ShouldBe(1);
        Deadline(view, "Answer")["startedAt"].Time.ShouldBe(first["startedAt"].Time);
        Deadline(view, "Answer")["dueAt"].Time.ShouldBe(first["dueAt"].Time);
        // The department has a new term of its own.
        Deadline(view, "Handle")["startedAt"].Time.ShouldBeGreaterThan(Local(3, 9, 8, 59, 0));
    }

    [Fact]
    public async Task A_year_without_a_calendar_is_said_aloud()
    {
        Host.Clock.Set(Local(12, 30, 10, 0, 0));
        var ticket = await Given.ADispatchedTicket(type: "Complaint");
        var handle = Deadline(await (await Host.As("agent1")).Ticket(ticket.Id), "Handle");
        handle["calendarMissing"].Flag.ShouldBeTrue();
        handle["dueAt"].Time.Year.ShouldBe(2027);
    }

    [Fact]
    public async Task Urgent_matters_run_on_natural_time()
    {
        Host.Clock.Set(Local(3, 6, 22, 0, 0));
        var ticket = await Given.AReceivedTicket();
        var agent = await Host.As("agent1");
        await agent.Do(ticket.Id, "accept", new { categoryCode = "010101", urgency = "Urgent" });
        var view = await agent.Do(ticket.Id, "dispatch", new { departmentCode = "CG" });
        var started = Deadline(view, "Sign")["startedAt"].Time;
        Deadline(view, "Sign")["dueAt"].Time.ShouldBe(started.AddMinutes(30));
        Deadline(view, "Handle")["dueAt"].Time.ShouldBe(started.AddHours(24));
    }

    private static Json Deadline(Json view, string step) => view["deadlines"].Items.Last(d => d["step"].Text == step);
}
