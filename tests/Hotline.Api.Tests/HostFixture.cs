namespace Hotline.Api.Tests;

/// <summary>One host for a test class, on one database, and further ones with settings of their own.</summary>
public abstract class HostFixture(TestDatabaseKind kind, bool sockets, params (string Key, string? Value)[] settings) : IDisposable
{
    private readonly Lazy<HotlineHost> _host = new(() => HotlineHost.Start(kind, sockets, settings: settings));

    /// <summary>Why there are no tests on this database; null when there are.</summary>
    public string? Missing { get; } = kind == TestDatabaseKind.Postgres && Environment.GetEnvironmentVariable("HOTLINE_TEST_POSTGRES") is not { Length: > 0 }
        ? "HOTLINE_TEST_POSTGRES is not set" : null;

    public HotlineHost Host => _host.Value;

    /// <summary>A further host on the same kind of database; the test disposes of it.</summary>
    public HotlineHost With(params (string Key, string? Value)[] settings) => HotlineHost.Start(kind, sockets, settings: settings);

    /// <summary>A further host with stand-ins for providers outside; the test disposes of it.</summary>
    public HotlineHost With(Action<Microsoft.Extensions.DependencyInjection.IServiceCollection> providers, params (string Key, string? Value)[] settings) => HotlineHost.StartWith(providers, kind, sockets, settings);

    /// <summary>A host of a first start outside Development; the test disposes of it.</summary>
    public HotlineHost InProduction() => HotlineHost.Start(kind, sockets, "Production");

    public void Dispose()
    {
        if (_host.IsValueCreated) _host.Value.Dispose();
        GC.SuppressFinalize(this);
    }
}

public sealed class Sqlite() : HostFixture(TestDatabaseKind.Sqlite, sockets: false);
public sealed class Postgres() : HostFixture(TestDatabaseKind.Postgres, sockets: false);
public sealed class SqliteWithSockets() : HostFixture(TestDatabaseKind.Sqlite, sockets: true);
public sealed class PostgresWithSockets() : HostFixture(TestDatabaseKind.Postgres, sockets: true);

/// <summary>Hosts whose supervision looks many times a second, with small thresholds.</summary>
public sealed class WatchfulSqlite() : HostFixture(TestDatabaseKind.Sqlite, sockets: false, Watchful.Settings);
public sealed class WatchfulPostgres() : HostFixture(TestDatabaseKind.Postgres, sockets: false, Watchful.Settings);

internal static class Watchful
{
    public static readonly (string Key, string? Value)[] Settings =
        [("Hotline:Supervision:Every", "00:00:00.1"), ("Hotline:Supervision:AuditShare", "0.5"), ("Hotline:Supervision:MassClosing", "3"), ("Hotline:Supervision:CopiedReplies", "3")];
}

/// <summary>A test through the front door. Each class runs on both databases: a sealed class below it for each.</summary>
public abstract class ThroughTheFrontDoor
{
    protected ThroughTheFrontDoor(HostFixture fixture)
    {
        if (fixture.Missing is { } why) Assert.Skip(why);
        Fixture = fixture;
    }

    protected HostFixture Fixture { get; }
    protected HotlineHost Host => Fixture.Host;
    protected Given Given => Host.Given;
}
