using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Hotline.Api.Data;

/// <summary>
/// Writes many new rows of one entity without the change tracker, which costs the intake more than the database does.
/// Tables, columns and conversions come from the model, so nothing is said twice. One statement does it all on PostgreSQL,
/// one prepared statement is run again and again on SQLite.
/// </summary>
internal static class BulkInsert
{
    private sealed record Column(string Name, string StoreType, Type ElementType, Func<object, object?> Read);

    private sealed record Plan(string Sql, IReadOnlyList<Column> Columns);

    private static readonly ConcurrentDictionary<(Type Entity, bool Sqlite), Plan> Plans = new();

    /// <summary>Inserts the rows inside the transaction that is open on <paramref name="db"/>.</summary>
    public static async Task Insert<T>(HotlineDb db, IReadOnlyList<T> rows, CancellationToken ct) where T : class
    {
        if (rows.Count == 0) return;
        var plan = Plans.GetOrAdd((typeof(T), db.IsSqlite), _ => Make(db.Model.FindEntityType(typeof(T))!, db.IsSqlite));
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.Transaction = db.Database.CurrentTransaction!.GetDbTransaction();
#pragma warning disable CA2100 // made of the model's own names
        command.CommandText = plan.Sql;
#pragma warning restore CA2100
        foreach (var column in plan.Columns)
        {
            var parameter = command.CreateParameter();
            if (db.IsSqlite) parameter.ParameterName = $"@{column.Name}";
            command.Parameters.Add(parameter);
        }
        if (db.IsSqlite) InsertOneByOne(command, plan, rows);
        else await InsertArrays(command, plan, rows, ct);
    }

    private static void InsertOneByOne<T>(DbCommand command, Plan plan, IReadOnlyList<T> rows) where T : class
    {
        foreach (var row in rows)
        {
            for (var i = 0; i < plan.Columns.Count; i++) command.Parameters[i].Value = plan.Columns[i].Read(row) ?? DBNull.Value;
            command.ExecuteNonQuery();
        }
    }

    private static async Task InsertArrays<T>(DbCommand command, Plan plan, IReadOnlyList<T> rows, CancellationToken ct) where T : class
    {
        for (var i = 0; i < plan.Columns.Count; i++)
        {
            var values = Array.CreateInstance(plan.Columns[i].ElementType, rows.Count);
            for (var row = 0; row < rows.Count; row++) values.SetValue(plan.Columns[i].Read(rows[row]), row);
            command.Parameters[i].Value = values;
        }
        await command.PrepareAsync(ct);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static Plan Make(IEntityType entity, bool sqlite)
    {
        var table = entity.GetTableName()!;
        var columns = entity.GetProperties().Select(p => ColumnOf(p, StoreObjectIdentifier.Table(table))).ToList();
        var names = string.Join(", ", columns.Select(c => $"\"{c.Name}\""));
        var values = sqlite
            ? $"VALUES ({string.Join(", ", columns.Select(c => $"@{c.Name}"))})"
            : $"SELECT * FROM unnest({string.Join(", ", columns.Select((c, i) => $"${i + 1}::{c.StoreType}[]"))})";
        return new Plan($"INSERT INTO \"{table}\" ({names}) {values}", columns);
    }

    private static Column ColumnOf(IProperty property, StoreObjectIdentifier table)
    {
        var (getter, converter) = (property.GetGetter(), property.GetTypeMapping().Converter);
        var type = converter?.ProviderClrType ?? property.ClrType;
        return new Column(property.GetColumnName(table)!, property.GetColumnType(),
            type.IsValueType && Nullable.GetUnderlyingType(type) is null ? typeof(Nullable<>).MakeGenericType(type) : type,
            row => getter.GetClrValueUsingContainingEntity(row) is { } value ? converter is null ? value : converter.ConvertToProvider(value) : null);
    }
}
