using System.Text;
using Hotline.Api.Intake.Relay;
using Hotline.Api.Platform;
using Hotline.Channels;
using Hotline.Channels.Twilio;
using Hotline.Domain;

namespace Hotline.Api.Intake.Doors;

/// <summary><c>/webhooks/twilio/relay/{id}/...</c>: what Twilio asks and reports during a relayed call. Every request must carry the account's signature.</summary>
internal static class RelayDoors
{
    public static void Map(IEndpointRouteBuilder app)
    {
        var relay = app.MapGroup("/webhooks/twilio/relay/{id:guid}").WithMetadata(new WithoutAntiforgery(), new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(TwilioDoors.MostBytes)).ExcludeFromDescription().AllowAnonymous();
        relay.MapPost("/answer", Answer);
        relay.MapPost("/notice", (Guid id, HttpContext http, TwilioOptions options, HotlineOptions hotline) => Opened(http, options, hotline, _ => Task.FromResult<IResult>(Xml(TwilioRelayTwiml.Notice()))));
        relay.MapPost("/leg", (Guid id, HttpContext http, TwilioOptions options, HotlineOptions hotline, RelayCalls calls, CancellationToken ct) => Report(id, http, options, hotline, calls, resident: true, ct));
        relay.MapPost("/done", (Guid id, HttpContext http, TwilioOptions options, HotlineOptions hotline, RelayCalls calls, CancellationToken ct) => Report(id, http, options, hotline, calls, resident: true, ct));
        relay.MapPost("/status", (Guid id, HttpContext http, TwilioOptions options, HotlineOptions hotline, RelayCalls calls, CancellationToken ct) => Report(id, http, options, hotline, calls, resident: false, ct));
        relay.MapPost("/recording", Recording);
    }

    private static Task<IResult> Answer(Guid id, HttpContext http, TwilioOptions options, HotlineOptions hotline, RelayCalls calls, CancellationToken ct) => Opened(http, options, hotline, async form =>
    {
        if (!TwilioVoice.TryRead(form, out var call, out var error)) return TwilioDoors.BadField(error);
        if (await calls.Answered(id, call.CallSid, ct) is not { } resident) return Xml(TwilioRelayTwiml.Over(reached: false));
        Uri At(string what) => new($"{hotline.PublicBaseUrl!.GetLeftPart(UriPartial.Authority)}{hotline.PublicBaseUrl.AbsolutePath.TrimEnd('/')}/webhooks/twilio/relay/{id}/{what}");
        return Xml(TwilioRelayTwiml.Bridge(options, resident, At("notice"), At("leg"), At("done"), At("recording")));
    });

    private static Task<IResult> Report(Guid id, HttpContext http, TwilioOptions options, HotlineOptions hotline, RelayCalls calls, bool resident, CancellationToken ct) => Opened(http, options, hotline, async form =>
    {
        if (!TwilioRelayTwiml.TryReadReport(form, out var report, out var error)) return TwilioDoors.BadField(error);
        var reached = await calls.Report(id, report, resident, ct);
        return Xml(resident ? TwilioRelayTwiml.Over(reached) : TwilioWebhook.EmptyResponse);
    });

    private static Task<IResult> Recording(Guid id, HttpContext http, TwilioOptions options, HotlineOptions hotline, RelayCalls calls, CancellationToken ct) => Opened(http, options, hotline, async form =>
    {
        if (!TwilioVoice.TryRead(form, out var call, out var error)) return TwilioDoors.BadField(error);
        if (call.Recording is { } recording) await calls.Recorded(id, recording, ct);
        return Xml(TwilioWebhook.EmptyResponse);
    });

    private static async Task<IResult> Opened(HttpContext http, TwilioOptions options, HotlineOptions hotline, Func<UrlForm, Task<IResult>> take)
    {
        var (form, refused) = await TwilioDoors.Open(http, options, hotline);
        return refused ?? await take(form!);
    }

    private static Microsoft.AspNetCore.Http.HttpResults.ContentHttpResult Xml(string document) => TypedResults.Text(document, TwilioWebhook.ResponseContentType, Encoding.UTF8);
}
