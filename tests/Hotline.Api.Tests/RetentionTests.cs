using Hotline.Api.Data;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Api.Tests;

public sealed class RetentionOnSqlite(Sqlite fixture) : RetentionTests(fixture), IClassFixture<Sqlite>;
public sealed class RetentionOnPostgres(Postgres fixture) : RetentionTests(fixture), IClassFixture<Postgres>;

/// <summary>What is kept for how long, and what a legal hold does to it. Each test has a host of its own, for each one moves its clock by years.</summary>
public abstract class RetentionTests(HostFixture fixture) : ThroughTheFrontDoor(fixture)
{
    private const string Phone = "13800005555";
    private const string Body = "我叫欧阳小明，电话13800005555，楼下商铺用音响放音乐，从早放到晚，喇叭声音很大。";

    /// <summary>Rows that the anonymiser deletes or empties, and those whose texts the ticket itself redacts.</summary>
    private static readonly HashSet<Type> Treated = [typeof(Attachment), typeof(Draft), typeof(OutgoingNotice), typeof(StoredMessage), typeof(HistoryEntry), typeof(TicketReply), typeof(TicketRating), typeof(TicketSupplement)];

    /// <summary>Columns of the other rows with a ticket's id that no resident's words or data come into: codes, versions, the staff's names. A call's number is taken away by itself.</summary>
    private static readonly HashSet<string> Harmless =
    [
        "AccessEntry.Department", "AccessEntry.TicketNumber", "AccessEntry.UserName", "AccessEntry.What",
        "AppraisalExclusion.AppealedByName", "AppraisalExclusion.AskedByName", "AppraisalExclusion.DecidedByName", "AppraisalExclusion.Department", "AppraisalExclusion.FinalByName",
        "Call.Dialled", "Call.Extension", "Call.FromIndex", "Call.FromNumber", "Call.ProviderCallId",
        "DeadlineWarning.Department",
        "ExtensionRequest.DecidedBy", "ExtensionRequest.DecidedByName", "ExtensionRequest.Department", "ExtensionRequest.RequestedBy", "ExtensionRequest.RequestedByName",
        "FileImportRow.Errors", "FileImportRow.SourceNumber", "FileImportRow.TicketNumber",
        "FollowUp.CalendarVersion", "FollowUp.ClaimedBy", "FollowUp.ClaimedByName", "FollowUp.ExplanationEn", "FollowUp.ExplanationZh", "FollowUp.PolicyVersion", "FollowUp.UsedSlots",
        "GapTicket.MarkedByName",
        "IdempotencyKey.Request",
        "LabelledExample.CategoryCode", "LabelledExample.DecidedBy", "LabelledExample.DecidedByName", "LabelledExample.DepartmentCode", "LabelledExample.DroppedBy",
        "LadderEntry.By", "LadderEntry.ByName", "LadderEntry.Department",
        "LeaderInstruction.By", "LeaderInstruction.ByName", "LeaderInstruction.ReportedByName",
        "LongTermListing.DecidedBy", "LongTermListing.DecidedByName", "LongTermListing.Department", "LongTermListing.RequestedBy", "LongTermListing.RequestedByName",
        "Precedent.CategoryCode", "Precedent.DecidedBy", "Precedent.DecidedByName", "Precedent.Department", "Precedent.DistrictCode", "Precedent.TicketNumber", "Precedent.WithdrawnByName",
        "ProgressNote.ByName",
        "Publication.ConfirmedByName", "Publication.ProposedBy", "Publication.ProposedByName",
        "RelayCall.CallerLeg", "RelayCall.CallerNumber", "RelayCall.Department", "RelayCall.ProviderCallId", "RelayCall.RecordingSid", "RelayCall.ResidentLeg", "RelayCall.UserName",
        "ResidentQuestion.AskedByName", "ResidentQuestion.Department",
        "ReturnRequest.Attachments", "ReturnRequest.DecidedBy", "ReturnRequest.DecidedByName", "ReturnRequest.DecidedDepartment", "ReturnRequest.Department", "ReturnRequest.RequestedBy", "ReturnRequest.RequestedByName", "ReturnRequest.SuggestedDepartment",
        "SubTask.AddedBy", "SubTask.AnswersTo", "SubTask.CalendarVersion", "SubTask.Department", "SubTask.EndedBy", "SubTask.Evidence", "SubTask.ExplanationEn", "SubTask.ExplanationZh", "SubTask.Number", "SubTask.PolicyVersion", "SubTask.SignedBy",
        "TicketDeadline.CalendarVersion", "TicketDeadline.ExplanationEn", "TicketDeadline.ExplanationZh", "TicketDeadline.Extensions", "TicketDeadline.Pauses", "TicketDeadline.PolicyVersion", "TicketDeadline.Term",
        "TicketFact.CategoryCode", "TicketFact.Department", "TicketFact.DepartmentKind",
        "TicketSuggestion.CategoryCode", "TicketSuggestion.DepartmentCode", "TicketSuggestion.Evidence", "TicketSuggestion.Reason",
        "WebhookDelivery.DecidedBy", "WebhookDelivery.Kind", "WebhookDelivery.LastError",
    ];

