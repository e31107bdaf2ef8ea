using System.Text;
using Hotline.Domain;
using Hotline.Domain.Staff;
using Hotline.Domain.Tickets;

namespace Hotline.Api.Platform;

/// <summary>Prints the documents that are made from the program: <c>dotnet run --project src/Hotline.Api -- docs ../../docs</c>.</summary>
internal static class DocPrinter
{
    /// <summary>What moves no state, and every other fact of the log: who may hear of it and when it comes.</summary>
    private static readonly (string Kind, string Topic, string When, string Audience)[] OtherEvents =
    [
        ("TicketReceived", "ticket", "A message became a ticket", Centre),
        ("TicketSuggested", "ticket", "The router put its suggestion on the ticket", Centre),
        ("TicketFirstContactRecorded", "ticket", "The handler recorded the first contact with the resident", Both),
        ("TicketMemberAdded", "ticket", "Another ticket was merged into this one", Both),
        ("TicketMemberRemoved", "ticket", "A ticket was taken out of this one again", Both),
        ("TicketRequestItemsSet", "ticket", "The centre said what the several requests are", Both),
        ("TicketSubTaskAdded", "ticket", "A part was given to another unit", Parts),
        ("TicketSubTaskSigned", "ticket", "A unit took its part over", Parts),
        ("TicketSubTaskAnswered", "ticket", "A unit answered its part", Parts),
        ("TicketSubTaskReturned", "ticket", "A unit said that a part is not its share", Parts),
        ("TicketSubTaskWithdrawn", "ticket", "A part was taken back", Parts),
        ("TicketUrged", "ticket", "The resident or a supervisor pressed for an answer", Both),
        ("TicketInstructed", "ticket", "A leader wrote an instruction", Both),
        ("TicketInstructionReported", "ticket", "An instruction was reported back", Both),
        ("TicketEscalated", "ticket", "A supervisor issued criticism or listed the matter", Both),
        ("TicketRehomed", "ticket", "Its unit was closed: the succeeding unit has it now", Both),
        ("TicketDeadlinesRecounted", "ticket", "A new calendar moved its deadlines", Both),
        ("TicketAudited", "ticket", "The inspector decided on a ticket drawn for the audit", Both),
        ("TicketReopenProposed", "ticket", "The inspector confirmed a false closing and proposes to reopen", Both),
        ("TicketReminded", "ticket", "A department's deadline turned yellow", Both),
        ("TicketYellowCarded", "ticket", "One working day is left of a department's deadline", Both),
        ("TicketRedCarded", "ticket", "A department's deadline is past due", Both),
        ("TicketUrgeNoticed", "ticket", "The urge notice went to the unit's leader", Both),
        ("OrderChanged", "supervision", "A supervision order was issued, signed, answered, reviewed, sent back or closed", "centre and the ordered department"),
        ("FlagRaised", "flag", "A closing was put before the inspector", Centre),
        ("FlagDecided", "flag", "The inspector confirmed or dismissed a flag", Centre),
        ("FollowUpClaimed", "followup", "An agent took a call-back, or gave it back", Centre),
        ("TicketSupplemented", "ticket", "The resident added information", Both),
        ("TicketNoted", "ticket", "Somebody wrote an inner note", Both),
        ("TicketCategoryCorrected", "ticket", "A wrong category was put right", Both),
        ("TicketAttachmentAdded", "ticket", "A file was added, or a recording was fetched", Both),
        ("TicketReturnRequested", "ticket", "The department asked to give the ticket back", Both),
        ("TicketReturnRejected", "ticket", "The centre left a ticket with the department that wanted to return it", Both),
        ("TicketCoordinated", "ticket", "The coordination meeting named the unit", Both),
        ("TicketExtensionRequested", "ticket", "The department asked for more time", Both),
        ("TicketExtensionApproved", "ticket", "The handling deadline was moved", Both),
        ("TicketExtensionRejected", "ticket", "The handling deadline stays as it is", Both),
        ("TicketLongTermProposed", "ticket", "The unit's approver proposed a long-term listing", Both),
        ("TicketLongTermRejected", "ticket", "A long-term listing was not confirmed", Both),
        ("TicketProgressNoted", "ticket", "A long-term matter has news for its resident", Both),
        ("TicketGapMarked", "ticket", "The matter was put into the register of gaps", Both),
        ("PrecedentMade", "dispute", "A decided dispute became a precedent", Centre),
        ("PrecedentWithdrawn", "dispute", "A precedent was withdrawn", Centre),
        ("GapResolved", "dispute", "A unit was named for a matter nobody owned", Centre),
        ("TicketMessageRelayed", "ticket", "The department wrote to a confidential resident through the centre", Both),
        ("TicketCallRelayed", "ticket", "The department asked to speak with a confidential resident through the centre", Both),
        ("TicketRelayCallEnded", "ticket", "A relayed call ended", Both),
        ("TicketAttachmentReleased", "ticket", "The centre let the department see a confidential resident's file", Both),
        ("TicketHeld", "ticket", "A legal hold was placed", Both),
        ("TicketHoldReleased", "ticket", "A legal hold was ended", Both),
        ("TicketAnonymised", "ticket", "Personal data was taken out after the retention term", Both),
        ("TicketRecordingDeleted", "ticket", "A recording was deleted after its retention term", Both),
        ("PublicationProposed", "ticket", "A public wording was proposed", Both),
        ("TicketPublished", "ticket", "A second person confirmed; the public reads it", Both),
        ("PublicationWithdrawn", "ticket", "A published answer was taken down", Both),
        ("ExclusionAsked", "ticket", "The department asked to leave the ticket out of its figures", Both),
        ("ExclusionDecided", "ticket", "The supervisor decided on it", Both),
        ("ExclusionAppealed", "ticket", "The department appealed against the refusal", Both),
        ("ExclusionAppealDecided", "ticket", "The leader decided the appeal", Both),
        ("MessageQuarantined", "intake", "A message was stored but could not become a ticket", Centre),
        ("MessageAnsweredByHand", "intake", "A quarantined message was answered by hand", Centre),
        ("ChannelTokenEnding", "intake", "The access token of a microblog account ends within a week, or was refused; told once a day", Centre),
        ("MessageDiscarded", "intake", "A mail that was set aside was looked at and taken off the list", Centre),
        ("TopicTold", "topic", "A group of tickets grows faster than its own past, or a told one grew further", Centre),
        ("CallRinging", "call", "A call rings at an extension", Calls),
        ("CallAnswered", "call", "A call was answered", Calls),
        ("CallEnded", "call", "A call ended", Calls),
        ("CallRecordingReady", "call", "The recording of a call can be fetched", Calls),
        ("CallBackPromised", "call", "A waiting caller is to be called back and keeps the place", Calls),
        ("CallBackGivenUp", "call", "A caller who was promised a call did not answer three times", Calls),
        ("PhoneTaskParked", "call", "Something a call needs of its provider could not be done", Calls),
        ("RecordingLost", "call", "A recording could not be fetched; it stays at the provider", Calls),
        ("SeatChanged", "line", "An agent's state changed", Calls),
        ("OfferMade", "line", "A call or message is offered to an agent", Calls),
        ("OfferReturned", "line", "An offer came back unanswered", Calls),
        ("LineChanged", "line", "The waiting line changed", "supervisors"),
        ("NoticeNotSent", "outgoing", "A message to a resident has no provider", Centre),
        ("NoticeFailed", "outgoing", "A provider refused a message to a resident, or every try failed", Centre),
        ("NoticeRetried", "outgoing", "A message to a resident was put into the line again", Centre),
        ("WebhookDead", "webhook", "An event could not be told to another system and lies at the dead-letter desk", Centre),
        ("ImportFinished", "import", "A file was read to its end", Centre),
        ("ChannelMessagesMissing", "channel", "A provider received messages that never reached us", Centre),
        ("ModelRegistered", "classifier", "A classifier was trained or brought in", Centre),
        ("ModelPromoted", "classifier", "Another classifier advises from now on", Centre),
    ];

