using System.Collections.Concurrent;
using System.Text.Json;

namespace Hotline.Channels.Tests.Contract;

/// <summary>
/// Watches requests and names every field, query parameter or path that the specification does not know. Prism drops unknown form
/// fields without a word, so a misspelt one would pass there.
/// </summary>
internal sealed class SpecGuard(JsonElement specification)
{
    public ConcurrentQueue<string> Faults { get; } = [];

    /// <summary>Operations seen, such as <c>POST /api/v1/statuses</c>.</summary>
    public ConcurrentDictionary<string, int> Seen { get; } = new();

    /// <summary>Statuses of the answers.</summary>
    public ConcurrentQueue<int> Statuses { get; } = [];

    public DelegatingHandler Handler() => new Watching(this);

    public async Task Look(HttpRequestMessage request)
    {
        var path = request.RequestUri!.AbsolutePath;
        var method = request.Method.Method.ToLowerInvariant();
        if (Template(path) is not { } template || !template.Value.TryGetProperty(method, out var operation))
        {
            Faults.Enqueue($"{method} {path} is not in the specification");
            return;
        }

        Seen.AddOrUpdate($"{request.Method} {template.Name}", 1, (_, n) => n + 1);
        var parameters = Items(operation, "parameters").Concat(Items(template.Value, "parameters")).Select(Resolve).Where(p => p.GetProperty("in").GetString() == "query").Select(p => p.GetProperty("name").GetString()!).ToHashSet();
        foreach (var (name, _) in UrlForm.Parse(request.RequestUri.Query.TrimStart('?')).Fields)
        {
            if (!parameters.Contains(name))
            {
                Faults.Enqueue($"{method} {template.Name}: the query has no {name}");
            }
        }

        if (request.Content is not { } content)
        {
            return;
        }

        var type = content.Headers.ContentType!.MediaType!;
        if (!operation.TryGetProperty("requestBody", out var body) || !Resolve(body).GetProperty("content").TryGetProperty(type, out var form))
        {
            Faults.Enqueue($"{method} {template.Name}: no body of {type}");
            return;
        }

        var known = Properties(form.GetProperty("schema")).ToHashSet();
        var text = await content.ReadAsStringAsync();
        var sent = type == UrlForm.ContentType ? UrlForm.Parse(text).Fields.Select(f => f.Key) : JsonDocument.Parse(text).RootElement.EnumerateObject().Select(p => p.Name);
        foreach (var name in sent.Where(n => !known.Contains(n)))
        {
            Faults.Enqueue($"{method} {template.Name}: the body has no {name}");
        }
    }

    private JsonProperty? Template(string path)
    {
        var parts = path.Split('/');
        // The path that names most is meant: /statuses/context is no /statuses/{id} where both stand.
        return specification.GetProperty("paths").EnumerateObject().Where(p => Fits(p.Name.Split('/'), parts)).OrderBy(p => p.Name.Count(c => c == '{')).Select(p => (JsonProperty?)p).FirstOrDefault();
    }

    private static bool Fits(string[] template, string[] parts) => template.Length == parts.Length && template.Zip(parts).All(p =>
        p.First.IndexOf('{', StringComparison.Ordinal) is var open and >= 0 ? p.Second.Length > 0 && p.Second.EndsWith(p.First[(p.First.IndexOf('}', StringComparison.Ordinal) + 1)..], StringComparison.Ordinal) && p.Second.StartsWith(p.First[..open], StringComparison.Ordinal) : p.First == p.Second);

    private static List<JsonElement> Items(JsonElement element, string name) => element.TryGetProperty(name, out var list) ? [.. list.EnumerateArray()] : [];

    private IEnumerable<string> Properties(JsonElement schema)
    {
        schema = Resolve(schema);
        var own = schema.TryGetProperty("properties", out var properties) ? properties.EnumerateObject().Select(p => p.Name) : [];
        return own.Concat(new[] { "allOf", "oneOf", "anyOf" }.SelectMany(k => Items(schema, k)).SelectMany(Properties));
    }

    private JsonElement Resolve(JsonElement element)
    {
        while (element.ValueKind == JsonValueKind.Object && element.TryGetProperty("$ref", out var reference))
        {
            var at = specification;
            foreach (var part in reference.GetString()![2..].Split('/'))
            {
                at = at.GetProperty(part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal));
            }

            element = at;
        }

        return element;
    }

    private sealed class Watching(SpecGuard guard) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await guard.Look(request);
            var answer = await base.SendAsync(request, cancellationToken);
            guard.Statuses.Enqueue((int)answer.StatusCode);
            return answer;
        }
    }
}