    [Fact]
    public async Task Every_text_beside_a_ticket_is_known_to_the_anonymiser_or_known_to_be_harmless()
    {
        await using var db = await Records.Db(Host);
        var texts = db.Model.GetEntityTypes().Where(e => e.FindProperty("TicketId") is not null && !Treated.Contains(e.ClrType))
            .SelectMany(e => e.GetProperties().Where(p => (p.ClrType == typeof(string) || p.ClrType == typeof(byte[])) && !p.IsKey()).Select(p => (Type: e.ClrType, p.Name)))
            .Where(c => !TextsBeside.Columns.GetValueOrDefault(c.Type, []).Contains(c.Name)).Select(c => $"{c.Type.Name}.{c.Name}");
        texts.Except(Harmless).ShouldBeEmpty();
        Harmless.Except(texts).ShouldBeEmpty();
    }

    [Fact]
    public async Task After_the_term_the_person_is_gone_and_the_statistics_stay()
    {
        using var host = Fixture.With();
        var ticket = await host.Given.AnAnsweredTicket(Body, Phone, publicText: "已联系欧阳小明处理。", innerNote: "电话13800005555");
        (await TheResident.Rates(host, ticket, true, Satisfaction.Satisfied, "谢谢，欧阳小明")).ShouldBeNull();
        await (await host.As("agent1")).Do(ticket.Id, "note", new { text = "欧阳小明表示感谢" });
        string sha;
        await using (var db = await Records.Db(host))
        {
            db.MicroblogThreads.Add(new MicroblogThread { Id = ticket.Id, ReplyTo = [1] });
            sha = (await Records.AddFile(host, db, ticket.Id, AttachmentKind.Resident, "a.gif")).Sha256!;
        }

        host.Clock.Advance(TimeSpan.FromDays((365 * 10) + 1));
        (await Keeper(host).AnonymiseDue(CancellationToken.None)).ShouldBe(0);
        host.Clock.Advance(TimeSpan.FromDays(5));
        await Anonymised(host, ticket.Id);

        var seen = await (await host.As("agent1")).Get($"/api/tickets/{ticket.Id}");
        foreach (var gone in new[] { "小明", Phone }) seen.Body.ShouldNotContain(gone);
        var view = seen.Ok();
        view["body"].Text.ShouldContain("喇叭声音很大");
        (view["categoryCode"].Text, view["leadDepartment"].Text, view["rating"]["satisfaction"].Text).ShouldBe(("010101", "CG", "Satisfied"));
        view["closedAt"].IsMissing.ShouldBeFalse();
        view["anonymisedAt"].IsMissing.ShouldBeFalse();
        view["attachments"].Items.ShouldBeEmpty();
        view["history"].Items.Count(h => h["action"].Text == "Anonymise").ShouldBe(1);
        (await (await host.As("agent1")).Get($"/api/tickets?q={Phone}")).Ok()["items"].Items.ShouldBeEmpty();
        (await (await host.As("agent1")).Get("/api/tickets?q=欧阳小明")).Ok()["items"].Items.ShouldBeEmpty();
        (await (await host.As("agent1")).Get("/api/tickets?q=喇叭声音")).Ok()["items"].Items.ShouldHaveSingleItem();
        await using (var db = await Records.Db(host))
        {
            (await db.Residents.CountAsync()).ShouldBe(0);
            (await db.Messages.SingleAsync()).Payload.ShouldBeEmpty();
            (await db.Outgoing.CountAsync()).ShouldBe(0);
            (await db.MicroblogThreads.CountAsync()).ShouldBe(0);
        }
        await Deleted(host.Services.GetRequiredService<AttachmentStore>(), sha);

        // The chain covers digests, so it still holds.
        var verified = await host.Services.GetRequiredService<HistoryVerifier>().Run(null, CancellationToken.None);
        verified.FirstBreak.ShouldBeNull();
        (await host.Anybody().Get($"/api/public/tickets/{ticket.Number}?code={ticket.Code}")).Ok()["reply"]["publicText"].Text.ShouldContain("处理");
    }

