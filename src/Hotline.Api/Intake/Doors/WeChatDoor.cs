using System.Text;
using Hotline.Api.Messaging;
using Hotline.Api.Platform;
using Hotline.Channels;
using Hotline.Channels.WeChat;
using Hotline.Domain;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Hotline.Api.Intake.Doors;

/// <summary>
/// <c>/webhooks/wechat</c>: the official account's server address. A message is on disk before WeChat hears of its success; the
/// acknowledgement goes back in the same answer, which needs no token and counts against no limit.
/// </summary>
internal static class WeChatDoor
{
    private const int MostBytes = 64 * 1024;

    public static void Map(IEndpointRouteBuilder app)
    {
        var wechat = app.MapGroup("/webhooks/wechat").WithMetadata(new WithoutAntiforgery(), new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(MostBytes)).ExcludeFromDescription().AllowAnonymous();
        wechat.MapGet("", Verify);
        wechat.MapPost("", Take);
    }

    private static IResult Verify(HttpContext http, WeChatWebhook webhook, WeChatOptions options)
    {
        var opened = webhook.Verify(Query(http));
        return Refusal(opened.Verdict, options) is { } refused ? Problems.ToResult(refused) : Words(opened.Xml);
    }

    private static async Task<IResult> Take(HttpContext http, WeChatWebhook webhook, WeChatOptions options, IntakePipeline intake, Acknowledgement words, TimeProvider clock)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        var opened = webhook.Open(Query(http), body.ToArray());
        if (Refusal(opened.Verdict, options) is { } refused) return Problems.ToResult(refused);
        if (!WeChatMessages.TryRead(options, opened.Xml, clock.GetUtcNow(), out var push, out var error))
            return Problems.ToResult(new Error(ErrorKind.Invalid, "request.invalid") { Fields = new Dictionary<string, string[]> { [error.Field] = [error.Reason] } });
        if (push.Message is not { } message) return Words(WeChatWebhook.Success);   // a new follower, a pressed menu: nothing to keep
        var stored = await intake.Submit(new IntakeRequest(message));
        if (stored.Error is { } full) return Problems.ToResult(full);
        var receipt = stored.Value!;
        var text = receipt is { TicketNumber: { } number, QueryCode: { } code } ? words.Words("acknowledgement", TicketFactory.LanguageOf(message.Body), number, code)
            : ErrorTexts.Sentence("intake.quarantined", []);
        return text.Length == 0 ? Words(WeChatWebhook.Success) : TypedResults.Text(webhook.Reply(push.OpenId, push.Account, text), "text/xml; charset=utf-8", Encoding.UTF8);
    }

    private static UrlForm Query(HttpContext http) => UrlForm.Parse(http.Request.QueryString.Value is { Length: > 1 } query ? query[1..] : "");

    private static ContentHttpResult Words(string text) => TypedResults.Text(text, "text/plain; charset=utf-8", Encoding.UTF8);

    private static Error? Refusal(WeChatVerdict verdict, WeChatOptions options) => verdict switch
    {
        WeChatVerdict.Genuine => null,
        WeChatVerdict.NotConfigured => new Error(ErrorKind.Unavailable, "wechat.not_configured") { Arguments = [options.WhyNotConfigured!] },
        WeChatVerdict.SignatureMissing => new Error(ErrorKind.Invalid, "wechat.signature_missing"),
        WeChatVerdict.SignatureWrong => new Error(ErrorKind.Forbidden, "wechat.signature_wrong"),
        WeChatVerdict.Stale => new Error(ErrorKind.Forbidden, "wechat.stale"),
        WeChatVerdict.Replayed => new Error(ErrorKind.Forbidden, "wechat.replayed"),
        WeChatVerdict.WrongMode => new Error(ErrorKind.Invalid, "wechat.wrong_mode"),
        _ => new Error(ErrorKind.Invalid, "wechat.unreadable"),
    };
}
