using Hotline.Api.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Hotline.Api.Tests;

public sealed class DeemedSigningOnSqlite(Sqlite fixture) : DeemedSigningTests(fixture), IClassFixture<Sqlite>;
public sealed class DeemedSigningOnPostgres(Postgres fixture) : DeemedSigningTests(fixture), IClassFixture<Postgres>;

/// <summary>Silence counts as a signature, at the instant the window ends.</summary>
public abstract class DeemedSigningTests(HostFixture fixture) : ThroughTheFrontDoor(fixture)
{
    private static DateTimeOffset Local(int day, int hour, int minute = 0, int second = 0) => new(2026, 3, day, hour, minute, second, TimeSpan.FromHours(8));

    private DeemedSigner Signer => Host.Services.GetServices<IHostedService>().OfType<DeemedSigner>().Single();

    [Fact]
    public async Task A_silent_department_has_the_ticket_from_the_windows_end_on_and_owes_the_first_contact()
    {
        Host.Clock.Set(Local(2, 10));
        var ticket = await Given.ADispatchedTicket();
        Host.Clock.Set(Local(3, 23, 30));
        await Signer.SignDue(CancellationToken.None);
        (await (await Host.As("agent1")).Ticket(ticket.Id))["state"].Text.ShouldBe("Dispatched");

        Host.Clock.Set(Local(4, 9));
        await Signer.SignDue(CancellationToken.None);
        var view = await (await Host.AsAgain("agent1")).Ticket(ticket.Id);
        view["state"].Text.ShouldBe("Handling");
        var entry = view["history"].Items[^1];
        (entry["action"].Text, entry["actor"].Text, entry["at"].Time).ShouldBe(("DeemedSigned", "system", Local(3, 23, 59, 59)));
        var contact = view["deadlines"].Items.Single(d => d["step"].Text == "FirstContact");
        (contact["startedAt"].Time, contact["dueAt"].Time).ShouldBe((Local(3, 23, 59, 59), Local(4, 23, 59, 59)));
        await (await Host.AsAgain("handler1")).Do(ticket.Id, "first-contact", new { outcome = "NoAnswer" });
    }

    [Fact]
    public async Task Urgent_matters_have_thirty_minutes()
    {
        Host.Clock.Set(Local(6, 22));
        var ticket = await Given.AReceivedTicket();
        var agent = await Host.AsAgain("agent1");
        await agent.Do(ticket.Id, "accept", new { categoryCode = "010101", urgency = "Urgent" });
        var sign = (await agent.Do(ticket.Id, "dispatch", new { departmentCode = "CG" }))["deadlines"].Items.Single(d => d["step"].Text == "Sign")["dueAt"].Time;
        Host.Clock.Set(sign.AddMinutes(1));
        await Signer.SignDue(CancellationToken.None);
        var view = await agent.Ticket(ticket.Id);
        view["history"].Items[^1]["at"].Time.ShouldBe(sign, TimeSpan.FromMilliseconds(1));   // the chain seals whole microseconds
        view["state"].Text.ShouldBe("Handling");
    }

    [Fact]
    public async Task Several_nodes_and_the_department_itself_sign_once()
    {
        Host.Clock.Set(Local(9, 10));
        var tickets = new List<GivenTicket>();
        for (var i = 0; i < 6; i++) tickets.Add(await Given.ADispatchedTicket());
        Host.Clock.Set(Local(11, 9));
        var handler = await Host.AsAgain("handler1");
        var nodes = Enumerable.Range(0, 3).Select(_ => Signer.SignDue(CancellationToken.None));
        await Task.WhenAll(nodes.Cast<Task>().Concat(tickets.Select(t => (Task)handler.Try(t.Id, "sign"))));
        foreach (var ticket in tickets)
        {
            var view = await handler.Ticket(ticket.Id);
            view["state"].Text.ShouldBe("Handling");
            view["history"].Items.Count(h => h["action"].Text is "Sign" or "DeemedSigned").ShouldBe(1);
            view["deadlines"].Items.Count(d => d["step"].Text == "FirstContact").ShouldBe(1);
        }
    }

    [Fact]
    public async Task A_ticket_taken_back_in_time_is_signed_by_nobody()
    {
        Host.Clock.Set(Local(12, 10));
        var ticket = await Given.ADispatchedTicket();
        await (await Host.AsAgain("dispatcher1")).Do(ticket.Id, "recall", new { reason = "派错了" });
        Host.Clock.Set(Local(16, 9));
        await Signer.SignDue(CancellationToken.None);
        (await (await Host.AsAgain("dispatcher1")).Ticket(ticket.Id))["state"].Text.ShouldBe("Accepted");
    }
}