    [Fact]
    public async Task A_resident_with_a_younger_ticket_stays_its_resident()
    {
        using var host = Fixture.With();
        var older = await host.Given.AClosedTicket(Body, Phone);
        host.Clock.Advance(TimeSpan.FromDays(365 * 6));
        var younger = await host.Given.AReceivedTicket(sender: Phone);
        host.Clock.Advance(TimeSpan.FromDays(365 * 5));
        await Anonymised(host, older.Id);
        (await (await host.As("agent1")).Get($"/api/tickets?q={Phone}")).Ok()["items"].Items.ShouldHaveSingleItem()["id"].Id.ShouldBe(younger.Id);
    }

    [Fact]
    public async Task A_type_with_a_shorter_term_goes_first()
    {
        using var host = Fixture.With();
        var question = await host.Given.ATicketInHand(type: "Consultation");
        await (await host.As("handler1")).Do(question.Id, "first-contact", new { outcome = "Reached" });
        await (await host.As("handler1")).Do(question.Id, "reply", new { publicText = "可到大厅办理。", result = "Explained", legalBasis = Given.Basis });
        await (await host.As("approver1")).Do(question.Id, "approve");
        await (await host.As("dispatcher1")).Do(question.Id, "approve", Given.Approval);
        await (await host.As("supervisor1")).Do(question.Id, "close", new { });
        var complaint = await host.Given.AClosedTicket();
        host.Clock.Advance(TimeSpan.FromDays(365 * 6));
        await Anonymised(host, question.Id);
        (await (await host.As("agent1")).Ticket(complaint.Id))["anonymisedAt"].IsMissing.ShouldBeTrue();
    }

    [Fact]
    public async Task A_legal_hold_stops_it_and_its_release_lets_it_go_on()
    {
        using var host = Fixture.With();
        var ticket = await host.Given.AClosedTicket(Body, Phone);
        var held = await (await host.As("supervisor1")).Do(ticket.Id, "hold", new { reason = "法院调取，案号2026-7" });
        (held["hold"]["reason"].Text, held["hold"]["by"].Text).ShouldBe(("法院调取，案号2026-7", "班长"));
        held["allowedActions"].Texts.ShouldContain("release-hold");
        held["allowedActions"].Texts.ShouldNotContain("hold");
        (await (await host.As("supervisor1")).Try(ticket.Id, "hold", new { reason = "再次" })).Refused(409, "ticket.held");
        host.Clock.Advance(TimeSpan.FromDays(365 * 11));
        (await Keeper(host).AnonymiseDue(CancellationToken.None)).ShouldBe(0);
        (await (await host.As("agent1")).Ticket(ticket.Id))["body"].Text.ShouldContain("欧阳小明");

        await (await host.As("supervisor1")).Do(ticket.Id, "release-hold", new { reason = "结案" });
        await Anonymised(host, ticket.Id);
        var view = await (await host.As("agent1")).Ticket(ticket.Id);
        view["history"].Items.Select(h => h["action"].Text).Where(a => a != "Archive").TakeLast(3).ShouldBe(["Hold", "ReleaseHold", "Anonymise"]);
        (await (await host.As("supervisor1")).Try(ticket.Id, "hold", new { reason = "太晚" })).Refused(409, "ticket.anonymised");
        (await (await host.As("supervisor1")).Try(ticket.Id, "release-hold", new { reason = "没有" })).Refused(409, "ticket.not_held");
    }

