using System.Text;
using Hotline.Api.Messaging;
using Hotline.Api.Platform;
using Hotline.Channels;
using Hotline.Channels.SmsGateway;
using Hotline.Domain;

namespace Hotline.Api.Intake.Doors;

/// <summary>What a text message gateway pushes: messages of residents, and reports on ours. Each request shows a signature or a key, as configured.</summary>
internal static class SmsGatewayDoors
{
    private const int MostBytes = 1024 * 1024;
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Post, HttpMethods.Put];

    public static void Map(IEndpointRouteBuilder app)
    {
        var doors = app.MapGroup("/webhooks/sms").WithMetadata(new WithoutAntiforgery(), new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(MostBytes)).ExcludeFromDescription().AllowAnonymous();
        doors.MapMethods("/messages", Methods, Messages);
        doors.MapMethods("/reports", Methods, Reports);
    }

    private static async Task<IResult> Messages(HttpContext http, SmsGatewayOptions options, IntakePipeline intake, TimeProvider clock, ILoggerFactory logs)
    {
        var (verdict, messages, faults) = SmsGatewayDoor.ReadMessages(options, await Push(http), clock.GetUtcNow());
        if (Refusal(verdict, messages.Count, faults, options.WhyNoIncoming, logs) is { } refused) return Problems.ToResult(refused);
        var stored = await intake.Submit([.. messages.Select(m => new IntakeRequest(m) { IsConversation = true })]);
        return stored.Error is { } full ? Problems.ToResult(full) : Taken(options.Incoming);
    }

    private static async Task<IResult> Reports(HttpContext http, SmsGatewayOptions options, DeliveryLog deliveries, TimeProvider clock, ILoggerFactory logs, CancellationToken ct)
    {
        var (verdict, reports, faults) = SmsGatewayDoor.ReadReports(options, await Push(http), clock.GetUtcNow());
        if (Refusal(verdict, reports.Count, faults, options.WhyNoReports, logs) is { } refused) return Problems.ToResult(refused);
        await deliveries.Take(SmsGatewayOptions.Provider, reports, ct);
        return Taken(options.Reports);
    }

    private static async Task<GatewayPush> Push(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        return new GatewayPush(http.Request.QueryString.Value?.TrimStart('?') ?? "", body.ToArray(), name => http.Request.Headers.TryGetValue(name, out var value) ? value.ToString() : null);
    }

    private static Error? Refusal(GatewayVerdict verdict, int taken, IReadOnlyList<FieldError> faults, string? missing, ILoggerFactory logs)
    {
        if (verdict == GatewayVerdict.Genuine && faults.Count > 0)
        {
            // Of several the others are taken: given back as a whole they would come again for ever.
            logs.CreateLogger(typeof(SmsGatewayDoors)).LogWarning("The gateway pushed {Count} entries that cannot be read; the first: {Field} {Reason}", faults.Count, faults[0].Field, faults[0].Reason);
            if (taken == 0) return new Error(ErrorKind.Invalid, "request.invalid") { Fields = faults.GroupBy(f => f.Field).ToDictionary(g => g.Key, g => g.Select(f => f.Reason).Distinct().ToArray()) };
        }
        return verdict switch
        {
            GatewayVerdict.Genuine => null,
            GatewayVerdict.NotConfigured => new Error(ErrorKind.Unavailable, "sms_gateway.not_configured") { Arguments = [missing!] },
            GatewayVerdict.SignatureMissing => new Error(ErrorKind.Invalid, "sms_gateway.signature_missing"),
            GatewayVerdict.Stale => new Error(ErrorKind.Forbidden, "sms_gateway.stale"),
            GatewayVerdict.Unreadable => new Error(ErrorKind.Invalid, "sms_gateway.unreadable"),
            _ => new Error(ErrorKind.Forbidden, "sms_gateway.signature_wrong"),
        };
    }

    private static Microsoft.AspNetCore.Http.HttpResults.ContentHttpResult Taken(GatewayDoorOptions door) => TypedResults.Text(door.Answer, door.AnswerContentType, Encoding.UTF8);
}
