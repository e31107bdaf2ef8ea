using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Api.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Api.Tests;

public sealed class ClassifierOnSqlite(Sqlite fixture) : ClassifierTests(fixture), IClassFixture<Sqlite>;
public sealed class ClassifierOnPostgres(Postgres fixture) : ClassifierTests(fixture), IClassFixture<Postgres>;

/// <summary>Train, compare, promote, roll back; and what happens when a model file is no good.</summary>
public abstract class ClassifierTests(HostFixture fixture) : ThroughTheFrontDoor(fixture)
{
    [Fact]
    public async Task The_first_start_registers_its_model_as_the_champion()
    {
        var view = (await (await Host.As("admin1")).Get("/api/classifier")).Ok();
        view["runningVersion"].Number.ShouldBe(1);
        view["problem"].IsMissing.ShouldBeTrue();
        var model = view["models"].Items.ShouldHaveSingleItem();
        model["state"].Text.ShouldBe("Champion");
        model["card"]["categories"].Items.ShouldContain(c => c["code"].Text == "010101");
        model["card"]["reliability"].Items.ShouldNotBeEmpty();
        var ticket = await Given.AReceivedTicket();
        (await (await Host.As("agent1")).Ticket(ticket.Id))["modelVersion"].Number.ShouldBe(1);
        (await (await Host.As("admin1")).Post("/api/classifier/rollback")).Refused(409, "classifier.nothing_before");
        (await (await Host.As("admin1")).Post($"/api/classifier/{model["id"].Id}/promote")).Refused(409, "classifier.already_champion");
        (await (await Host.As("admin1")).Post($"/api/classifier/{Guid.NewGuid()}/promote")).Refused(404, "classifier.not_found");
    }

    [Fact]
    public async Task A_challenger_is_trained_shadowed_promoted_and_rolled_back_while_messages_come_in()
    {
        using var city = new SmallCity();
        using var host = Fixture.With(("Hotline:City:Folder", city.Folder));
        var administrator = await host.As("admin1");
        for (var i = 0; i < 5; i++) await host.Given.AnAcceptedTicket($"{Given.Noise}第{i}次反映。", "010201");

        var run = (await administrator.Post("/api/classifier/train")).Ok();
        (run["state"].Text, run["startedBy"].Text).ShouldBe(("Running", "admin1"));
        (await administrator.Post("/api/classifier/train")).Refused(409, "classifier.training_already");
        var before = await host.Given.AReceivedTicket();   // the intake goes on

        var steps = new HashSet<string>();
        Json? view = null;
        await Eventually.Holds(async () =>
        {
            view = (await administrator.Get("/api/classifier")).Ok();
            steps.Add(view["training"]["step"].Text);
            return view["training"]["state"].Text != "Running";
        }, "the training ends");
        (view!["training"]["state"].Text, view["training"]["problem"].Text, view["training"]["version"].Number).ShouldBe(("Idle", "", 2L));
        steps.Count.ShouldBeGreaterThan(1, "progress is shown on the way");
        view["runningVersion"].Number.ShouldBe(1, "a challenger advises nobody");
        var challenger = view["models"][0];
        (challenger["state"].Text, challenger["trainedBy"].Text).ShouldBe(("Challenger", "admin1"));
        var evaluation = challenger["evaluation"];
        (evaluation["people"].Number, evaluation["championVersion"].Number).ShouldBe((1L, 1L));
        evaluation["base"].Number.ShouldBe(city.HeldOut);
        evaluation["categories"].Items.Sum(c => c["count"].Number).ShouldBe(city.HeldOut + 1);
        evaluation["challenger"]["accuracy"].Fraction.ShouldBeInRange(0.5, 1);

        for (var i = 0; i < 4; i++) await host.Given.AReceivedTicket();
        await Eventually.Holds(async () => (await administrator.Get("/api/classifier")).Ok()["models"][0]["shadow"]["scored"].Number >= 4, "the challenger answers beside the champion");

        (await administrator.Post($"/api/classifier/{challenger["id"].Id}/promote")).Status.ShouldBe(204);
        var after = await host.Given.AReceivedTicket();
        var agent = await host.As("agent1");
        (await agent.Ticket(before.Id))["modelVersion"].Number.ShouldBe(1, "a ticket keeps the version that advised it");
        (await agent.Ticket(after.Id))["modelVersion"].Number.ShouldBe(2);

        (await administrator.Post("/api/classifier/rollback")).Status.ShouldBe(204);
        view = (await administrator.Get("/api/classifier")).Ok();
        view["runningVersion"].Number.ShouldBe(1);
        view["models"].Items.Select(m => m["state"].Text).ShouldBe(["Retired", "Champion"]);
        (await agent.Ticket((await host.Given.AReceivedTicket()).Id))["modelVersion"].Number.ShouldBe(1);
        (await administrator.Post("/api/classifier/rollback")).Status.ShouldBe(204, "undone once more");
        (await administrator.Get("/api/classifier")).Ok()["runningVersion"].Number.ShouldBe(2);
    }

