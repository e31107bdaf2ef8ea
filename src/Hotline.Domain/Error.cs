namespace Hotline.Domain;

/// <summary>What kind of refusal an <see cref="Error"/> is; the host maps each kind to one HTTP status.</summary>
public enum ErrorKind { Invalid, NotFound, Forbidden, Conflict, TooMany, Unavailable, Unauthorized }

/// <summary>An expected refusal. Exceptions are for bugs and broken infrastructure only.</summary>
/// <param name="Kind">Decides the HTTP status.</param>
/// <param name="Code">Stable code that clients translate, such as <c>ticket.transition_not_allowed</c>.</param>
public sealed record Error(ErrorKind Kind, string Code)
{
    /// <summary>Names put into the translated sentence: {0}, {1}, ...</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Field name (camelCase) to the codes of what is wrong with it; empty unless the input is at fault.</summary>
    public IReadOnlyDictionary<string, string[]> Fields { get; init; } = new Dictionary<string, string[]>();

    /// <summary>Further members of the problem document: <c>allowed</c>, <c>current</c>, <c>yours</c>, <c>by</c>, <c>retryAfter</c>.</summary>
    public IReadOnlyDictionary<string, object?> Extensions { get; init; } = new Dictionary<string, object?>();

    public static Error NotFound(string entity) => new(ErrorKind.NotFound, $"{entity}.not_found");

    public static Error Field(string field, string code, params string[] arguments) =>
        new(ErrorKind.Invalid, "request.invalid") { Fields = new Dictionary<string, string[]> { [field] = [code] }, Arguments = arguments };
}
