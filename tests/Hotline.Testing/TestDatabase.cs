using Hotline.Api.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Hotline.Testing;

/// <summary>Which database a host runs on.</summary>
public enum TestDatabaseKind { Sqlite, Postgres }

/// <summary>A host's own database, gone with it: a file in its folder, or a scratch database on the configured server.</summary>
internal sealed class TestDatabase : IDisposable
{
    /// <summary>Names an Npgsql connection string of a server where databases may be created.</summary>
    public const string ServerVariable = "HOTLINE_TEST_POSTGRES";

    public static string? Server => Environment.GetEnvironmentVariable(ServerVariable) is { Length: > 0 } server ? server : null;

    /// <summary>Migrated once and copied for each host: a copy is several times faster than the migrations.</summary>
    private static readonly Lazy<string> Template = new(MakeTemplate);

    private readonly string? _name;

    public TestDatabase(TestDatabaseKind kind)
    {
        if (kind == TestDatabaseKind.Sqlite) return;
        _name = $"hotline_test_{Guid.NewGuid():N}";
        Execute($"CREATE DATABASE {_name} TEMPLATE {Template.Value}");
        // A pool of its own per host, small enough that many hosts fit on one server.
        ConnectionString = new NpgsqlConnectionStringBuilder(Server!) { Database = _name, MaxPoolSize = 24, ConnectionIdleLifetime = 5, ConnectionPruningInterval = 2 }.ToString();
    }

    /// <summary>Null for SQLite.</summary>
    public string? ConnectionString { get; }

    public void Dispose()
    {
        if (_name is null) return;
        NpgsqlConnection.ClearAllPools();
        Execute($"DROP DATABASE IF EXISTS {_name} WITH (FORCE)");
    }

    private static string MakeTemplate()
    {
        var name = $"hotline_test_{Guid.NewGuid():N}";
        Execute($"CREATE DATABASE {name}");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Execute($"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
        var server = new NpgsqlConnectionStringBuilder(Server!) { Database = name, Pooling = false }.ToString();
        SchemaCheck.Migrate(new DbContextOptionsBuilder<HotlineDb>().UseNpgsql(server).Options).GetAwaiter().GetResult();
        return name;
    }

    private static void Execute(string sql)
    {
        using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(Server!) { Pooling = false }.ToString());
#pragma warning disable CA2100 // the name is made here
        using var command = source.CreateCommand(sql);
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
