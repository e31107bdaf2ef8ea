using System.Globalization;
using Hotline.Api.Platform;
using Hotline.Domain;

namespace Hotline.Api.Portal;

/// <summary>What is wrong with a form: listed at its top with links to the fields, and said again at each field.</summary>
internal sealed class FormErrors
{
    private readonly List<(string Field, string Message)> _all = [];

    public IReadOnlyList<(string Field, string Message)> All => _all;
    public bool Any => _all.Count > 0;
    public string? this[string field] => _all.Find(e => e.Field == field).Message;

    /// <param name="field">The id of the field; empty for what concerns the whole form.</param>
    public void Add(string field, string message) => _all.Add((field, message));

    /// <summary>Takes over a refusal in the words of this site; returns the HTTP status that goes with it.</summary>
    public int Add(Error error, PortalTexts texts)
    {
        foreach (var (field, codes) in error.Fields)
            foreach (var code in codes.Distinct()) Add(field == "submissionId" ? "" : field, texts.Problem(field, code));
        if (error.Fields.Count == 0)
            Add("", error.Extensions.TryGetValue("retryAfter", out var seconds) ? texts.TryAgainIn(Convert.ToInt32(seconds, CultureInfo.InvariantCulture))
                : error.Code == "ticket.transition_not_allowed" ? texts.NotPossibleNow
                : ErrorTexts.Sentence(error.Code, error.Arguments));
        return Problems.Status(error.Kind);
    }
}
