using System.Data.Common;
using System.Text.RegularExpressions;
using Hotline.Api.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hotline.Api.Data;

/// <summary>
/// Compares what the model wants with what the migrations make, on real empty databases of each provider, and says the difference
/// as SQL to put into the next migration. Tables that only SQL knows (counters, search) are the migrations' own business.
/// </summary>
internal static partial class SchemaCheck
{
    private static readonly string[] SqlOnly = ["schema_migration", "event_counter", "ticket_counter", "order_counter", "ticket_search", "publication_search"];

    /// <summary><c>hotline schema</c>: prints the differences; 0 when there is none.</summary>
    public static async Task<int> Print(string? postgres)
    {
        using var folder = new TemporaryFolder();
        var sqlite = await Differences(file => Options(o => o.UseSqlite($"Data Source={Path.Combine(folder.Path, file)};Pooling=False")));
        var count = Report("SQLite", sqlite);
        if (postgres is null)
        {
            Console.WriteLine("PostgreSQL: skipped, HOTLINE_TEST_POSTGRES is not set");
            return count == 0 ? 0 : 1;
        }
        await using var databases = await ScratchDatabases.Create(postgres);
        count += Report("PostgreSQL", await Differences(databases.Options));
        return count == 0 ? 0 : 1;
    }

    private static int Report(string provider, IReadOnlyList<string> differences)
    {
        Console.WriteLine(differences.Count == 0 ? $"{provider}: the migrated schema equals the model" : $"{provider}: {differences.Count} differences");
        foreach (var line in differences) Console.WriteLine(line);
        return differences.Count;
    }

    public static DbContextOptions<HotlineDb> Options(Action<DbContextOptionsBuilder> configure)
    {
        var builder = new DbContextOptionsBuilder<HotlineDb>();
        configure(builder);
        return builder.Options;
    }

    /// <summary>Makes one database from the model and one from the migrations and compares table by table.</summary>
    /// <param name="optionsFor">Options for an empty database of the given name.</param>
    public static async Task<IReadOnlyList<string>> Differences(Func<string, DbContextOptions<HotlineDb>> optionsFor)
    {
        await using var wanted = New(optionsFor("model"));
        await wanted.Database.EnsureCreatedAsync();
        var migrated = optionsFor("migrated");
        await Migrate(migrated);
        await using var made = New(migrated);

        var script = Statements(wanted.Database.GenerateCreateScript());
        var (want, have) = (await Read(wanted), await Read(made));
        var lines = new List<string>();
        foreach (var (name, definition) in want.Where(w => !have.ContainsKey(w.Key)))
        {
            var (table, part) = name.Split('.') is [var t, var p] ? (t, p) : (name, "");
            if (part.Length == 0) lines.Add(script.First(s => s.StartsWith($"CREATE TABLE \"{table}\"", StringComparison.Ordinal) || s.StartsWith($"CREATE TABLE {table} ", StringComparison.Ordinal)));
            else if (definition.Contains(" INDEX ", StringComparison.Ordinal)) lines.Add(definition + ";");
            else if (have.ContainsKey(table)) lines.Add($"ALTER TABLE {table} ADD COLUMN {part} {definition};");
        }
        foreach (var (name, definition) in have.Where(h => !want.ContainsKey(h.Key))) lines.Add($"-- not in the model: {name} {definition}");
        foreach (var (name, definition) in want) if (have.TryGetValue(name, out var other) && other != definition) lines.Add($"-- {name}: the model wants {definition}, the migrations make {other}");
        return lines;
    }

    private static HotlineDb New(DbContextOptions<HotlineDb> options) => new(options, new WriteGate(), new EventSignal());

