using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Data;

/// <summary>
/// Applies the numbered SQL files of the provider, each in one transaction with its entry in <c>schema_migration</c>.
/// Refuses a file that changed after it was applied and a database newer than this program.
/// </summary>
internal sealed class SchemaMigrator(IDbContextFactory<HotlineDb> contexts, TimeProvider clock, ILogger<SchemaMigrator> log)
{
    private const long PostgresLock = 0x12345;

    public sealed record Migration(string Name, string Sql)
    {
        /// <summary>SHA-256 of the file, line ends folded, as lower-case hex.</summary>
        public string Checksum => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));
    }

    public static IReadOnlyList<Migration> Embedded(bool sqlite)
    {
        var assembly = typeof(SchemaMigrator).Assembly;
        var prefix = $"Migrations/{(sqlite ? "Sqlite" : "Postgres")}/";
        return [.. assembly.GetManifestResourceNames().Select(n => n.Replace('\\', '/')).Where(n => n.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)
            .Select(n => new Migration(n[prefix.Length..].Replace(".sql", "", StringComparison.Ordinal), Read(n)))];

        string Read(string name)
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return reader.ReadToEnd();
        }
    }

    public async Task Migrate(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await db.Database.OpenConnectionAsync(ct);
        var connection = db.Database.GetDbConnection();
        if (!db.IsSqlite) await Execute(connection, null, $"SELECT pg_advisory_lock({PostgresLock})", ct);
        try
        {
            await Apply(connection, Embedded(db.IsSqlite), ct);
        }
        finally
        {
            if (!db.IsSqlite) await Execute(connection, null, $"SELECT pg_advisory_unlock({PostgresLock})", CancellationToken.None);
        }
    }

    private async Task Apply(DbConnection connection, IReadOnlyList<Migration> files, CancellationToken ct)
    {
        // On SQLite this BEGIN is IMMEDIATE: two starting processes take turns.
        await using (var first = await connection.BeginTransactionAsync(ct))
        {
            await Execute(connection, first, "CREATE TABLE IF NOT EXISTS schema_migration (name TEXT PRIMARY KEY, checksum TEXT NOT NULL, applied_at TEXT NOT NULL)", ct);
            await first.CommitAsync(ct);
        }

        foreach (var file in files)
        {
            await using var transaction = await connection.BeginTransactionAsync(ct);
            var applied = await Applied(connection, transaction, ct);
            if (applied.Keys.Except(files.Select(f => f.Name)).FirstOrDefault() is { } unknown)
                throw new InvalidOperationException($"The database is newer than this program: it has migration {unknown}. Start the newer version.");
            if (applied.TryGetValue(file.Name, out var checksum))
            {
                if (checksum != file.Checksum) throw new InvalidOperationException($"Migration {file.Name} was changed after it was applied. Restore the file; add a new one instead.");
                continue;
            }
            await Execute(connection, transaction, file.Sql, ct);
            await Execute(connection, transaction, $"INSERT INTO schema_migration (name, checksum, applied_at) VALUES ('{file.Name}', '{file.Checksum}', '{clock.GetUtcNow():O}')", ct);
            await transaction.CommitAsync(ct);
            log.LogInformation("Applied migration {Name}", file.Name);
        }
    }

    private static async Task<Dictionary<string, string>> Applied(DbConnection connection, DbTransaction transaction, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "SELECT name, checksum FROM schema_migration";
        await using var reader = await command.ExecuteReaderAsync(ct);
        var applied = new Dictionary<string, string>();
        while (await reader.ReadAsync(ct)) applied[reader.GetString(0)] = reader.GetString(1);
        return applied;
    }

    private static async Task Execute(DbConnection connection, DbTransaction? transaction, string sql, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
#pragma warning disable CA2100 // the text is embedded in this assembly
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync(ct);
    }
}
