using Hotline.Api.Data;
using Hotline.Api.Routing;
using Hotline.Classifier;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Api.Tests;

public sealed class ModelLifeOnSqlite(Sqlite fixture) : ModelLifeTests(fixture), IClassFixture<Sqlite>;
public sealed class ModelLifeOnPostgres(Postgres fixture) : ModelLifeTests(fixture), IClassFixture<Postgres>;

/// <summary>What happens to models without anybody's command: the schedule, the margin, other nodes, old files, and the return of suggestions.</summary>
public abstract class ModelLifeTests(HostFixture fixture) : ThroughTheFrontDoor(fixture)
{
    private const string Heating = "020401";

    [Fact]
    public async Task A_schedule_trains_after_new_decisions_and_a_better_challenger_is_promoted_by_itself()
    {
        using var city = new SmallCity();
        using var host = Fixture.With(("Hotline:City:Folder", city.Folder), ("Hotline:Routing:ModelFile", city.AModel(e => e with { Label = SmallCity.Wrong(e.Label) })),
            ("Hotline:Routing:RetrainEvery", "7.00:00:00"), ("Hotline:Routing:PromoteMargin", "0.05"));
        await ScheduleBegins(host);
        host.Clock.Advance(TimeSpan.FromDays(8));
        await host.Given.AnAcceptedTicket();
        var view = await AfterTraining(host);
        view["training"]["startedBy"].Text.ShouldBe("system");
        view["runningVersion"].Number.ShouldBe(2);
        var model = view["models"][0];
        (model["state"].Text, model["trainedBy"].Text, model["promotedBy"].Text).ShouldBe(("Champion", "system", "system"));
        model["evaluation"]["promotion"]["margin"].Fraction.ShouldBe(0.05);
        model["evaluation"]["promotion"]["obstacles"].Items.ShouldBeEmpty();
        (await (await host.As("agent1")).Ticket((await host.Given.AReceivedTicket()).Id))["modelVersion"].Number.ShouldBe(2);
    }

    [Fact]
    public async Task The_schedule_rests_while_nobody_decides_anything()
    {
        using var host = Fixture.With(("Hotline:Routing:RetrainEvery", "00:01:00"));
        await ScheduleBegins(host);
        var begun = await Setting(host);
        await host.Given.AReceivedTicket();
        host.Clock.Advance(TimeSpan.FromHours(1));
        // A further node looks at once when it starts; whoever trains by the schedule writes when.
        using var node = host.AnotherNode();
        (await (await node.As("admin1")).Get("/api/classifier")).Ok()["training"]["state"].Text.ShouldBe("Idle");
        (await Setting(host)).ShouldBe(begun);
    }

    [Fact]
    public async Task A_challenger_that_loses_a_category_stays_one_and_the_page_says_which()
    {
        // The champion knows heating alone; the city's examples teach everything else, and as heating something that is none.
        using var city = new SmallCity((e, place) => e.Label == Heating && place % 10 != 0 ? e with { Subject = "护照", Body = $"第{place}次询问护照去哪里办理。" } : e);
        using var host = Fixture.With(("Hotline:City:Folder", city.Folder), ("Hotline:Routing:ModelFile", city.AModel(e => e.Label == Heating ? e : e with { Label = e.Label == "010101" ? "010201" : "010101" })),
            ("Hotline:Routing:PromoteMargin", "0.05"));
        (await (await host.As("admin1")).Post("/api/classifier/train")).Ok();
        var view = await AfterTraining(host);
        view["runningVersion"].Number.ShouldBe(1);
        var model = view["models"][0];
        model["state"].Text.ShouldBe("Challenger");
        var evaluation = model["evaluation"];
        evaluation["challenger"]["accuracy"].Fraction.ShouldBeGreaterThan(evaluation["champion"]["accuracy"].Fraction);
        evaluation["promotion"]["obstacles"].Texts.ShouldBe(["CategoryLoses"]);
        evaluation["promotion"]["losing"].Texts.ShouldBe([Heating]);
    }

