using Hotline.Api.Features.Tickets;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Hotline.Api.Platform;

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
            return Task.CompletedTask;
        });
        // Texts have a converter of their own (see HotlineJson), which hides their type from the schema.
        options.AddSchemaTransformer((schema, context, _) =>
        {
            if (context.JsonTypeInfo.Type == typeof(string))
                schema.Type = context.JsonPropertyInfo is { IsGetNullable: true } ? JsonSchemaType.String | JsonSchemaType.Null : JsonSchemaType.String;
            else if (typeof(IEnumerable<string>).IsAssignableFrom(context.JsonTypeInfo.Type) && schema.Type?.HasFlag(JsonSchemaType.Array) == true) schema.Items = new OpenApiSchema { Type = JsonSchemaType.String };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            var path = context.Description.RelativePath ?? "";
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

    private static void Header(OpenApiOperation operation, string name, string description, bool required) => (operation.Parameters ??= []).Add(new OpenApiParameter
    {
        Name = name, In = ParameterLocation.Header, Required = required, Description = description, Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    });
}
