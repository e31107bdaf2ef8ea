using System.Data.Common;
using System.Globalization;
using Hotline.Bench.Servers;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Hotline.Bench.Intake;

/// <summary>An empty database with the product's own schema, gone afterwards.</summary>
internal sealed class BenchDatabase : IAsyncDisposable
{
    /// <summary>What the product sets on every SQLite connection.</summary>
    private const string Pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=10000; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;";

    private readonly TemporaryFolder _folder = new();
    private readonly string? _administration;
    private readonly string _name = $"hotline_bench_{Guid.NewGuid():N}";

    private BenchDatabase(string? postgres) => _administration = postgres;

    /// <summary>What <see cref="Create"/> is given to measure on both databases; PostgreSQL when HOTLINE_TEST_POSTGRES names one.</summary>
    public static IReadOnlyList<string?> Both { get; } = Environment.GetEnvironmentVariable("HOTLINE_TEST_POSTGRES") is { Length: > 0 } postgres ? [null, postgres] : [null];

    public bool IsPostgres => _administration is not null;
    public string Provider => IsPostgres ? "PostgreSQL" : "SQLite";
    public string Folder => _folder.Path;

    public string ConnectionString => IsPostgres
        ? new NpgsqlConnectionStringBuilder(_administration) { Database = _name }.ConnectionString
        : new SqliteConnectionStringBuilder { DataSource = Path.Combine(Folder, "hotline.db"), Pooling = false }.ConnectionString;

    /// <summary>The settings with which the product uses this database.</summary>
    public Dictionary<string, string> Settings => IsPostgres
        ? new() { ["Hotline__Data__Provider"] = "Postgres", ["Hotline__Data__ConnectionString"] = ConnectionString }
        : [];

    /// <param name="postgres">Null: SQLite.</param>
    public static async Task<BenchDatabase> Create(string? postgres, CancellationToken ct)
    {
        var database = new BenchDatabase(postgres);
        if (!database.IsPostgres) return database;
        await using var connection = new NpgsqlConnection(postgres);
        await connection.OpenAsync(ct);
        await Execute(connection, $"CREATE DATABASE {database._name}", ct);
        return database;
    }

    /// <summary>Applies the migrations as text; the product does it by itself.</summary>
    public async Task Migrate(CancellationToken ct)
    {
        await using var connection = await Open(IsPostgres, ConnectionString, ct);
        foreach (var file in Directory.GetFiles(Repository.At("src", "Hotline.Api", "Data", "Migrations", IsPostgres ? "Postgres" : "Sqlite"), "*.sql").Order(StringComparer.Ordinal))
            await Execute(connection, await File.ReadAllTextAsync(file, ct), ct);
    }

    public static async Task<DbConnection> Open(bool postgres, string connectionString, CancellationToken ct)
    {
        DbConnection connection = postgres ? new NpgsqlConnection(connectionString) : new SqliteConnection(connectionString);
        await connection.OpenAsync(ct);
        if (!postgres) await Execute(connection, Pragmas, ct);
        return connection;
    }

    public async Task<long> Count(string what, CancellationToken ct)
    {
        await using var connection = await Open(IsPostgres, ConnectionString, ct);
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the texts are constants of this program
        command.CommandText = $"SELECT {what}";
#pragma warning restore CA2100
        return Convert.ToInt64(await command.ExecuteScalarAsync(ct), CultureInfo.InvariantCulture);
    }

    /// <summary>Runs a statement that takes as long as it takes.</summary>
    public async Task Fill(string sql, CancellationToken ct)
    {
        await using var connection = await Open(IsPostgres, ConnectionString, ct);
        await Execute(connection, sql, ct);
    }

    private static async Task Execute(DbConnection connection, string sql, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the texts are constants of this program and its migrations
        command.CommandText = sql;
#pragma warning restore CA2100
        command.CommandTimeout = 600;
        await command.ExecuteNonQueryAsync(ct);
    }

    public async ValueTask DisposeAsync()
    {
        if (IsPostgres)
        {
            NpgsqlConnection.ClearAllPools();
            await using var connection = new NpgsqlConnection(_administration);
            await connection.OpenAsync();
            await Execute(connection, $"DROP DATABASE IF EXISTS {_name} WITH (FORCE)", CancellationToken.None);
        }
        _folder.Dispose();
    }
}
