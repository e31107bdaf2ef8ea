using System.Text.Json;
using Hotline.Api.Platform;
using Hotline.Channels.Cti;
using Hotline.Domain;

namespace Hotline.Api.Intake.Doors;

/// <summary><c>POST /api/cti/events</c>: what a telephone system of the city's own reports of its calls. Each request carries a signature.</summary>
internal static class CtiDoor
{
    private const int MostBytes = 16 * 1024;

    public static void Map(IEndpointRouteBuilder app) => app.MapPost("/api/cti/events", Take)
        .WithMetadata(new WithoutAntiforgery(), new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(MostBytes)).ExcludeFromDescription().AllowAnonymous();

    private static async Task<IResult> Take(HttpContext http, CtiOptions options, CallLog calls, TimeProvider clock, CancellationToken ct)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, ct);
        var verdict = CtiWebhook.Judge(options, http.Request.Headers[CtiWebhook.TimeHeader], http.Request.Headers[CtiWebhook.SignatureHeader], body.ToArray(), clock.GetUtcNow());
        if (Refusal(verdict, options) is { } refused) return Problems.ToResult(refused);
        using var json = JsonDocument.Parse(body.ToArray());
        if (!CtiEvent.TryRead(json.RootElement, out var happening, out var error))
            return Problems.ToResult(new Error(ErrorKind.Invalid, "request.invalid") { Fields = new Dictionary<string, string[]> { [error.Field] = [error.Reason] } });
        return TypedResults.Json(await calls.Take(happening, ct), HotlineJson.Options);
    }

    private static Error? Refusal(CtiVerdict verdict, CtiOptions options) => verdict switch
    {
        CtiVerdict.Genuine => null,
        CtiVerdict.NotConfigured => new Error(ErrorKind.Unavailable, "cti.not_configured") { Arguments = [options.WhyNotConfigured!] },
        CtiVerdict.SignatureMissing => new Error(ErrorKind.Invalid, "cti.signature_missing"),
        CtiVerdict.Stale => new Error(ErrorKind.Forbidden, "cti.stale"),
        _ => new Error(ErrorKind.Forbidden, "cti.signature_wrong"),
    };
}