    [Fact]
    public async Task Every_node_follows_what_was_promoted_on_another()
    {
        using var city = new SmallCity();
        using var first = Fixture.With();
        var one = await first.As("admin1");
        // A second node brings a model of its own in; it becomes the champion everywhere.
        using var second = first.AnotherNode(("Hotline:Routing:ModelFile", city.AModel(e => e)));
        var two = await second.As("admin1");
        await Runs(two, 2);
        await Runs(one, 2);
        (await one.Post("/api/classifier/rollback")).Status.ShouldBe(204);
        await Runs(two, 1);
        (await two.Post($"/api/classifier/{await IdOf(two, 2)}/promote")).Status.ShouldBe(204);
        await Runs(one, 2);
    }

    [Fact]
    public async Task Old_files_are_deleted_their_cards_stay_and_they_are_refused()
    {
        using var city = new SmallCity();
        using var host = Fixture.With(("Hotline:Routing:KeepModels", "2"));
        using (host.AnotherNode(("Hotline:Routing:ModelFile", city.AModel(e => e)))) { }
        Files(host).Length.ShouldBe(2);
        using (host.AnotherNode(("Hotline:Routing:ModelFile", city.AModel(e => e with { Body = $"{e.Body}。" })))) { }
        using var node = host.AnotherNode(("Hotline:Routing:ModelFile", city.AModel(e => e with { Subject = $"{e.Subject}。" })));
        Files(host).Length.ShouldBe(2, "the newest two, of which one is the champion and one the model to go back to");

        var administrator = await node.As("admin1");
        var models = (await administrator.Get("/api/classifier")).Ok()["models"].Items;
        models.Select(m => (m["version"].Number, m["fileDeletedAt"].IsMissing)).ShouldBe([(4, true), (3, true), (2, false), (1, false)]);
        models[3]["card"]["categories"].Items.ShouldNotBeEmpty();
        var refused = await administrator.Post($"/api/classifier/{models[3]["id"].Id}/promote");
        refused.Refused(409, "classifier.file_deleted")["detail"].Text.ShouldStartWith("第 1 版模型");
        (await administrator.Post("/api/classifier/rollback")).Status.ShouldBe(204);
        (await administrator.Get("/api/classifier")).Ok()["runningVersion"].Number.ShouldBe(3);
        Files(host).Length.ShouldBe(2, "the model to go back to is kept");
    }

    [Fact]
    public async Task Tickets_that_came_while_suggestions_were_off_are_advised_when_a_model_is_promoted_unless_they_were_sent_on()
    {
        using var city = new SmallCity();
        var broken = Path.Combine(city.Folder, "broken.model");
        await File.WriteAllTextAsync(broken, "not a model", TestContext.Current.CancellationToken);
        using var host = Fixture.With(("Hotline:City:Folder", city.Folder), ("Hotline:Routing:ModelFile", broken));
        var (received, accepted, dispatched) = (await host.Given.AReceivedTicket(), await host.Given.AnAcceptedTicket(), await host.Given.ADispatchedTicket());
        var administrator = await host.As("admin1");
        (await administrator.Post("/api/classifier/train")).Ok();
        var challenger = (await AfterTraining(host))["models"][0];
        (await administrator.Post($"/api/classifier/{challenger["id"].Id}/promote")).Status.ShouldBe(204);
        var agent = await host.As("agent1");
        await Eventually.Holds(async () => await Advised(agent, received) && await Advised(agent, accepted), "both get their suggestions");
        var view = await agent.Ticket(received.Id);
        view["modelVersion"].Number.ShouldBe(1);
        view["suggestions"].Items.ShouldNotBeEmpty();
        view["history"].Items.Count(h => h["action"].Text == "Suggest").ShouldBe(2, "once without a model, once with it");
        (await agent.Ticket(accepted.Id))["state"].Text.ShouldBe("Accepted");
        (await Advised(agent, dispatched)).ShouldBeFalse("a department has it already");
        await using var scope = host.Services.CreateAsyncScope();
        (await scope.ServiceProvider.GetRequiredService<HotlineDb>().Database.SqlQueryRaw<int>("SELECT count(*) AS \"Value\" FROM ticket_search").SingleAsync(TestContext.Current.CancellationToken)).ShouldBe(3, "each is found once");
        var week = (await administrator.Get("/api/classifier/drift?weeks=1")).Ok()["weeks"][0];
        week["decided"].Number.ShouldBe(0, "who had no advice neither took nor left it");
    }

