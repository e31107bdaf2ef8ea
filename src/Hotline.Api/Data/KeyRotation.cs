using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Hotline.Api.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Hotline.Api.Data;

/// <param name="Key">The key that seals from now on.</param>
/// <param name="Resealed">Values that were sealed anew in this run.</param>
/// <param name="InUse">How many values each key still seals.</param>
/// <param name="Removable">Key files that nothing in the database needs any more.</param>
internal sealed record RotationReport(int Key, long Resealed, IReadOnlyDictionary<int, long> InUse, IReadOnlyList<string> Removable);

/// <summary>
/// Makes a new key and seals every value anew, batch by batch, while the host runs or stands. Each value names its key, so both are
/// readable at any time; how far it came is kept with each batch, so a run that was killed goes on where it stopped.
/// </summary>
internal sealed class KeyRotation(IDbContextFactory<HotlineDb> contexts, PersonalData personal, TimeProvider clock)
{
    private const string ProgressKey = "keys.rotation";
    private const string CheckKey = "keys.check";
    private const string CheckText = "hotline";
    private const int BatchSize = 500;
    /// <summary>A host that has not noticed the new key yet may seal a little more with the old one.</summary>
    private const int MostPasses = 20;

    /// <summary>Every column that holds sealed values.</summary>
    public static readonly IReadOnlyList<(string Table, string Column)> Sealed =
    [
        ("resident", "name"), ("resident", "phone"), ("resident", "email"), ("resident", "address"), ("resident", "open_id"),
        ("incoming_message", "payload"),
        ("outgoing_notice", "recipient"),
        ("call", "from_number"),
        ("webhook_subscription", "secret"), ("webhook_subscription", "previous_secret"),
        ("file_import", "content"),
        ("relay_call", "caller_number"),
        ("phone_call", "state"), ("phone_call", "answer"), ("phone_call", "whisper"),
        ("phone_leg", "number"),
        ("microblog_thread", "reply_to"), ("microblog_thread", "private_reply_to"),
    ];

    private sealed record Progress(int Key, int Column, string? After);

