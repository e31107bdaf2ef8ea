using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Hotline.Api.Data;

/// <summary>
/// Prepared statements of one context for its hottest few lines of SQL: counters, look-ups, bulk rows. They stay prepared as
/// long as the context's connection stays open. Parameters are <c>$1</c>, <c>$2</c>… on both databases.
/// </summary>
internal sealed class Statements : IDisposable
{
    /// <summary>Statements come in few shapes; whoever meets more starts afresh instead of growing.</summary>
    private const int Most = 64;

    private readonly HotlineDb _db;
    private readonly Dictionary<string, DbCommand> _known = [];

    public Statements(HotlineDb db)
    {
        _db = db;
        // Opened again, the connection may be another one of SQLite's pool: a statement kept from before would run there, outside the transaction.
        db.Database.GetDbConnection().StateChange += (_, change) => { if (change.CurrentState == System.Data.ConnectionState.Closed) Dispose(); };
    }

    /// <summary>The one number a statement answers.</summary>
    public async Task<long> Number(string sql, CancellationToken ct, params object[] values) =>
        Convert.ToInt64(await With(sql, values).ExecuteScalarAsync(ct), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>An instant as the database keeps it, for a statement's value.</summary>
    public object Instant(DateTimeOffset at) => _db.IsSqlite ? HotlineDb.SqliteInstant(at) : at.ToUniversalTime();

    /// <summary>Runs a statement; tells how many rows it touched.</summary>
    public Task<int> Count(string sql, CancellationToken ct, params object[] values) => With(sql, values).ExecuteNonQueryAsync(ct);

    /// <summary>Runs a statement that answers nothing.</summary>
    public Task Run(string sql, CancellationToken ct, params object[] values) => With(sql, values).ExecuteNonQueryAsync(ct);

    /// <summary>The first column of every row a statement answers.</summary>
    public async Task<List<string>> Texts(string sql, CancellationToken ct, params object[] values)
    {
        var texts = new List<string>();
        await using var reader = await With(sql, values).ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) texts.Add(reader.GetString(0));
        return texts;
    }

    /// <summary>The statement, in the context's transaction, with values that stay the caller's to change.</summary>
    public DbCommand With(string sql, IReadOnlyList<object> values)
    {
        if (!_known.TryGetValue(sql, out var command)) command = Make(sql, values.Count);
        for (var i = 0; i < values.Count; i++) command.Parameters[i].Value = values[i];
        command.Transaction = _db.Database.CurrentTransaction?.GetDbTransaction();
        return command;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var command in _known.Values) command.Dispose();
        _known.Clear();
    }

    private DbCommand Make(string sql, int parameters)
    {
        if (_known.Count == Most) Dispose();
        var command = _db.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // constants of this program and names of the model
        command.CommandText = sql;
#pragma warning restore CA2100
        for (var i = 1; i <= parameters; i++)
        {
            var parameter = command.CreateParameter();
            if (_db.IsSqlite) parameter.ParameterName = $"${i}"; // Npgsql counts, SQLite names
            command.Parameters.Add(parameter);
        }
        return _known[sql] = command;
    }
}