    [Fact]
    public async Task Tickets_that_came_meanwhile_are_advised_when_the_file_is_restored()
    {
        using var front = Fixture.With(("Hotline:Surfaces", "Agent,Resident,Webhooks"));
        var file = Files(front).ShouldHaveSingleItem();
        var whole = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(file, whole[..^10], TestContext.Current.CancellationToken);
        using var worker = front.AnotherNode(("Hotline:Surfaces", "Agent,Resident,Webhooks,Worker"));
        var ticket = await worker.Given.AReceivedTicket();
        var agent = await worker.As("agent1");
        (await Advised(agent, ticket)).ShouldBeFalse();
        await File.WriteAllBytesAsync(file, whole, TestContext.Current.CancellationToken);
        File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddMinutes(1));
        await Eventually.Holds(() => Advised(agent, ticket), "the restored model advises");
    }

    [Fact]
    public async Task Finding_the_tickets_without_advice_reads_an_index_of_their_own()
    {
        await using var scope = Host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<HotlineDb>();
        var query = RoutingWorker.Unadvised(db).OrderBy(t => t.Id).Select(t => t.Id).ToQueryString();
        await db.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        var connection = db.Database.GetDbConnection();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the text is the program's own query
        // A planner with an empty table before it takes whatever it likes; without the choice it must be able to take the index.
        command.CommandText = db.IsSqlite ? $"EXPLAIN QUERY PLAN {query}" : $"SET enable_seqscan = off; SET enable_bitmapscan = off; EXPLAIN {query}";
#pragma warning restore CA2100
        var plan = new List<string>();
        await using (var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken))
            while (await reader.ReadAsync(TestContext.Current.CancellationToken)) plan.Add(reader.GetString(db.IsSqlite ? 3 : 0));
        string.Join('\n', plan).ShouldContain("ix_ticket_unadvised");
    }

    private static string[] Files(HotlineHost host) => Directory.GetFiles(Path.Combine(host.Folder, "models"), "*.model");

    private static async Task<bool> Advised(Person agent, GivenTicket ticket) => !(await agent.Ticket(ticket.Id))["modelVersion"].IsMissing;

    private static async Task<Guid> IdOf(Person administrator, int version) =>
        (await administrator.Get("/api/classifier")).Ok()["models"].Items.Single(m => m["version"].Number == version)["id"].Id;

    private static Task Runs(Person administrator, int version) =>
        Eventually.Holds(async () => (await administrator.Get("/api/classifier")).Ok()["runningVersion"].Number == version, $"version {version} advises");

    /// <summary>Waits for the end of the first training; the page as it is then.</summary>
    private static async Task<Json> AfterTraining(HotlineHost host)
    {
        var administrator = await host.As("admin1");
        Json view = Json.Parse("{}");
        await Eventually.Holds(async () => !(view = (await administrator.Get("/api/classifier")).Ok())["training"]["endedAt"].IsMissing, "the training ends");
        view["training"]["problem"].Text.ShouldBe("");
        return view;
    }

    /// <summary>The first interval is counted from the first look.</summary>
    private static Task ScheduleBegins(HotlineHost host) => Eventually.Holds(async () => await Setting(host) is not null, "the schedule begins");

    private static async Task<string?> Setting(HotlineHost host)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<HotlineDb>().Settings.Where(s => s.Key == "classifier.last_scheduled_training").Select(s => s.Value).SingleOrDefaultAsync(TestContext.Current.CancellationToken);
    }
}