    [Fact]
    public async Task An_administrator_holds_by_number_without_seeing_the_ticket()
    {
        var ticket = await Given.AClosedTicket(Body, Phone);
        var administrator = await Host.As("admin1");
        var held = await administrator.Post("/api/holds", new { ticketNumber = ticket.Number, reason = "审计要求" });
        held.Ok()["heldBy"].Text.ShouldBe("系统管理员");
        held.Body.ShouldNotContain("小明");
        (await administrator.Post("/api/holds", new { ticketNumber = ticket.Number, reason = "再次" })).Refused(409, "ticket.held");
        (await administrator.Post("/api/holds", new { ticketNumber = "nonsense", reason = "再次" })).Refused(404, "ticket.not_found");
        (await administrator.Post("/api/holds", new { ticketNumber = ticket.Number, reason = "" })).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["reason"]);
        (await (await Host.As("auditor1")).Get("/api/holds")).Ok()["items"].Items.ShouldContain(h => h["ticketNumber"].Text == ticket.Number && h["reason"].Text == "审计要求");
        (await (await Host.As("agent1")).Post("/api/holds", new { ticketNumber = ticket.Number, reason = "无权" })).Refused(403, "session.forbidden");
        (await (await Host.As("auditor1")).Post("/api/holds/release", new { ticketNumber = ticket.Number, reason = "无权" })).Refused(403, "session.forbidden");
        (await administrator.Post("/api/holds/release", new { ticketNumber = ticket.Number, reason = "结束" })).Ok()["heldAt"].IsMissing.ShouldBeTrue();
    }

    [Fact]
    public async Task A_recording_goes_after_three_years_unless_it_is_held()
    {
        using var host = Fixture.With();
        var (free, held) = (await host.Given.AClosedTicket(), await host.Given.AClosedTicket());
        var files = new List<Attachment>();
        await using (var db = await Records.Db(host))
        {
            foreach (var ticket in new[] { free, held }) files.Add(await Records.AddFile(host, db, ticket.Id, AttachmentKind.Recording, "通话.ogg", $"OggS {ticket.Number}"));
            await Records.AddFile(host, db, free.Id, AttachmentKind.Resident, "a.gif");
        }
        await (await host.As("supervisor1")).Do(held.Id, "hold", new { reason = "诉讼" });
        host.Clock.Advance(TimeSpan.FromDays(365 * 2));
        (await Keeper(host).DeleteRecordingsDue(CancellationToken.None)).ShouldBe(0);
        host.Clock.Advance(TimeSpan.FromDays(366));
        var store = host.Services.GetRequiredService<AttachmentStore>();
        await Deleted(store, files[0].Sha256!);
        using (var kept = store.Open(files[1].Sha256!)) kept.ShouldNotBeNull();
        var view = await (await host.As("agent1")).Ticket(free.Id);
        view["attachments"].Items.ShouldHaveSingleItem()["fileName"].Text.ShouldBe("a.gif");
        view["history"].Items.Count(h => h["action"].Text == "DeleteRecording").ShouldBe(1);
    }

    [Fact]
    public async Task What_never_became_a_tickets_is_forgotten_after_its_term()
    {
        using var host = Fixture.With(("Hotline:Channels:Mail:RawKey", "a-key-of-the-mail-server"), ("Hotline:Channels:Mail:Address", "12345@city.example"));
        const string mail = "From: lin@mail.example\r\nTo: 12345@city.example\r\nSubject: away\r\nMessage-ID: <away@mail.example>\r\nAuto-Submitted: auto-replied\r\n\r\n我的电话13800005555\r\n";
        async Task Comes() => (await host.Anybody().Raw(HttpMethod.Post, "/webhooks/mail/raw", mail, "message/rfc822", ("X-Mail-Key", "a-key-of-the-mail-server"))).Ok();
        await Comes();
        var ticket = await host.Given.AReceivedTicket();
        (await (await host.As("agent1")).Put("/api/drafts", new { ticketId = ticket.Id, field = "note", text = "欧阳小明来电" })).Ok();
        await using (var db = await Records.Db(host))
        {
            var call = Domain.Calls.Call.Begin(Guid.CreateVersion7(host.Clock.GetUtcNow()), "c1", host.Clock.GetUtcNow());
            call.Take(new Domain.Calls.CallReport(Domain.Calls.CallHappening.Ended, host.Clock.GetUtcNow(), [1, 2], "index"));
            db.Calls.Add(call);
            await db.SaveChangesAsync();
        }
        host.Clock.Advance(TimeSpan.FromDays(360));
        (await host.Services.GetRequiredService<Anonymiser>().ForgetUnclaimedDue(CancellationToken.None)).ShouldBe(0);
        host.Clock.Advance(TimeSpan.FromDays(10));
        await Eventually.Holds(async () =>
        {
            await using var db = await Records.Db(host);
            return !await db.Drafts.AnyAsync() && !await db.Calls.AnyAsync(c => c.FromNumber != null) && (await db.Messages.SingleAsync(m => m.TicketId == null)).Payload.Length == 0;
        }, "the mail, the call's number and the unsent text are gone");
        await Comes();
        await using var after = await Records.Db(host);
        (await after.Messages.CountAsync(m => m.TicketId == null)).ShouldBe(1);   // it is known when it comes again
        (await after.Messages.SingleAsync(m => m.TicketId == ticket.Id)).Payload.ShouldNotBeEmpty();
    }

    [Fact]
    public void A_mistake_in_the_rules_stops_the_start_and_is_named()
    {
        var folder = Directory.CreateTempSubdirectory("hotline-retention-").FullName;
        foreach (var (text, told) in new[] { ("default:\n  anonymiseAfterYear: 10\n", "anonymiseAfterYear"), ("default:\n  anonymiseAfterYears: 0\n  deleteRecordingsAfterYears: 3\n", "at least one year"), ("types:\n  Gossip:\n    anonymiseAfterYears: 1\n", "Gossip") })
        {
            File.WriteAllText(Path.Combine(folder, "retention.yaml"), text);
            var refused = Should.Throw<InvalidOperationException>(() => Data.Seed.CityFiles.LoadRetention(folder));
            refused.Message.ShouldContain("retention.yaml");
            $"{refused.Message} {refused.InnerException?.Message} {refused.InnerException?.InnerException?.Message}".ShouldContain(told);
        }
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>An hourly round takes the person out of the ticket: the first, or the next when something else changed the ticket in the same moment.</summary>
    private static Task Anonymised(HotlineHost host, Guid ticket) => Eventually.Holds(async () =>
    {
        host.Clock.Advance(TimeSpan.FromHours(1));
        return !(await (await host.As("agent1")).Ticket(ticket))["anonymisedAt"].IsMissing;
    }, $"ticket {ticket} is anonymised");

    private static Task Deleted(AttachmentStore store, string sha) => Eventually.Holds(() =>
    {
        using var bytes = store.Open(sha);
        return Task.FromResult(bytes is null);
    }, "the bytes are deleted");

    private static Anonymiser Keeper(HotlineHost host) => host.Services.GetRequiredService<Anonymiser>();
}
