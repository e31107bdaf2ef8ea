using Hotline.Api.Features.Public;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Tickets;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Hotline.Api.Portal;

/// <summary>
/// A resident's own ticket. Number and code come by POST and stay in a sealed cookie, never in an address. The antiforgery
/// token is checked in the handlers, because the framework's own refusal would throw the typed text away.
/// </summary>
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
[IgnoreAntiforgeryToken]
internal sealed class TrackModel(TicketPass pass, PortalTexts texts, IAntiforgery antiforgery, IHandler<TrackTicket, TrackedTicket> track) : PageModel
{
    public TrackedTicket? Ticket { get; private set; }
    public FormErrors Errors { get; } = new();
    /// <summary>An action came too late: the pass has ended.</summary>
    public bool Expired { get; private set; }
    /// <summary>What was just done, told above the ticket.</summary>
    [BindProperty(SupportsGet = true)] public string? Done { get; set; }
    [BindProperty] public string? Number { get; set; }
    [BindProperty] public string? Text { get; set; }
    [BindProperty] public string? Facts { get; set; }
    [BindProperty] public string? Reason { get; set; }
    [BindProperty] public bool? Solved { get; set; }
    [BindProperty] public Satisfaction? Satisfaction { get; set; }
    [BindProperty] public string? Comment { get; set; }

    private string Address => HttpContext.Connection.RemoteIpAddress?.ToString() ?? "";

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (pass.Read(TicketPass.Track) is { } held) await Show(held, ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string? code, CancellationToken ct)
    {
        if (!await Genuine()) return Again(StatusCodes.Status400BadRequest);
        if (string.IsNullOrWhiteSpace(Number)) Errors.Add("number", texts.Problem("number", "field.required"));
        if (string.IsNullOrWhiteSpace(code)) Errors.Add("code", texts.Problem("code", "field.required"));
        if (Errors.Any) return Again(StatusCodes.Status400BadRequest);
        var found = await track.Handle(new TrackTicket(Number, code, Address), ct);
        if (found.Error is { } error) return Refused(error);
        pass.Issue(TicketPass.Track, found.Value!.Number, QueryCode.Normalize(code));
        return Redirect("/track");
    }

    public Task<IActionResult> OnPostSupplementAsync([FromServices] IHandler<SupplementTicket, TrackedTicket> supplement, CancellationToken ct) =>
        Act("supplement", held => supplement.Handle(new SupplementTicket(held.Number, held.Code, Address, Text?.ReplaceLineEndings("\n") ?? ""), ct), ct);

    public Task<IActionResult> OnPostReopenAsync([FromServices] IHandler<ReopenOwnTicket, TrackedTicket> reopen, CancellationToken ct) =>
        Act("reopen", held => reopen.Handle(new ReopenOwnTicket(held.Number, held.Code, Address, Facts?.ReplaceLineEndings("\n") ?? ""), ct), ct);

    public Task<IActionResult> OnPostUrgeAsync([FromServices] IHandler<UrgeTicket, TrackedTicket> urge, CancellationToken ct) =>
        Act("urge", held => urge.Handle(new UrgeTicket(held.Number, held.Code, Address), ct), ct);

    public Task<IActionResult> OnPostRateAsync([FromServices] IHandler<RateTicket, TrackedTicket> rate, CancellationToken ct) =>
        Act("rate", held => rate.Handle(new RateTicket(held.Number, held.Code, Address, Solved, Satisfaction, Comment?.ReplaceLineEndings("\n")), ct), ct);

    public Task<IActionResult> OnPostWithdrawAsync(bool confirm, [FromServices] IHandler<WithdrawTicket, TrackedTicket> withdraw, CancellationToken ct) =>
        Act("withdraw", held => confirm
            ? withdraw.Handle(new WithdrawTicket(held.Number, held.Code, Address, Reason), ct)
            : Task.FromResult<Result<TrackedTicket>>(Error.Field("confirm", "withdraw.unconfirmed")), ct);

    public async Task<IActionResult> OnPostFinishAsync()
    {
        if (await Genuine()) pass.Forget();
        return Redirect("/");
    }

    /// <summary>Done: back to the ticket by a redirect. Refused: the ticket again with the typed text and what is wrong.</summary>
    private async Task<IActionResult> Act(string done, Func<TicketPass.Pair, Task<Result<TrackedTicket>>> act, CancellationToken ct)
    {
        if (pass.Read(TicketPass.Track) is not { } held)
        {
            Expired = true;
            return Again(StatusCodes.Status400BadRequest);
        }
        if (await Genuine())
        {
            var acted = await act(held);
            if (acted.Error is not { } error)
            {
                pass.Issue(TicketPass.Track, held.Number, held.Code);   // 30 minutes from the last action
                return Redirect($"/track?done={done}");
            }
            Response.StatusCode = Errors.Add(error, texts);
        }
        else Response.StatusCode = StatusCodes.Status400BadRequest;
        await Show(held, ct);
        return Page();
    }

    private async Task Show(TicketPass.Pair held, CancellationToken ct) => Ticket = (await track.Handle(new TrackTicket(held.Number, held.Code, Address), ct)).Value;

    private async Task<bool> Genuine()
    {
        if (await antiforgery.IsRequestValidAsync(HttpContext)) return true;
        Errors.Add("", texts.FormExpired);
        return false;
    }

    private PageResult Refused(Error error)
    {
        var status = Errors.Add(error, texts);
        if (error.Extensions.TryGetValue("retryAfter", out var seconds)) Response.Headers.RetryAfter = $"{seconds}";
        return Again(status);
    }

    private PageResult Again(int status)
    {
        Response.StatusCode = status;
        return Page();
    }
}