    private static List<string> Statements(string script) => [.. script.Split(";\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(s => s + ";")];

    /// <summary>"table" -> "", "table.column" -> type and nullability, "table.index" -> columns, uniqueness and filter.</summary>
    private static async Task<SortedDictionary<string, string>> Read(HotlineDb db)
    {
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var rows = db.IsSqlite
            ? await Query(db, """
                SELECT m.name, '', '' FROM sqlite_master m WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'
                UNION ALL SELECT m.name, c.name, c.type || CASE c."notnull" WHEN 1 THEN ' NOT NULL' ELSE '' END || CASE WHEN c.pk > 0 THEN ' KEY ' || c.pk ELSE '' END
                  FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'
                UNION ALL SELECT m.tbl_name, m.name, coalesce(m.sql, '') FROM sqlite_master m WHERE m.type = 'index' AND m.sql IS NOT NULL
                """)
            : await Query(db, """
                SELECT table_name::text, '', '' FROM information_schema.tables WHERE table_schema = 'public'
                UNION ALL SELECT table_name::text, column_name::text, data_type || CASE is_nullable WHEN 'NO' THEN ' NOT NULL' ELSE '' END || coalesce(' ' || is_identity, '') FROM information_schema.columns WHERE table_schema = 'public'
                UNION ALL SELECT tablename::text, indexname::text, indexdef FROM pg_indexes WHERE schemaname = 'public' AND indexname NOT ILIKE 'pk\_%' AND indexname NOT LIKE '%\_pkey'
                """);
        foreach (var (table, name, definition) in rows)
            if (!Array.Exists(SqlOnly, t => table.StartsWith(t, StringComparison.Ordinal)))
                found[name.Length == 0 ? table : $"{table}.{name}"] = Spaces().Replace(definition.Replace("\"", "", StringComparison.Ordinal), " ");
        return found;
    }

    private static async Task<List<(string, string, string)>> Query(HotlineDb db, string sql)
    {
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // two constants
        command.CommandText = sql;
#pragma warning restore CA2100
        await using DbDataReader reader = await command.ExecuteReaderAsync();
        var rows = new List<(string, string, string)>();
        while (await reader.ReadAsync()) rows.Add((reader.GetString(0), reader.GetString(1), reader.GetString(2)));
        return rows;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    /// <summary>Brings an empty database up to date without a host.</summary>
    public static Task Migrate(DbContextOptions<HotlineDb> database) => new SchemaMigrator(new Factory(database), TimeProvider.System, NullLogger<SchemaMigrator>.Instance).Migrate(CancellationToken.None);

    private sealed class Factory(DbContextOptions<HotlineDb> options) : IDbContextFactory<HotlineDb>
    {
        public HotlineDb CreateDbContext() => New(options);
    }

    private sealed class TemporaryFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("hotline-schema-").FullName;
        public void Dispose() => Directory.Delete(Path, recursive: true);
    }

    /// <summary>Two empty PostgreSQL databases that are dropped again.</summary>
    private sealed class ScratchDatabases(string server, string suffix) : IAsyncDisposable
    {
        public static async Task<ScratchDatabases> Create(string server)
        {
            var databases = new ScratchDatabases(server, Guid.NewGuid().ToString("N")[..8]);
            await databases.Execute("CREATE DATABASE");
            return databases;
        }

        public DbContextOptions<HotlineDb> Options(string name) => SchemaCheck.Options(o => o.UseNpgsql(new Npgsql.NpgsqlConnectionStringBuilder(server) { Database = Name(name), Pooling = false }.ToString()));

        private string Name(string name) => $"hotline_schema_{name}_{suffix}";

        private async Task Execute(string verb)
        {
            await using var source = Npgsql.NpgsqlDataSource.Create(server);
            foreach (var name in new[] { "model", "migrated" })
            {
#pragma warning disable CA2100 // names made here
                await using var command = source.CreateCommand($"{verb} \"{Name(name)}\"");
#pragma warning restore CA2100
                await command.ExecuteNonQueryAsync();
            }
        }

        public async ValueTask DisposeAsync() => await Execute("DROP DATABASE");
    }
}
