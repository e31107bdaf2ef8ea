using System.Text.Json;
using Hotline.Api.Portal;
using Hotline.Domain;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics;

namespace Hotline.Api.Platform;

/// <summary>What a client sent wrongly gets a problem document that names the field; what broke inside gets a 500 without details.</summary>
internal sealed class ErrorPages(ILogger<ErrorPages> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext http, Exception exception, CancellationToken ct)
    {
        if (exception is OperationCanceledException && http.RequestAborted.IsCancellationRequested) return true;
        (int Status, Error? Error) error = (exception is AntiforgeryValidationException { InnerException: { } inside } ? inside : exception) switch
        {
            BadHttpRequestException { StatusCode: 413 } => (413, new Error(ErrorKind.Invalid, "request.too_large")),
            BadHttpRequestException { StatusCode: 415 } => (415, new Error(ErrorKind.Invalid, "request.unsupported_type")),
            BadHttpRequestException { InnerException: JsonException json } => (400, Malformed(json)),
            BadHttpRequestException bad => (400, new Error(ErrorKind.Invalid, "request.malformed") { Arguments = [bad.Message] }),
            InvalidDataException bad => (400, new Error(ErrorKind.Invalid, "request.malformed") { Arguments = [bad.Message] }),
            JsonException json => (400, Malformed(json)),
            // A charset that nobody knows; the framework has no exception of its own for it.
            InvalidOperationException { InnerException: ArgumentException { ParamName: "name" } } when http.Request.HasJsonContentType() => (415, new Error(ErrorKind.Invalid, "request.unsupported_type")),
            _ => default,
        };
        if (error.Error is null)
        {
            log.LogError(exception, "Unhandled: {Method} {Path}", http.Request.Method, http.Request.Path);
            return false;
        }
        if (http.Response.HasStarted || PortalPages.Serves(http.Request)) return false;   // a page tells it in its own way
        var problem = Problems.Details(error.Error);
        problem.Status = error.Status;
        await TypedResults.Problem(problem).ExecuteAsync(http);
        return true;
    }

    private static Error Malformed(JsonException json)
    {
        var field = (json.Path ?? "$").TrimStart('$', '.');
        return field.Length == 0
            ? new Error(ErrorKind.Invalid, "request.malformed") { Arguments = [$"JSON, line {json.LineNumber + 1}, byte {json.BytePositionInLine}"], Fields = new Dictionary<string, string[]> { ["$"] = ["field.malformed"] } }
            : Error.Field(field, "field.malformed");
    }

    /// <summary>Bare status codes of the framework (404, 405, 401, 403, 415) become problem documents with a code.</summary>
    public static async Task Bare(StatusCodeContext context)
    {
        var http = context.HttpContext;
        var error = http.Response.StatusCode switch
        {
            401 => new Error(ErrorKind.Unauthorized, "session.required"),
            403 => new Error(ErrorKind.Forbidden, "session.forbidden"),
            404 => new Error(ErrorKind.NotFound, "request.not_found"),
            405 => new Error(ErrorKind.Invalid, "request.method_not_allowed"),
            413 => new Error(ErrorKind.Invalid, "request.too_large"),
            415 => new Error(ErrorKind.Invalid, "request.unsupported_type"),
            _ => null,
        };
        if (error is null) return;
        var problem = Problems.Details(error);
        problem.Status = http.Response.StatusCode;
        await TypedResults.Problem(problem).ExecuteAsync(http);
    }
}
