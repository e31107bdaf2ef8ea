using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Hotline.Api.Data;

/// <summary>
/// Writes many new rows of one entity without the change tracker, which costs the intake more than the database does.
/// Tables, columns and conversions come from the model, so nothing is said twice; columns that are null in every row are left
/// out. One statement does it all on PostgreSQL, one prepared statement is run again and again on SQLite.
/// </summary>
internal static class BulkInsert
{
    private sealed record Column(string Name, string StoreType, Type ElementType, Func<object, object?> Read);

    private sealed record Plan(string Table, IReadOnlyList<Column> Columns);

    private static readonly ConcurrentDictionary<(Type Entity, bool Sqlite), Plan> Plans = new();

    /// <summary>Inserts the rows inside the transaction that is open on <paramref name="db"/>.</summary>
    public static async Task Insert<T>(HotlineDb db, IReadOnlyList<T> rows, CancellationToken ct) where T : class
    {
        if (rows.Count == 0) return;
        var plan = Plans.GetOrAdd((typeof(T), db.IsSqlite), _ => Make(db.Model.FindEntityType(typeof(T))!));
        var (columns, values) = Read(plan, rows);
        var names = string.Join(", ", columns.Select(c => $"\"{c.Name}\""));
        if (!db.IsSqlite)
        {
            var arrays = string.Join(", ", columns.Select((c, i) => $"${i + 1}::{c.StoreType}[]"));
            var all = db.Statements.With($"INSERT INTO \"{plan.Table}\" ({names}) SELECT * FROM unnest({arrays})", columns.Select((c, i) => ArrayOf(c.ElementType, values[i])).ToList());
            await all.PrepareAsync(ct);
            await all.ExecuteNonQueryAsync(ct);
            return;
        }
        var places = string.Join(", ", columns.Select((_, i) => $"${i + 1}"));
        var one = db.Statements.With($"INSERT INTO \"{plan.Table}\" ({names}) VALUES ({places})", new object[columns.Count]);
        for (var row = 0; row < rows.Count; row++)
        {
            for (var i = 0; i < columns.Count; i++) one.Parameters[i].Value = values[i][row] ?? DBNull.Value;
            one.ExecuteNonQuery();
        }
    }

    /// <summary>The columns in which any row has a value, and their values column by column.</summary>
    private static (List<Column> Columns, List<object?[]> Values) Read<T>(Plan plan, IReadOnlyList<T> rows) where T : class
    {
        var (columns, values) = (new List<Column>(), new List<object?[]>());
        foreach (var column in plan.Columns)
        {
            object?[]? read = null;
            for (var row = 0; row < rows.Count; row++)
                if (column.Read(rows[row]) is { } value) (read ??= new object?[rows.Count])[row] = value;
            if (read is null) continue;
            columns.Add(column);
            values.Add(read);
        }
        return (columns, values);
    }

    private static Array ArrayOf(Type element, object?[] values)
    {
        var array = Array.CreateInstance(element, values.Length);
        for (var i = 0; i < values.Length; i++) array.SetValue(values[i], i);
        return array;
    }

    private static Plan Make(IEntityType entity)
    {
        var table = entity.GetTableName()!;
        return new Plan(table, entity.GetProperties().Select(p => ColumnOf(p, StoreObjectIdentifier.Table(table))).ToList());
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
