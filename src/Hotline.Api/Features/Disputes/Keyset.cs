using Hotline.Api.Features.Tickets;
using Hotline.Domain;

namespace Hotline.Api.Features.Disputes;

/// <summary>Pages by id, the newest first: ids are time ordered.</summary>
internal static class Keyset
{
    public static int Limit(int? asked) => Math.Clamp(asked ?? 50, 1, 200);

    /// <summary>The cursor of the page before; null at the beginning.</summary>
    public static Error? Read(string? after, out Guid? last)
    {
        last = null;
        if (string.IsNullOrEmpty(after)) return null;
        if (!Guid.TryParse(after, out var id)) return Error.Field("after", "list.cursor_malformed");
        last = id;
        return null;
    }

    /// <summary>A state by its name; null for all.</summary>
    public static Error? State<T>(string? name, out T? state) where T : struct, Enum
    {
        state = null;
        if (string.IsNullOrEmpty(name)) return null;
        if (int.TryParse(name, out _) || !Enum.TryParse<T>(name, ignoreCase: true, out var known)) return Error.Field("state", "list.value_unknown", name);
        state = known;
        return null;
    }

    /// <param name="rows">One more than the limit when there is a next page.</param>
    public static Page<T> Page<T>(List<T> rows, int limit, Func<T, Guid> id) =>
        rows.Count <= limit ? new Page<T>(rows, null) : new Page<T>(rows.GetRange(0, limit), id(rows[limit - 1]).ToString());
}
