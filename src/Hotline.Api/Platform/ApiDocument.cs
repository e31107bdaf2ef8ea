using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hotline.Api.Features.Tickets;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Hotline.Api.Platform;

/// <summary>The words a query parameter or a text member takes, for the API document: the handler itself checks them and names the one it does not know.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
internal sealed class WordsAttribute(params string[] words) : Attribute
{
    public IReadOnlyList<string> All => NamesOf is { } names ? Enum.GetNames(names) : words;
    /// <summary>An enum whose names are the words.</summary>
    public Type? NamesOf { get; init; }
    /// <summary>Several at once, comma separated.</summary>
    public bool Many { get; init; }
}

/// <summary>What the code alone does not tell the API document: its title, the two ways to prove who asks, the headers of a write.</summary>
internal static class ApiDocument
{
    public static void Describe(OpenApiOptions options)
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "Hotline API";
            document.Info.Version = "v1";
            document.Info.Description = "12345 government hotline. Staff sign in with POST /api/session: the cookie proves who asks, and the cookie XSRF-TOKEN goes back as header X-XSRF-TOKEN on every write. "
                + "Other city systems hand messages over with X-Api-Key. Errors are problem documents with a stable code (docs/errors.md); times carry their offset; enums travel as names. "
                + "Live notices come over SignalR at /hubs/desk (docs/events.md).";
            document.Servers = [];
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                ["session"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Cookie, Name = "hotline", Description = "Set by POST /api/session." },
                ["apiKey"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = "X-Api-Key" },
            };
            foreach (var schema in document.Components.Schemas?.Values.OfType<OpenApiSchema>() ?? []) LeaveNullsOut(schema);
            foreach (var body in document.Paths.Values.SelectMany(p => p.Operations ?? []).SelectMany(o => o.Value.RequestBody?.Content ?? new Dictionary<string, OpenApiMediaType>()).Select(c => c.Value))
                if (body.Schema?.OneOf is [{ Type: JsonSchemaType.Null }, var only]) body.Schema = only;
            return Task.CompletedTask;
        });
        // Texts have a converter of their own (see HotlineJson), which hides their type from the schema.
        options.AddSchemaTransformer((schema, context, _) =>
        {
            if (context.JsonTypeInfo.Type == typeof(string))
            {
                schema.Type = context.JsonPropertyInfo is { IsGetNullable: true } ? JsonSchemaType.String | JsonSchemaType.Null : JsonSchemaType.String;
                if (context.JsonPropertyInfo?.AttributeProvider?.GetCustomAttributes(typeof(WordsAttribute), false) is [WordsAttribute words]) schema.Enum = [.. words.All.Select(w => (JsonNode)w)];
            }
            else if (typeof(IEnumerable<string>).IsAssignableFrom(context.JsonTypeInfo.Type) && schema.Type?.HasFlag(JsonSchemaType.Array) == true) schema.Items = new OpenApiSchema { Type = JsonSchemaType.String };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            var path = context.Description.RelativePath ?? "";
            foreach (var query in operation.Parameters?.OfType<OpenApiParameter>().Where(p => p.In == ParameterLocation.Query) ?? [])
            {
                if (WordsOf(query.Name!, context) is { } words) Tell(query, words, context.Document);
                query.Name = JsonNamingPolicy.CamelCase.ConvertName(query.Name!);   // bound in any case; written here as the console sends it
            }
            var open = path.StartsWith("api/public", StringComparison.Ordinal) || path == "api/session" && context.Description.HttpMethod != "DELETE";
            if (!open) operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(path == "api/intake/messages" ? "apiKey" : "session", context.Document)] = [] }];
            if (context.Description.HttpMethod is not ("GET" or null) && !open && path != "api/intake/messages") Header(operation, "X-XSRF-TOKEN", "The value of the cookie XSRF-TOKEN.", required: true);
            if (context.Description.ParameterDescriptions.Any(p => typeof(TicketCommand).IsAssignableFrom(p.Type)))
            {
                Header(operation, "If-Match", "The version in view; a newer one in the database is a 409 with both sides.", required: false);
                Header(operation, "Idempotency-Key", "The same key again is the same submit.", required: false);
            }
            return Task.CompletedTask;
        });
    }

    /// <summary>Nothing on the wire is ever null: what has no value is left out. So a member that may be null is optional and has its type alone.</summary>
    private static void LeaveNullsOut(OpenApiSchema schema)
    {
        if (schema.Enum is { Count: > 0 } names)
        {
            schema.Type = JsonSchemaType.String;
            schema.Enum = [.. names.Where(n => n is not null && n.GetValueKind() == JsonValueKind.String)];
        }
        foreach (var (name, member) in schema.Properties?.ToList() ?? [])
        {
            if (member is OpenApiSchema { Type: { } type } own && type.HasFlag(JsonSchemaType.Null)) own.Type = type & ~JsonSchemaType.Null;
            else if (member.OneOf is [{ Type: JsonSchemaType.Null }, var only]) schema.Properties![name] = only;
            else continue;
            schema.Required?.Remove(name);
        }
    }

    private static WordsAttribute? WordsOf(string query, OpenApiOperationTransformerContext context) =>
        context.Description.ParameterDescriptions.FirstOrDefault(p => p.Name == query)?.ParameterDescriptor is IParameterInfoParameterDescriptor { ParameterInfo: { } parameter }
            ? parameter.GetCustomAttribute<WordsAttribute>() : null;

    private static void Tell(OpenApiParameter query, WordsAttribute words, OpenApiDocument? document)
    {
        IOpenApiSchema one = words.NamesOf is { } names ? new OpenApiSchemaReference(names.Name, document)
            : new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. words.All.Select(w => (JsonNode)w)] };
        query.Schema = words.Many ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = one } : one;
        if (words.Many) (query.Style, query.Explode) = (ParameterStyle.Form, false);   // comma separated
    }

    private static void Header(OpenApiOperation operation, string name, string description, bool required) => (operation.Parameters ??= []).Add(new OpenApiParameter
    {
        Name = name, In = ParameterLocation.Header, Required = required, Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    });
}
