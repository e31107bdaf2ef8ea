using System.Security.Cryptography;
using System.Text.Json;
using FluentValidation;
using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Channels.WebForm;
using Hotline.Domain;
using Hotline.Domain.Tickets;

namespace Hotline.Api.Intake.Doors;

/// <summary>A resident sends the form of the residents' site.</summary>
[Allow(Anybody = true)]
internal sealed record SendWebForm
{
    /// <summary>Made once when the form is shown. The same form sent twice is one message; sent again with other words it is a new one.</summary>
    public Guid SubmissionId { get; init; }
    public TicketType? Type { get; init; }
    /// <summary>May be empty; the first sentence of the body stands in.</summary>
    public string? Subject { get; init; }
    public string? Body { get; init; }
    public string? Place { get; init; }
    public string? Name { get; init; }
    public string? Phone { get; init; }
    public string? Email { get; init; }
    /// <summary>Name and contacts are not kept, even if given.</summary>
    public bool Anonymous { get; init; }
    /// <summary>The answer is never published.</summary>
    public bool Confidential { get; init; }
    public IReadOnlyList<WebFormFile> Files { get; init; } = [];
}

/// <summary>A file as the browser sent it.</summary>
internal sealed record WebFormFile(string FileName, long Size, Func<Stream> Open);

/// <summary>What the resident keeps: both together open the ticket.</summary>
internal sealed record WebFormReceipt(string TicketNumber, string QueryCode);

internal sealed class SendWebFormValidator : AbstractValidator<SendWebForm>
{
    public const int LongestSubject = 200;
    public const int LongestBody = 10_000;
    public const int LongestPlace = 200;
    public const int MostFiles = 5;

    public SendWebFormValidator()
    {
        RuleFor(x => x.SubmissionId).NotEmpty().WithMessage("antiforgery.invalid");
        RuleFor(x => x.Type).IsInEnum().WithMessage("field.malformed");
        RuleFor(x => x.Subject).MaximumLength(LongestSubject).WithMessage("field.too_long");
        RuleFor(x => x.Body).Cascade(CascadeMode.Stop).Must(b => !string.IsNullOrWhiteSpace(b)).WithMessage("field.required").MaximumLength(LongestBody).WithMessage("field.too_long");
        RuleFor(x => x.Place).MaximumLength(LongestPlace).WithMessage("field.too_long");
        RuleFor(x => x.Files).Must(f => f.Count <= MostFiles).WithMessage("attachment.too_many");
        RuleForEach(x => x.Files).Must(f => f.Size <= AttachmentStore.MostBytes).WithMessage("attachment.too_large").OverridePropertyName("files");
        When(x => !x.Anonymous, () =>
        {
            RuleFor(x => x.Name).MaximumLength(60).WithMessage("field.too_long");
            RuleFor(x => x.Phone).Matches("^[0-9+() -]{5,30}$").When(x => !string.IsNullOrWhiteSpace(x.Phone)).WithMessage("field.malformed");
            RuleFor(x => x.Email).MaximumLength(200).EmailAddress().When(x => !string.IsNullOrWhiteSpace(x.Email)).WithMessage("field.malformed");
            RuleFor(x => x.Phone).Must((form, phone) => !string.IsNullOrWhiteSpace(phone) || !string.IsNullOrWhiteSpace(form.Email)).WithMessage("contact.required");
        });
    }
}

internal sealed class SendWebFormHandler(IntakePipeline intake, AttachmentStore attachments, TimeProvider clock) : IHandler<SendWebForm, WebFormReceipt>
{
    private const string Mailbox = "portal";

    public async Task<Result<WebFormReceipt>> Handle(SendWebForm request, CancellationToken ct)
    {
        var files = new List<StoredFile>();
        foreach (var file in request.Files)
        {
            await using var content = file.Open();
            var saved = await attachments.Save(content, file.FileName, ct);
            if (saved.Error is { } refused) return refused with { Fields = new Dictionary<string, string[]> { ["files"] = refused.Fields.Values.First() } };
            files.Add(saved.Value!);
        }
        var named = request.Anonymous ? request with { Name = null, Phone = null, Email = null } : request;
        var form = new WebMailboxForm(IdOf(named, files), Mailbox, named.Name, named.Phone, named.Email, named.Subject ?? "", named.Body ?? "", []);
        if (!WebMailbox.TryRead(form, clock.GetUtcNow(), out var message, out _)) return Error.Field("body", "field.required");
        var stored = await intake.Submit(new IntakeRequest(message)
        {
            Type = named.Type, Place = string.IsNullOrWhiteSpace(named.Place) ? null : named.Place.Trim(), Email = named.Email,
            Anonymous = named.Anonymous, Confidential = named.Confidential, Files = files,
        });
        if (stored.Error is { } full) return full;
        return stored.Value is { TicketNumber: { } number, QueryCode: { } code } ? new WebFormReceipt(number, code) : new Error(ErrorKind.Conflict, "intake.quarantined");
    }

    /// <summary>The form's id and all it says: who goes back, corrects a word and sends again has written a new message, not a duplicate.</summary>
    private static Guid IdOf(SendWebForm form, List<StoredFile> files)
    {
        var said = JsonSerializer.SerializeToUtf8Bytes(new
        {
            form.SubmissionId, form.Type, form.Subject, form.Body, form.Place, form.Name, form.Phone, form.Email, form.Anonymous, form.Confidential, Files = files.ConvertAll(f => f.Sha256),
        });
        return new Guid(SHA256.HashData(said).AsSpan(0, 16));
    }
}
