using Hotline.Api.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Api.Tests;

public sealed class StartOnSqlite(Sqlite fixture) : StartTests(fixture), IClassFixture<Sqlite>;
public sealed class StartOnPostgres(Postgres fixture) : StartTests(fixture), IClassFixture<Postgres>;

/// <summary>What must be right before the first request is taken.</summary>
public abstract class StartTests(HostFixture fixture) : ThroughTheFrontDoor(fixture)
{
    [Theory]
    [InlineData("Hotline:Intake:Capasity", "5", "Capasity")]
    [InlineData("Hotline:Nonsense", "5", "Nonsense")]
    [InlineData("Hotline:Intake:Capacity", "many", "Capacity")]
    [InlineData("Hotline:Routing:Threshold", "2", "Hotline:Routing:Threshold")]
    [InlineData("Hotline:Intake:ApiKeys:citycard", "short", "citycard")]
    [InlineData("Hotline:City:Folder", "/no/such/folder", "Hotline:City:Folder")]
    [InlineData("Hotline:Routing:ModelFile", "/no/such/model", "Hotline:Routing:ModelFile")]
    [InlineData("Hotline:PublicBaseUrl", "/relative", "PublicBaseUrl")]
    public void A_wrong_setting_stops_the_start_and_is_named(string key, string value, string named) =>
        Should.Throw<InvalidOperationException>(() => Fixture.With((key, value))).Message.ShouldContain(named);

    [Fact]
    public async Task The_model_equals_the_migrated_schema()
    {
        await using var scope = Host.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<HotlineDb>();
        using var folder = new ScratchFolder();
        var differences = db.IsSqlite
            ? await SchemaCheck.Differences(name => SchemaCheck.Options(o => o.UseSqlite($"Data Source={Path.Combine(folder.Path, name)};Pooling=False")))
            : await OnScratchDatabases(SchemaCheck.Differences);
        differences.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_changed_migration_file_is_refused()
    {
        using var host = Fixture.With();
        await Execute(host, "UPDATE schema_migration SET checksum = 'changed'");
        (await Should.ThrowAsync<InvalidOperationException>(() => host.Services.GetRequiredService<SchemaMigrator>().Migrate(TestContext.Current.CancellationToken))).Message.ShouldContain("was changed after it was applied");
    }

    [Fact]
    public async Task A_newer_database_is_refused()
    {
        using var host = Fixture.With();
        await Execute(host, "INSERT INTO schema_migration (name, checksum, applied_at) VALUES ('9999_from_the_future', 'x', 'x')");
        (await Should.ThrowAsync<InvalidOperationException>(() => host.Services.GetRequiredService<SchemaMigrator>().Migrate(TestContext.Current.CancellationToken))).Message.ShouldContain("9999_from_the_future");
    }

    [Fact]
    public async Task Migrating_again_changes_nothing()
    {
        var migrator = Host.Services.GetRequiredService<SchemaMigrator>();
        await migrator.Migrate(TestContext.Current.CancellationToken);
        await Task.WhenAll(migrator.Migrate(TestContext.Current.CancellationToken), migrator.Migrate(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_node_serves_only_its_surfaces()
    {
        using var host = Fixture.With(("Hotline:Surfaces", "Resident,Webhooks"));
        (await host.Anybody().Get("/api/public/published")).Ok();
        (await host.Anybody().Get("/api/tickets")).Status.ShouldBe(404);
        (await host.Anybody().Post("/api/session", new { userName = "agent1", password = HotlineHost.Password })).Status.ShouldBeOneOf([404, 405]);
    }

    private static async Task Execute(HotlineHost host, string sql)
    {
        await using var scope = host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<HotlineDb>().Database.ExecuteSqlRawAsync(sql);
    }

    private static async Task<IReadOnlyList<string>> OnScratchDatabases(Func<Func<string, DbContextOptions<HotlineDb>>, Task<IReadOnlyList<string>>> compare)
    {
        using var model = new TestDatabase(TestDatabaseKind.Postgres);
        using var migrated = new TestDatabase(TestDatabaseKind.Postgres);
        return await compare(name => SchemaCheck.Options(o => o.UseNpgsql((name == "model" ? model : migrated).ConnectionString)));
    }

    private sealed class ScratchFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("hotline-test-").FullName;
        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