    [Fact]
    public async Task A_damaged_model_file_starts_with_suggestions_off_and_tickets_wait_for_people()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "damaged.model");
        await File.WriteAllTextAsync(file, "not a model", TestContext.Current.CancellationToken);
        using var host = Fixture.With(("Hotline:Routing:ModelFile", file), ("Hotline:Routing:AutoDispatch", "true"), ("Hotline:Routing:Threshold", "0"));
        var ticket = await host.Given.AReceivedTicket();
        var agent = await host.As("agent1");
        var view = await agent.Ticket(ticket.Id);
        view["state"].Text.ShouldBe("Received");
        view["suggestions"].Items.ShouldBeEmpty();
        view["modelVersion"].IsMissing.ShouldBeTrue();
        (await agent.Do(ticket.Id, "accept", new { categoryCode = "010101" }))["state"].Text.ShouldBe("Accepted");

        var status = (await (await host.As("admin1")).Get("/api/classifier")).Ok();
        status["runningVersion"].IsMissing.ShouldBeTrue();
        status["problem"]["code"].Text.ShouldBe("classifier.file_unreadable");
        status["problem"]["sentence"].Text.ShouldStartWith("模型文件不能使用（damaged.model");
        var health = await host.Anybody().Get("/health/ready");
        (health.Status, health.Body).ShouldBe((200, "Degraded"));
    }

    [Theory]
    [InlineData("cut", "classifier.file_changed")]
    [InlineData("tampered", "classifier.file_changed")]
    [InlineData("gone", "classifier.file_missing")]
    public async Task The_next_start_refuses_a_registered_file_that_is_no_longer_itself_and_takes_it_back_when_restored(string harm, string code)
    {
        using var host = Fixture.With();
        var file = Directory.GetFiles(Path.Combine(host.Folder, "models"), "*.model").ShouldHaveSingleItem();
        var whole = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        if (harm == "gone") File.Delete(file);
        else await File.WriteAllBytesAsync(file, harm == "cut" ? whole[..^100] : [.. whole[..^1], (byte)(whole[^1] ^ 1)], TestContext.Current.CancellationToken);

        var running = new RunningClassifier();
        using var registry = new ModelRegistry(host.Services.GetRequiredService<IDbContextFactory<HotlineDb>>(), host.Services.GetRequiredService<ModelFiles>(), running,
            host.Services.GetRequiredService<HotlineOptions>(), host.Clock, NullLogger<ModelRegistry>.Instance);
        await registry.Start(TestContext.Current.CancellationToken);
        running.Champion.ShouldBeNull();
        running.Problem!.Code.ShouldBe(code);

        await File.WriteAllBytesAsync(file, whole, TestContext.Current.CancellationToken);
        File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddMinutes(1));
        await registry.Refresh(TestContext.Current.CancellationToken);
        running.Champion!.Version.ShouldBe(1);
        running.Problem.ShouldBeNull();
    }

    [Fact]
    public void A_challenger_passes_only_when_no_category_loses_more_than_the_margin()
    {
        var quality = new ModelQuality(0.9, 0.9, 0.01, 0.8, 0.8, 0.98, [], []);
        ModelEvaluation Compared(double challenger, double f1) => new(10, 10, 1, quality, quality with { Accuracy = challenger }, [new("010101", 5, 0.9, f1), new("010201", 5, 0.8, 0.9)], []);
        PromotionVerdict.Of(Compared(0.9, 0.86), 0.05).Obstacles.ShouldBeEmpty();
        var loses = PromotionVerdict.Of(Compared(0.89, 0.84), 0.05);
        loses.Obstacles.ShouldBe([PromotionObstacle.LessAccurate, PromotionObstacle.CategoryLoses]);
        loses.Losing.ShouldBe(["010101"]);
        PromotionVerdict.Of(Compared(0.9, 0.9) with { Champion = null }, 1).Obstacles.ShouldBe([PromotionObstacle.NoChampion]);
    }
}