    /// <summary>At the start: refuses to work with keys other than those the database was sealed with.</summary>
    /// <exception cref="InvalidOperationException">The key folder is not the one this database belongs to.</exception>
    public async Task Check(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Settings.AsNoTracking().SingleOrDefaultAsync(s => s.Key == CheckKey, ct) is not { } check)
        {
            db.Settings.Add(new Setting { Key = CheckKey, Value = Convert.ToBase64String(personal.Seal(CheckText)) });
            try { await db.SaveChangesAsync(ct); }
            catch (DbUpdateException) { await Check(ct); }   // two nodes at their first start: the slower one is checked
            return;
        }
        try { personal.Open(Convert.FromBase64String(check.Value)); }
        catch (System.Security.Cryptography.CryptographicException e)
        {
            throw new InvalidOperationException($"The keys in {personal.Keys.Folder} are not those of this database. {e.Message}", e);
        }
    }

    /// <summary>Runs to the end, or goes on with the run that did not get there.</summary>
    /// <param name="progress">Called after each batch with the table, the column and the values sealed anew so far.</param>
    /// <param name="noticed">Waited once after a key was made, so that running hosts know it.</param>
    public async Task<RotationReport> Run(Action<string, string, long>? progress, TimeSpan noticed, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await db.Database.OpenConnectionAsync(ct);
        var at = await Begin(db, noticed, ct);
        var (resealed, key) = (0L, at.Key);
        for (var pass = 1; ; pass++)
        {
            for (var column = at.Column; column < Sealed.Count; column++)
            {
                var after = column == at.Column ? at.After : null;
                do
                {
                    (after, var count) = await Batch(db, key, column, after, ct);
                    resealed += count;
                    progress?.Invoke(Sealed[column].Table, Sealed[column].Column, resealed);
                }
                while (after is not null);
            }
            var inUse = await InUse(db, ct);
            if (inUse.Keys.Any(k => k != key) && pass < MostPasses)
            {
                at = new Progress(key, 0, null);
                continue;
            }
            await Finish(db, ct);
            return new RotationReport(key, resealed, inUse, [.. personal.Keys.Ids().Where(id => id != key && !inUse.ContainsKey(id)).Order().Select(personal.Keys.FileOf)]);
        }
    }

    /// <summary>How many values each key seals.</summary>
    public static async Task<IReadOnlyDictionary<int, long>> InUse(HotlineDb db, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        var inUse = new Dictionary<int, long>();
        await db.Database.OpenConnectionAsync(ct);
        foreach (var (table, column) in Sealed)
        {
            var (first, head) = db.IsSqlite ? ($"hex(substr({column}, 1, 1))", $"hex(substr({column}, 1, 5))") : ($"upper(encode(substring({column} from 1 for 1), 'hex'))", $"upper(encode(substring({column} from 1 for 5), 'hex'))");
            await using var command = Command(db, $"SELECT CASE WHEN {first} = '01' THEN '01' ELSE {head} END AS k, count(*) FROM {table} WHERE {column} IS NOT NULL AND length({column}) > 0 GROUP BY 1");
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                var key = reader.GetString(0) is "01" ? 1 : int.Parse(reader.GetString(0).AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                inUse[key] = inUse.GetValueOrDefault(key) + reader.GetInt64(1);
            }
        }
        return inUse;
    }

    private async Task<Progress> Begin(HotlineDb db, TimeSpan noticed, CancellationToken ct)
    {
        if (await db.Settings.AsNoTracking().SingleOrDefaultAsync(s => s.Key == ProgressKey, ct) is { } unfinished) return JsonSerializer.Deserialize<Progress>(unfinished.Value)!;
        var begun = new Progress(personal.Keys.Make(), 0, null);
        db.Settings.Add(new Setting { Key = ProgressKey, Value = JsonSerializer.Serialize(begun) });
        await db.SaveChangesAsync(ct);
        if (noticed > TimeSpan.Zero) await Task.Delay(noticed, clock, ct);
        return begun;
    }

    /// <summary>One batch in one transaction with its progress.</summary>
    /// <returns>The last id looked at, null at the end of the column; and the values sealed anew.</returns>
    private Task<(string? After, int Count)> Batch(HotlineDb db, int key, int column, string? after, CancellationToken ct) => db.Write(async () =>
    {
        var (table, name) = Sealed[column];
        var (id, none) = db.IsSqlite ? ("id", "''") : ("id::text", "'00000000-0000-0000-0000-000000000000'");
        var rows = new List<(string Id, byte[] Value)>();
        await using (var select = Command(db, $"SELECT {id}, {name} FROM {table} WHERE id > {(db.IsSqlite ? $"coalesce($1, {none})" : $"coalesce($1, {none})::uuid")} AND {name} IS NOT NULL AND length({name}) > 0 ORDER BY id LIMIT {BatchSize}", (object?)after ?? DBNull.Value))
        await using (var reader = await select.ExecuteReaderAsync(ct))
            while (await reader.ReadAsync(ct)) rows.Add((reader.GetString(0), (byte[])reader[1]));
        var count = 0;
        foreach (var (row, value) in rows.Where(r => PersonalData.KeyOf(r.Value) != key))
        {
            // The value is compared, so that what somebody changed meanwhile stays theirs.
            await using var update = Command(db, $"UPDATE {table} SET {name} = $1 WHERE id = {(db.IsSqlite ? "$2" : "$2::uuid")} AND {name} = $3", personal.Seal(personal.Open(value)), row, value);
            count += await update.ExecuteNonQueryAsync(ct);
        }
        var next = rows.Count == BatchSize ? rows[^1].Id : null;
        var reached = JsonSerializer.Serialize(next is null ? new Progress(key, column + 1, null) : new Progress(key, column, next));
        await using var keep = Command(db, "UPDATE setting SET value = $1 WHERE key = $2", reached, ProgressKey);
        await keep.ExecuteNonQueryAsync(ct);
        return (next, count);
    }, ct);

    private async Task Finish(HotlineDb db, CancellationToken ct)
    {
        await db.Write(async () =>
        {
            await db.Keep(CheckKey, Convert.ToBase64String(personal.Seal(CheckText)), ct);
            return await db.Settings.Where(s => s.Key == ProgressKey).ExecuteDeleteAsync(ct);
        }, ct);
    }

    private static DbCommand Command(HotlineDb db, string sql, params object[] values)
    {
        var command = db.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // names from the list above
        command.CommandText = sql;
#pragma warning restore CA2100
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        for (var i = 0; i < values.Length; i++)
        {
            var parameter = command.CreateParameter();
            if (db.IsSqlite) parameter.ParameterName = $"${i + 1}";
            parameter.Value = values[i];
            command.Parameters.Add(parameter);
        }
        return command;
    }
}
