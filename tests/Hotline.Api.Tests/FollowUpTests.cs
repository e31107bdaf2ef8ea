using Hotline.Api.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Api.Tests;

public sealed class FollowUpOnSqlite(WatchfulSqlite fixture) : FollowUpTests(fixture), IClassFixture<WatchfulSqlite>;
public sealed class FollowUpOnPostgres(WatchfulPostgres fixture) : FollowUpTests(fixture), IClassFixture<WatchfulPostgres>;

/// <summary>Asking residents afterwards: whom, when, how often, and what silence means.</summary>
public abstract class FollowUpTests(HostFixture fixture) : ThroughTheFrontDoor(fixture)
{
    private static readonly object Reached = new { outcome = "Reached", solved = "Yes", satisfaction = "Satisfied", comment = "挺好的" };
    private static readonly object NoAnswer = new { outcome = "NoAnswer" };
    private static int _phones;

    private static DateTimeOffset Local(int day, int hour, int minute = 0) => new(2026, 3, day, hour, minute, 0, TimeSpan.FromHours(8));

    [Fact]
    public async Task Who_is_reached_judges_by_phone_as_by_the_page()
    {
        var ticket = await Answered(Local(2, 10));
        var agent = await Host.As("agent1");
        (await Listed(ticket)).ShouldBeTrue();
        var item = await Item(ticket);
        item["reply"].Text.ShouldContain("已到现场");
        (await agent.Try(ticket, "call-back", new { outcome = "Reached", satisfaction = "Satisfied" })).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["solved"]);
        (await agent.Try(ticket, "call-back", new { outcome = "Reached", solved = "Yes" })).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["satisfaction"]);
        var view = await agent.Do(ticket, "call-back", Reached);
        view["state"].Text.ShouldBe("Closed");
        view["rating"]["source"].Text.ShouldBe("CallBack");
        view["rating"]["comment"].Text.ShouldBe("挺好的");
        view["supervision"]["evaluationOutcome"].Text.ShouldBe("Rated");
        view["supervision"]["followUp"]["state"].Text.ShouldBe("Finished");
        (await Listed(ticket)).ShouldBeFalse();
    }

    [Fact]
    public async Task Partly_solved_and_dissatisfied_goes_to_the_centres_review()
    {
        var ticket = await Answered(Local(2, 15));
        var view = await (await Host.As("dispatcher1")).Do(ticket, "call-back", new { outcome = "Reached", solved = "Partly", satisfaction = "Dissatisfied", comment = "只管了一天" });
        view["state"].Text.ShouldBe("DissatisfactionReview");
        view["rating"]["extent"].Text.ShouldBe("Partly");
        view["rating"]["solved"].Flag.ShouldBeFalse();
    }

    [Theory]
    [InlineData(7, 59)]
    [InlineData(12, 0)]
    [InlineData(13, 30)]
    [InlineData(20, 0)]
    [InlineData(23, 15)]
    public async Task Nobody_is_called_in_the_quiet_hours(int hour, int minute)
    {
        var ticket = await Answered(Local(2, 10));
        Host.Clock.Set(Local(3, hour, minute));
        var agent = await Host.As("agent1");
        (await Listed(ticket)).ShouldBeFalse();
        var id = (await Item(ticket))["followUp"]["id"].Id;
        (await agent.Post($"/api/follow-ups/{id}/claim")).Refused(409, "followup.quiet_hours")["detail"].Text.ShouldContain("08:00-12:00");
        (await agent.Try(ticket, "call-back", Reached)).Refused(409, "followup.quiet_hours");
        (await agent.Ticket(ticket))["state"].Text.ShouldBe("Evaluation");
    }

    [Fact]
    public async Task Three_tries_in_three_parts_of_the_day_then_the_link_then_unreachable()
    {
        var ticket = await Answered(Local(2, 10));
        var agent = await Host.As("agent1");
        await agent.Do(ticket, "call-back", NoAnswer);
        (await agent.Try(ticket, "call-back", NoAnswer)).Refused(409, "followup.slot_used");
        (await Listed(ticket)).ShouldBeFalse();
        Host.Clock.Set(Local(2, 15));
        (await Listed(ticket)).ShouldBeTrue();
        await agent.Do(ticket, "call-back", new { outcome = "WrongNumber" });
        (await Links(ticket)).ShouldBe(0);
        Host.Clock.Set(Local(3, 19));
        var view = await agent.Do(ticket, "call-back", NoAnswer);
        view["supervision"]["followUp"]["state"].Text.ShouldBe("Waiting");
        view["supervision"]["followUp"]["tries"].Items.Select(t => t["slot"].Text).ShouldBe(["Morning", "Afternoon", "Evening"]);
        view["state"].Text.ShouldBe("Evaluation");
        (await Links(ticket)).ShouldBe(1);
        (await agent.Try(ticket, "call-back", Reached)).Refused(409, "followup.finished");

        // Three working days from Tuesday the 3rd: until Friday the 6th, 24:00.
        Host.Clock.Set(Local(6, 23, 59));
        (await agent.Ticket(ticket))["state"].Text.ShouldBe("Evaluation");
        Host.Clock.Set(Local(7, 0, 1));
        await Eventually.Holds(async () => (await agent.Ticket(ticket))["state"].Text == "Closed", "the waiting term ends");
        var closed = await agent.Ticket(ticket);
        closed["supervision"]["evaluationOutcome"].Text.ShouldBe("Unreachable");
        closed["rating"].IsMissing.ShouldBeTrue();
        (await Ratings(ticket)).ShouldBe(0);   // never counted as satisfied, nor as anything else
    }

    [Fact]
    public async Task Who_refuses_is_left_in_peace_and_has_not_judged()
    {
        var ticket = await Answered(Local(2, 10));
        var view = await (await Host.As("agent1")).Do(ticket, "call-back", new { outcome = "Refused", satisfaction = "VerySatisfied", solved = "Yes" });
        view["state"].Text.ShouldBe("Closed");
        view["supervision"]["evaluationOutcome"].Text.ShouldBe("Refused");
        (await Ratings(ticket)).ShouldBe(0);
    }

    [Fact]
    public async Task An_anonymous_matter_is_looked_at_by_the_centre()
    {
        Host.Clock.Set(Local(2, 10));
        var ticket = (await Given.AnAnsweredTicket()).Id;
        var agent = await Host.As("agent1");
        (await agent.Ticket(ticket))["allowedActions"].Texts.ShouldContain("evaluate");
        (await agent.Ticket(ticket))["allowedActions"].Texts.ShouldNotContain("call-back");
        (await agent.Try(ticket, "call-back", Reached)).Refused(409, "ticket.transition_not_allowed");
        Host.Clock.Set(Local(2, 22));   // no hours for what disturbs nobody
        (await Listed(ticket)).ShouldBeTrue();
        (await agent.Try(ticket, "evaluate", new { finding = "" })).Refused(400, "request.invalid");
        var view = await agent.Do(ticket, "evaluate", new { finding = "看过整改前后的照片" });
        view["state"].Text.ShouldBe("Closed");
        view["supervision"]["evaluationOutcome"].Text.ShouldBe("NotAsked");
        (await Ratings(ticket)).ShouldBe(0);
        (await Listed(ticket)).ShouldBeFalse();
    }

    [Fact]
    public async Task Who_has_taken_an_item_calls_alone_for_half_an_hour()
    {
        var ticket = await Answered(Local(2, 9));
        var (one, other) = (await Host.As("agent1"), await Host.As("agent2"));
        var id = (await Item(ticket))["followUp"]["id"].Id;
        (await one.Post($"/api/follow-ups/{id}/claim")).Ok()["followUp"]["claimedBy"].Text.ShouldBe("坐席一");
        (await other.Post($"/api/follow-ups/{id}/claim")).Refused(409, "followup.claimed")["by"].Text.ShouldBe("坐席一");
        (await other.Try(ticket, "call-back", Reached)).Refused(409, "followup.claimed");
        (await other.Post($"/api/follow-ups/{id}/release")).Refused(409, "followup.claimed");
        (await one.Post($"/api/follow-ups/{id}/release")).Ok()["followUp"]["claimedBy"].IsMissing.ShouldBeTrue();
        (await one.Post($"/api/follow-ups/{id}/claim")).Ok();
        Host.Clock.Set(Local(2, 9, 31));
        (await other.Post($"/api/follow-ups/{id}/claim")).Ok()["followUp"]["claimedBy"].Text.ShouldBe("坐席二");
    }

    [Fact]
    public async Task Of_two_agents_who_take_the_same_item_at_once_one_gets_it()
    {
        var ticket = await Answered(Local(2, 9));
        var id = (await Item(ticket))["followUp"]["id"].Id;
        var (one, other) = (await Host.As("agent1"), await Host.As("agent2"));
        var claims = await Task.WhenAll(one.Post($"/api/follow-ups/{id}/claim"), other.Post($"/api/follow-ups/{id}/claim"));
        claims.Count(c => c.Status == 200).ShouldBe(1);
        claims.Single(c => c.Status != 200).Refused(409, "followup.claimed");
    }

    [Fact]
    public async Task Of_two_agents_who_call_at_once_one_try_is_put_down()
    {
        var ticket = await Answered(Local(2, 9));
        var (one, other) = (await Host.As("agent1"), await Host.As("agent2"));
        var calls = await Task.WhenAll(one.Try(ticket, "call-back", NoAnswer), other.Try(ticket, "call-back", NoAnswer));
        calls.Count(c => c.Status == 200).ShouldBe(1);
        calls.Single(c => c.Status != 200).Refused(409, "followup.slot_used");
        (await one.Ticket(ticket))["supervision"]["followUp"]["tries"].Items.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_call_begun_before_noon_may_be_put_down_after_it()
    {
        var ticket = await Answered(Local(2, 9));
        var agent = await Host.As("agent1");
        Host.Clock.Set(Local(2, 11, 55));
        (await agent.Post($"/api/follow-ups/{(await Item(ticket))["followUp"]["id"].Id}/claim")).Ok();
        Host.Clock.Set(Local(2, 12, 10));
        var view = await agent.Do(ticket, "call-back", NoAnswer);
        view["supervision"]["followUp"]["tries"].Items.Single()["slot"].Text.ShouldBe("Morning");
        view["supervision"]["followUp"]["nextAt"].Time.ShouldBe(Local(2, 14));
    }

    [Fact]
    public async Task Whoever_handled_the_matter_does_not_ask()
    {
        var ticket = await Answered(Local(2, 9));
        var handler = await Host.As("handler1");
        (await handler.Get("/api/follow-ups")).Refused(403, "session.forbidden");
        (await handler.Try(ticket, "call-back", Reached)).Refused(403, "ticket.forbidden");
        (await handler.Try(ticket, "call-back", NoAnswer)).Refused(403, "ticket.forbidden");
    }

    [Fact]
    public async Task A_resident_who_rates_alone_is_called_no_more()
    {
        Host.Clock.Set(Local(2, 9));
        var ticket = await Given.AnAnsweredTicket(sender: Phone());
        (await Listed(ticket.Id)).ShouldBeTrue();
        (await TheResident.IsSatisfied(Host, ticket)).ShouldBeNull();
        (await Listed(ticket.Id)).ShouldBeFalse();
        var agent = await Host.As("agent1");
        (await agent.Ticket(ticket.Id))["rating"]["source"].Text.ShouldBe("Resident");
        await Eventually.Holds(async () => (await agent.Ticket(ticket.Id))["supervision"]["followUp"]["state"].Text == "Finished", "the follow-up is overtaken");
    }

    [Fact]
    public async Task A_new_round_is_asked_anew()
    {
        Host.Clock.Set(Local(2, 9));
        var ticket = await Given.AnAnsweredTicket(sender: Phone());
        (await TheResident.IsDissatisfied(Host, ticket)).ShouldBeNull();
        await (await Host.As("dispatcher1")).Do(ticket.Id, "rework", new { reason = "未解决" });
        await (await Host.As("handler1")).Do(ticket.Id, "reply", new { publicText = "重新办理完毕。", result = "Solved", legalBasis = Given.Basis });
        await (await Host.As("approver1")).Do(ticket.Id, "approve");
        await (await Host.As("dispatcher1")).Do(ticket.Id, "approve", Given.Approval);
        (await Listed(ticket.Id)).ShouldBeTrue();
        (await (await Host.As("agent1")).Do(ticket.Id, "call-back", Reached))["rating"]["source"].Text.ShouldBe("CallBack");
    }

    private static string Phone() => $"1390000{Interlocked.Increment(ref _phones):0000}";

    private async Task<Guid> Answered(DateTimeOffset at)
    {
        Host.Clock.Set(at);
        return (await Given.AnAnsweredTicket(sender: Phone())).Id;
    }

    private async Task<Json> Item(Guid ticket) => (await (await Host.As("agent1")).Get("/api/follow-ups?limit=200")).Ok()["items"].Items.Single(f => f["ticket"]["id"].Id == ticket);

    private async Task<bool> Listed(Guid ticket) => (await (await Host.As("agent1")).Get("/api/follow-ups?due=true&limit=200")).Ok()["items"].Items.Any(f => f["ticket"]["id"].Id == ticket);

    private async Task<int> Links(Guid ticket) => (await (await Host.As("supervisor1")).Get("/api/outgoing?limit=200")).Ok()["items"].Items.Count(o => o["ticketId"].Id == ticket && o["occasion"].Text == "ratingRequest");

    private async Task<int> Ratings(Guid ticket)
    {
        await using var db = await Host.Services.GetRequiredService<IDbContextFactory<HotlineDb>>().CreateDbContextAsync();
        return await db.Ratings.CountAsync(r => r.TicketId == ticket);
    }
}
