using System.Text;
using Hotline.Api.Messaging;
using Hotline.Api.Platform;
using Hotline.Channels;
using Hotline.Channels.Twilio;
using Hotline.Domain;
using Microsoft.AspNetCore.Http.Features;

namespace Hotline.Api.Intake.Doors;

/// <summary>Twilio's webhooks of text messages, and the check that stands before all of Twilio's. Every request must carry the account's signature.</summary>
internal static class TwilioDoors
{
    internal const int MostBytes = 256 * 1024;

    public static void Map(IEndpointRouteBuilder app)
    {
        var twilio = app.MapGroup("/webhooks/twilio").WithMetadata(new WithoutAntiforgery(), new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(MostBytes)).ExcludeFromDescription().AllowAnonymous();
        twilio.MapPost("/sms", Sms);
        twilio.MapPost("/sms/status", SmsStatus);
    }

    private static async Task<IResult> Sms(HttpContext http, TwilioOptions options, HotlineOptions hotline, IntakePipeline intake, TimeProvider clock)
    {
        var (form, refused) = await Open(http, options, hotline);
        if (refused is not null) return refused;
        if (!TwilioSms.TryReadMessage(form!, clock.GetUtcNow(), out var message, out var error)) return BadField(error);
        var stored = await intake.Submit(new IntakeRequest(message) { IsConversation = true });
        return stored.Error is { } full ? Problems.ToResult(full) : Xml(TwilioWebhook.EmptyResponse);
    }

    private static async Task<IResult> SmsStatus(HttpContext http, TwilioOptions options, HotlineOptions hotline, DeliveryLog deliveries, CancellationToken ct)
    {
        var (form, refused) = await Open(http, options, hotline);
        if (refused is not null) return refused;
        if (!TwilioSms.TryReadReport(form!, out var report, out var error)) return BadField(error);
        await deliveries.Take("Twilio", [report], ct);
        return TypedResults.NoContent();
    }

    /// <summary>Reads and checks the request; the second part is the refusal, if any.</summary>
    internal static async Task<(UrlForm? Form, IResult? Refused)> Open(HttpContext http, TwilioOptions options, HotlineOptions hotline)
    {
        var missing = hotline.PublicBaseUrl is null ? "Hotline:PublicBaseUrl is not set" : options.WhyNotConfigured;
        if (missing is not null) return (null, Problems.ToResult(new Error(ErrorKind.Unavailable, "twilio.not_configured") { Arguments = [missing] }));
        if (http.Request.ContentType?.StartsWith(UrlForm.ContentType, StringComparison.OrdinalIgnoreCase) != true) throw new BadHttpRequestException("a form is expected", 415);
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        var opened = TwilioWebhook.Open(options, hotline.PublicBaseUrl!.GetLeftPart(UriPartial.Authority) + hotline.PublicBaseUrl.AbsolutePath.TrimEnd('/'),
            http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget, http.Request.ContentType, body.ToArray(), http.Request.Headers[TwilioSignature.Header]);
        return opened.Verdict switch
        {
            WebhookVerdict.Genuine => (opened.Form, null),
            WebhookVerdict.SignatureMissing => (null, Problems.ToResult(new Error(ErrorKind.Invalid, "twilio.signature_missing"))),
            _ => (null, Problems.ToResult(new Error(ErrorKind.Forbidden, "twilio.signature_wrong"))),
        };
    }

    internal static IResult BadField(FieldError error) => Problems.ToResult(new Error(ErrorKind.Invalid, "request.invalid") { Fields = new Dictionary<string, string[]> { [error.Field] = [error.Reason] } });

    private static Microsoft.AspNetCore.Http.HttpResults.ContentHttpResult Xml(string document) => TypedResults.Text(document, TwilioWebhook.ResponseContentType, Encoding.UTF8);
}
