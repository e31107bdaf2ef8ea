using System.Text;
using Hotline.Domain;
using Hotline.Domain.Tickets;

namespace Hotline.Api.Platform;

/// <summary>Prints the documents that are made from the program: <c>dotnet run --project src/Hotline.Api -- docs docs</c>.</summary>
internal static class DocPrinter
{
    /// <summary>What moves no state, and every other fact of the log: who may hear of it and when it comes.</summary>
    private static readonly (string Kind, string Topic, string When, string Audience)[] OtherEvents =
    [
        ("TicketReceived", "ticket", "A message became a ticket", Centre),
        ("TicketSuggested", "ticket", "The router put its suggestion on the ticket", Centre),
        ("TicketFirstContactRecorded", "ticket", "The handler recorded the first contact with the resident", Both),
        ("TicketMemberAdded", "ticket", "Another ticket was merged into this one", Both),
        ("TicketUrged", "ticket", "The resident pressed for an answer", Both),
        ("TicketSupplemented", "ticket", "The resident added information", Both),
        ("TicketNoted", "ticket", "Somebody wrote an inner note", Both),
        ("TicketCategoryCorrected", "ticket", "A wrong category was put right", Both),
        ("TicketAttachmentAdded", "ticket", "A file was added, or a recording was fetched", Both),
        ("PublicationProposed", "ticket", "A public wording was proposed", Both),
        ("TicketPublished", "ticket", "A second person confirmed; the public reads it", Both),
        ("PublicationWithdrawn", "ticket", "A published answer was taken down", Both),
        ("MessageQuarantined", "intake", "A message was stored but could not become a ticket", Centre),
        ("MessageAnsweredByHand", "intake", "A quarantined message was answered by hand", Centre),
        ("TopicTold", "topic", "A group of tickets grows faster than its own past, or a told one grew further", Centre),
        ("CallRinging", "call", "A call rings at an extension", Calls),
        ("CallAnswered", "call", "A call was answered", Calls),
        ("CallEnded", "call", "A call ended", Calls),
        ("CallRecordingReady", "call", "The recording of a call can be fetched", Calls),
        ("NoticeNotSent", "outgoing", "A message to a resident has no provider", Centre),
        ("NoticeFailed", "outgoing", "A provider refused a message to a resident, or every try failed", Centre),
        ("NoticeRetried", "outgoing", "A message to a resident was put into the line again", Centre),
        ("ModelRegistered", "classifier", "A classifier was trained or brought in", Centre),
        ("ModelPromoted", "classifier", "Another classifier advises from now on", Centre),
    ];

    private const string Centre = "centre";
    private const string Calls = "the extension's owner, supervisors";
    private const string Both = "centre and lead department";

    public static int Print(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var (file, text) in All()) File.WriteAllText(Path.Combine(folder, file), text);
        return 0;
    }

    /// <summary>File name and content of each printed document.</summary>
    public static IReadOnlyList<(string File, string Text)> All() => [("ticket-lifecycle.md", Lifecycle()), ("errors.md", Errors()), ("events.md", Events())];

    /// <summary>Every kind of event that the log can hold.</summary>
    public static IEnumerable<string> EventKinds => OtherEvents.Select(e => e.Kind).Concat(Enum.GetValues<TicketAction>().Select(TicketLifecycle.EventName));

    private static string Lifecycle() => Table(
        "# The life of a ticket",
        "The rows of `TicketLifecycle.Table`. Whatever is not in the table does not happen. Clocks: what the move does to the deadlines of the department and of the resident.",
        ["from", "action", "to", "who", "department clock", "resident clock", "guard"],
        TicketLifecycle.Table.Select(t => new[]
        {
            t.From.ToString(), t.Action.ToString(), t.To.ToString(), string.Join(", ", t.Who), t.DepartmentClock.ToString(), t.ResidentClock.ToString(), t.Guard == TicketGuard.None ? "" : t.Guard.ToString(),
        }))
        + $"\nOpen states: {string.Join(", ", TicketLifecycle.Open)}. Final states: {string.Join(", ", TicketLifecycle.Final)}.\n";

    private static string Errors() => Table(
        "# Errors",
        "Every refusal is `application/problem+json` with a stable `code`; the sentence follows the reader's language. The status of a code is fixed by its kind.",
        ["code", "中文", "English"],
        ErrorTexts.All.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => new[] { $"`{e.Key}`", e.Value.Zh, e.Value.En }))
        + "\n" + Table("## Kinds", "", ["kind", "status", "title"], Enum.GetValues<ErrorKind>().Select(k => new[] { k.ToString(), $"{Problems.Status(k)}", ErrorTexts.EnglishTitle(k) }));

    private static string Events() => Table(
        "# Events",
        "Facts of the gap-free log, written in the transaction of their cause. A notice carries `seq`, `topic`, `entity`, `id`, `version` and `kind`, never personal data. A department hears only of tickets it leads; the one that loses a ticket hears of the recall.",
        ["kind", "topic", "when", "who hears"],
        Enum.GetValues<TicketAction>().Select(a => new[] { TicketLifecycle.EventName(a), "ticket", $"{a}: {string.Join(", ", TicketLifecycle.Table.Where(t => t.Action == a).Select(t => $"{t.From} to {t.To}"))}", Both })
            .Concat(OtherEvents.Select(e => new[] { e.Kind, e.Topic, e.When, e.Audience })));

    private static string Table(string heading, string text, string[] columns, IEnumerable<string[]> rows)
    {
        var page = new StringBuilder().Append(heading).Append("\n\n");
        if (text.Length > 0) page.Append(text).Append("\n\n");
        page.Append("| ").AppendJoin(" | ", columns).Append(" |\n|").Append(string.Concat(columns.Select(_ => "---|"))).Append('\n');
        foreach (var row in rows) page.Append("| ").AppendJoin(" | ", row).Append(" |\n");
        return page.ToString();
    }
}