    private const string Centre = "centre";
    private const string Parts = "centre, lead department, the part's unit and the one it answers to";
    private const string Calls = "the extension's owner, supervisors";
    private const string Both = "centre and lead department";

    public static int Print(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var (file, text) in All()) File.WriteAllText(Path.Combine(folder, file), text);
        return 0;
    }

    /// <summary>File name and content of each printed document.</summary>
    public static IReadOnlyList<(string File, string Text)> All() => [("ticket-lifecycle.md", Lifecycle()), ("errors.md", Errors()), ("events.md", Events()), ("permissions.md", PermissionTable())];

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

    private static string PermissionTable() => Table(
        "# Who may do what",
        "The rows of `Permissions.Table`, one per address of the API. `yes`: the role may send it. Scope says what it reaches: `Tickets` is every ticket for the centre, those of the own unit and the units below it for a department, and none for administrators and auditors, who are told that there is no such ticket.",
        ["request", "scope", .. Permissions.StaffRoles.Select(r => r.ToString())],
        Permissions.Table.OrderBy(p => p.Scope).ThenBy(p => p.Request, StringComparer.Ordinal).Select(p => new[] { p.Request, p.Scope.ToString() }
            .Concat(Permissions.StaffRoles.Select(r => p.IsOpen ? "anybody" : p.Allows(r) ? "yes" : "")).ToArray()));

    private static string Table(string heading, string text, string[] columns, IEnumerable<string[]> rows)
    {
        var page = new StringBuilder().Append(heading).Append("\n\n");
        if (text.Length > 0) page.Append(text).Append("\n\n");
        page.Append("| ").AppendJoin(" | ", columns).Append(" |\n|").Append(string.Concat(columns.Select(_ => "---|"))).Append('\n');
        foreach (var row in rows) page.Append("| ").AppendJoin(" | ", row).Append(" |\n");
        return page.ToString();
    }
}
