using System.Collections.Concurrent;
using Hotline.Api.Data;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hotline.Testing;

/// <summary>
/// The whole program with a data folder and a database of its own, a clock that the test sets, and a model trained beforehand.
/// Settings are the keys an operator would write, such as <c>Hotline:Intake:Capacity</c>.
/// </summary>
public sealed class HotlineHost : WebApplicationFactory<Program>
{
    public const string Password = "Hotline-demo-1";
    public const string IntakeKey = "demo-intake-key";

    private readonly TestDatabase _database;
    private readonly Dictionary<string, string?> _settings;
    private readonly ConcurrentDictionary<string, Task<Person>> _people = new();
    private readonly string _environment;
    private readonly ErrorRecorder _errors = new();
    private readonly bool _owner;
    private readonly Action<IServiceCollection>? _providers;

    private HotlineHost(TestDatabaseKind kind, string environment, IEnumerable<(string Key, string? Value)> settings, Action<IServiceCollection>? providers = null)
    {
        (_environment, Database, _owner, _providers) = (environment, kind, true, providers);
        _database = new TestDatabase(kind);
        Folder = Directory.CreateTempSubdirectory("hotline-test-").FullName;
        _settings = new()
        {
            ["Hotline:Data:Folder"] = Folder,
            ["Hotline:Data:Provider"] = kind.ToString(),
            ["Hotline:Data:ConnectionString"] = _database.ConnectionString,
            ["Hotline:City:Folder"] = Path.Combine(Repository.Folder, "config"),
            ["Hotline:Routing:ModelFile"] = SharedModel.File,
            ["Hotline:Routing:AutoDispatch"] = "false",
            ["Hotline:RateLimits:SignInPerMinute"] = "100000",
            ["Hotline:RateLimits:PublicPerMinute"] = "100000",
            ["Hotline:RateLimits:SubmitPerMinute"] = "100000",
        };
        foreach (var (key, value) in settings) _settings[key] = value;
    }

    private HotlineHost(HotlineHost first, IEnumerable<(string Key, string? Value)> settings)
    {
        (_environment, Database, _database, Folder, Clock) = (first._environment, first.Database, first._database, first.Folder, first.Clock);
        _settings = new(first._settings);
        foreach (var (key, value) in settings) _settings[key] = value;
    }

    /// <summary>The program as it runs for the tests: inside the process, or on a real port of the loopback address.</summary>
    /// <exception cref="InvalidOperationException">The program refused to start; the message is its own.</exception>
    public static HotlineHost Start(TestDatabaseKind kind = TestDatabaseKind.Sqlite, bool sockets = false, string environment = "Development", params IEnumerable<(string Key, string? Value)> settings)
    {
        var host = new HotlineHost(kind, environment, settings);
        if (sockets) host.UseKestrel(0);
        return Started(host);
    }

    /// <summary>The same with stand-ins for providers outside, which are never our own code.</summary>
    public static HotlineHost StartWith(Action<IServiceCollection> providers, TestDatabaseKind kind, bool sockets, params IEnumerable<(string Key, string? Value)> settings)
    {
        var host = new HotlineHost(kind, "Development", settings, providers);
        if (sockets) host.UseKestrel(0);
        return Started(host);
    }

    /// <summary>A further node on the same database, data folder and clock; gone before this one.</summary>
    public HotlineHost AnotherNode(params IEnumerable<(string Key, string? Value)> settings) => Started(new HotlineHost(this, settings));

    private static HotlineHost Started(HotlineHost host)
    {
        try
        {
            host.StartServer();
            return host;
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    public TestDatabaseKind Database { get; }

    /// <summary>The data folder.</summary>
    public string Folder { get; }

    public FakeClock Clock { get; } = new();

    /// <summary>The address of a host with sockets.</summary>
    public Uri Address => ClientOptions.BaseAddress;

    /// <summary>What the program logged as an error so far.</summary>
    public IReadOnlyCollection<string> ErrorLog => _errors.Lines;

    /// <summary>Somebody without a session.</summary>
    public Person Anybody() => new(this, null);

    /// <summary>A demo person, signed in once per host.</summary>
    public Task<Person> As(string userName) => _people.GetOrAdd(userName, async name =>
    {
        var person = new Person(this, name);
        await person.SignIn();
        return person;
    });

    /// <summary>A second session of a demo person, such as another browser.</summary>
    public async Task<Person> AsAgain(string userName)
    {
        var person = new Person(this, userName);
        await person.SignIn();
        return person;
    }

    public Given Given => new(this);

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseContentRoot(Path.Combine(Repository.Folder, "src", "Hotline.Api"));
        builder.UseEnvironment(_environment);
        // Settings of the web host reach the program before its first line, as arguments do.
        foreach (var (key, value) in _settings) if (value is not null) builder.UseSetting(key, value);
        builder.ConfigureTestServices(services => services.AddSingleton<TimeProvider>(Clock)
            // Which rows a page holds is never the database's choice.
            .ConfigureDbContext<HotlineDb>(o => o.ConfigureWarnings(w => w.Throw(CoreEventId.RowLimitingOperationWithoutOrderByWarning, CoreEventId.FirstWithoutOrderByAndFilterWarning)))
            // The timer that ends a handler keeps its host in memory for minutes, and there are many hosts.
            .ConfigureHttpClientDefaults(http => http.SetHandlerLifetime(Timeout.InfiniteTimeSpan))
            .AddSingleton<IStartupFilter, PipelineEnd>()
            .AddLogging(log => log.ClearProviders().AddProvider(_errors))
            // Eleven demo passwords a host: hashed as in earnest they would cost more than the tests.
            .Configure<PasswordHasherOptions>(o => o.IterationCount = 1));
        if (_providers is { } providers) builder.ConfigureTestServices(providers);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!disposing || !_owner) return;
        // Only its own: other hosts are at work beside it.
        if (Database == TestDatabaseKind.Sqlite)
            using (var own = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(Folder, "hotline.db")}")) Microsoft.Data.Sqlite.SqliteConnection.ClearPool(own);
        _database.Dispose();
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
    }
}

/// <summary>Keeps what is logged as an error, for tests that ask whether something broke inside.</summary>
internal sealed class ErrorRecorder : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    public IReadOnlyCollection<string> Lines => _lines;

    public ILogger CreateLogger(string categoryName) => this;
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel)) _lines.Enqueue($"{formatter(state, exception)} {exception}");
    }

    public void Dispose() { }
}
