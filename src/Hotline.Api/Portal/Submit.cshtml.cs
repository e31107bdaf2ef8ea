using System.Text;
using Hotline.Api.Data;
using Hotline.Api.Features.Public;
using Hotline.Api.Intake.Doors;
using Hotline.Api.Platform;
using Hotline.Domain.Tickets;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Hotline.Api.Portal;

/// <summary>
/// The form. Sent, it leads to the receipt by a redirect; whatever is wrong, it comes back with everything that was typed.
/// The antiforgery token is checked in the handler, because the framework's own refusal would throw the text away.
/// </summary>
[RequestSizeLimit(MostBytes)]
[RequestFormLimits(MultipartBodyLengthLimit = MostBytes)]
[IgnoreAntiforgeryToken]
internal sealed class SubmitModel(IHandler<SendWebForm, WebFormReceipt> send, IHandler<FindReported, Reported> reported, TicketPass pass, PortalTexts texts, IAntiforgery antiforgery) : PageModel
{
    private const long MostBytes = SendWebFormValidator.MostFiles * AttachmentStore.MostBytes + 1024 * 1024;

    public static readonly IReadOnlyList<TicketType> Types =
        [TicketType.Consultation, TicketType.HelpRequest, TicketType.Complaint, TicketType.Report, TicketType.Suggestion, TicketType.Criticism, TicketType.Praise];

    /// <summary>What the fields of the page are called.</summary>
    internal sealed record Typed
    {
        public Guid SubmissionId { get; init; }
        public TicketType? Type { get; init; }
        public string? Subject { get; init; }
        public string? Body { get; init; }
        public string? Place { get; init; }
        public string? Name { get; init; }
        public string? Phone { get; init; }
        public string? Email { get; init; }
        public bool Anonymous { get; init; }
        public bool Confidential { get; init; }
        /// <summary>Set by the page itself, and taken away once the resident was asked: a program that posts the form is not asked.</summary>
        public bool AskFirst { get; init; }
    }

    public Typed Form { get; private set; } = new();
    public FormErrors Errors { get; } = new();
    /// <summary>A browser cannot be given its files back.</summary>
    public bool FilesAgain { get; private set; }
    /// <summary>What was reported or answered already; the resident decides whether to send all the same.</summary>
    public Reported? Reported { get; private set; }

    public void OnGet(TicketType? type) => Form = new Typed { SubmissionId = Guid.NewGuid(), AskFirst = true, Type = type is { } t && Types.Contains(t) ? t : null };

    /// <summary>The language was switched on a form half filled in: it comes back as it was, in the language that the address names.</summary>
    public IActionResult OnPostLanguage([Bind(Prefix = "")] Typed? form, List<IFormFile>? files)
    {
        if (form is null || files is null) return Unreadable();
        Form = form;
        return Again(StatusCodes.Status200OK, files.Count);
    }

    public async Task<IActionResult> OnPostAsync([Bind(Prefix = "")] Typed? form, List<IFormFile>? files, CancellationToken ct)
    {
        if (form is null || files is null) return Unreadable();
        Form = form with { Subject = Lines(form.Subject), Body = Lines(form.Body), Phone = HalfWidth(form.Phone), Email = HalfWidth(form.Email) };
        foreach (var (field, state) in ModelState.Where(s => s.Value?.ValidationState == ModelValidationState.Invalid))
            if (!field.Equals(nameof(Typed.SubmissionId), StringComparison.OrdinalIgnoreCase)) Errors.Add(field.ToLowerInvariant(), texts.Problem(field.ToLowerInvariant(), "field.malformed"));
        if (!await antiforgery.IsRequestValidAsync(HttpContext)) Errors.Add("", texts.FormExpired);
        if (Errors.Any) return Again(StatusCodes.Status400BadRequest, files.Count);

        if (Form.AskFirst && Form.Body is { Length: > 0 } said && (await reported.Handle(new FindReported(Form.Subject, said, Form.Place), ct)).Value is { Any: true } found)
        {
            Reported = found;
            Form = Form with { AskFirst = false };
            return Again(StatusCodes.Status200OK, files.Count);
        }

        var sent = await send.Handle(new SendWebForm
        {
            SubmissionId = Form.SubmissionId, Type = Form.Type, Subject = Form.Subject, Body = Form.Body, Place = Form.Place, Name = Form.Name, Phone = Form.Phone, Email = Form.Email,
            Anonymous = Form.Anonymous, Confidential = Form.Confidential, Files = files.ConvertAll(f => new WebFormFile(f.FileName, f.Length, f.OpenReadStream)),
        }, ct);
        if (sent.Error is { } error)
        {
            if (error.Code != "intake.full") return Again(Errors.Add(error, texts), files.Count);
            Errors.Add("", texts.IntakeFull);
            if (error.Extensions.TryGetValue("retryAfter", out var seconds)) Response.Headers.RetryAfter = $"{seconds}";
            return Again(StatusCodes.Status429TooManyRequests, files.Count);
        }
        var receipt = sent.Value!;
        pass.Issue(TicketPass.Receipt, receipt.TicketNumber, receipt.QueryCode);
        pass.Issue(TicketPass.Track, receipt.TicketNumber, receipt.QueryCode);
        return Redirect(TicketPass.Receipt);
    }

    /// <summary>The body could not be read at all.</summary>
    private StatusCodeResult Unreadable() => StatusCode(Request.ContentLength > MostBytes ? StatusCodes.Status413PayloadTooLarge : StatusCodes.Status400BadRequest);

    private PageResult Again(int status, int files)
    {
        if (Form.SubmissionId == Guid.Empty) Form = Form with { SubmissionId = Guid.NewGuid() };
        FilesAgain = files > 0;
        Response.StatusCode = status;
        return Page();
    }

    /// <summary>A Chinese keyboard may write digits and signs full width.</summary>
    private static string? HalfWidth(string? text) => text?.Normalize(NormalizationForm.FormKC).Trim();

    /// <summary>A browser sends each line end as two characters; counted is one.</summary>
    private static string? Lines(string? text) => text?.ReplaceLineEndings("\n");
}
