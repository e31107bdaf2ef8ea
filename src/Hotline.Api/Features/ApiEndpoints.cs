using Hotline.Api.Features.Appraisal;
using Hotline.Api.Features.Calendars;
using Hotline.Api.Features.CallFlows;
using Hotline.Api.Features.Calls;
using Hotline.Api.Features.Catalogue;
using Hotline.Api.Features.Classifier;
using Hotline.Api.Features.Deadlines;
using Hotline.Api.Features.Disputes;
using Hotline.Api.Features.Drafts;
using Hotline.Api.Features.Events;
using Hotline.Api.Features.Flags;
using Hotline.Api.Features.FollowUps;
using Hotline.Api.Features.Instructions;
using Hotline.Api.Features.Ladder;
using Hotline.Api.Features.Line;
using Hotline.Api.Features.Orders;
using Hotline.Api.Features.Policies;
using Hotline.Api.Features.Public;
using Hotline.Api.Features.Publishing;
using Hotline.Api.Features.Records;
using Hotline.Api.Features.Reference;
using Hotline.Api.Features.Residents;
using Hotline.Api.Features.Session;
using Hotline.Api.Features.Settings;
using Hotline.Api.Features.Simulator;
using Hotline.Api.Features.Staff;
using Hotline.Api.Features.SubTasks;
using Hotline.Api.Features.Tickets;
using Hotline.Api.Features.Topics;
using Hotline.Api.Features.Units;
using Hotline.Api.Features.Webhooks;
using Hotline.Api.Intake;
using Hotline.Api.Intake.ChannelDesk;
using Hotline.Api.Intake.Doors;
using Hotline.Api.Intake.Files;
using Hotline.Api.Intake.Relay;
using Hotline.Api.Platform;
using Hotline.Api.Realtime;
using Hotline.Api.Routing;
using Hotline.Domain;
using Microsoft.AspNetCore.Mvc;

namespace Hotline.Api.Features;

/// <summary>The addresses of the API: a table of contents, no logic.</summary>
internal static class ApiEndpoints
{
    public static void MapApi(this IEndpointRouteBuilder app, HotlineOptions options)
    {
        var api = app.MapGroup("/api").AddEndpointFilter(AntiforgeryFilter.Check).RequireAuthorization();
        ApiDoor.Map(api);
        DeadlineEndpoints.MapPreview(api.MapGroup("/deadlines").WithTags("Deadlines").AllowAnonymous().RequireRateLimiting(RateLimits.Public));
        if (options.Serves("Resident")) MapPublic(api.MapGroup("/public").WithTags("Public").AllowAnonymous().RequireRateLimiting(RateLimits.Public));
        if (!options.Serves("Agent")) return;
        SessionEndpoints.Map(api.MapGroup("").WithTags("Session"));
        MapTickets(api.MapGroup("/tickets").WithTags("Tickets"));
        DisputeEndpoints.Map(api.MapGroup("/tickets").WithTags("Tickets"), api.MapGroup("").WithTags("Disputes"));
        SubTaskEndpoints.Map(api.MapGroup("").WithTags("Sub-tasks"));
        MapDesk(api.MapGroup("").WithTags("Desk"));
        CallEndpoints.Map(api.MapGroup("/calls").WithTags("Calls"));
        LineEndpoints.Map(api.MapGroup("/line").WithTags("Line"));
        MapAdministration(api.MapGroup("").WithTags("Administration"));
        DeadlineEndpoints.Map(api.MapGroup("/deadlines").WithTags("Deadlines"));
        UnitEndpoints.Map(api.MapGroup("/units").WithTags("Units"));
        CatalogueEndpoints.Map(api.MapGroup("").WithTags("Catalogue"));
        StaffEndpoints.Map(api.MapGroup("").WithTags("Staff"));
        PolicyEndpoints.Map(api.MapGroup("").WithTags("Rules"));
        CalendarEndpoints.Map(api.MapGroup("").WithTags("Rules"));
        CallFlowEndpoints.Map(api.MapGroup("/call-flows").WithTags("Rules"));
        if (app.ServiceProvider.GetRequiredService<IHostEnvironment>().IsDevelopment()) SimulatorEndpoints.Map(api.MapGroup("/simulator/calls").WithTags("Simulator"));
        AppraisalEndpoints.Map(api.MapGroup("").WithTags("Appraisal"));
        MapClassifier(api.MapGroup("/classifier").WithTags("Classifier"));
        LadderEndpoints.Map(api.MapGroup("/ladder").WithTags("Supervision"));
        OrderEndpoints.Map(api.MapGroup("/supervision-orders").WithTags("Supervision"));
        InstructionEndpoints.Map(api.MapGroup("/instructions").WithTags("Supervision"));
        FollowUpEndpoints.Map(api.MapGroup("/follow-ups").WithTags("Follow-up"));
        FlagEndpoints.Map(api.MapGroup("/flags").WithTags("Supervision"));
        RecordsEndpoints.Map(api.MapGroup("").WithTags("Records"));
        WebhookEndpoints.Map(api.MapGroup("").WithTags("Other systems"));
        FileImportEndpoints.Map(api.MapGroup("/imports").WithTags("Other systems"));
        ChannelEndpoints.Map(api.MapGroup("/channels").WithTags("Channels"));
    }

    private static void MapTickets(RouteGroupBuilder tickets)
    {
        tickets.MapGet("", ([AsParameters] ListTickets query, IHandler<ListTickets, Page<TicketRow>> list, CancellationToken ct) => list.Handle(query, ct).ToHttp())
            .WithName(nameof(ListTickets)).WithSummary("Tickets in your scope, keyset paged").Produces<Page<TicketRow>>().ProducesProblem(400);
        tickets.MapGet("/counts", (IHandler<CountTickets, TicketCounts> count, CancellationToken ct) => count.Handle(new CountTickets(), ct).ToHttp())
            .WithName(nameof(CountTickets)).WithSummary("Open tickets by state").Produces<TicketCounts>();
        tickets.MapPost("", (TakeDownTicket body, HttpContext http, IHandler<TakeDownTicket, TicketView> take, CancellationToken ct) =>
            {
                body.IdempotencyKey = http.Request.Headers["Idempotency-Key"].FirstOrDefault();
                return take.Handle(body, ct).ToHttp(view => TypedResults.Created($"/api/tickets/{view.Id}", view));
            }).WithName(nameof(TakeDownTicket)).WithSummary("Take down a call or a visit").Produces<TicketView>(201).ProducesProblem(400).ProducesProblem(429);
        tickets.MapGet("/{id:guid}", (Guid id, HttpContext http, IHandler<GetTicket, TicketView> get, CancellationToken ct) =>
            get.Handle(new GetTicket(id), ct).ToHttp(view => TicketCommandEndpoint.WithTag(http, view)))
            .WithName(nameof(GetTicket)).WithSummary("One ticket whole").Produces<TicketView>().ProducesProblem(404);
        tickets.MapGet("/{id:guid}/similar", (Guid id, IHandler<FindSimilarTickets, IReadOnlyList<SimilarTicket>> find, CancellationToken ct) => find.Handle(new FindSimilarTickets(id), ct).ToHttp())
            .WithName(nameof(FindSimilarTickets)).WithSummary("Tickets that speak of the same").Produces<IReadOnlyList<SimilarTicket>>().ProducesProblem(404);

        tickets.MapAction<AcceptTicket>("accept", "Take a received ticket on");
        tickets.MapAction<AnswerTicket>("answer", "Answer directly");
        tickets.MapAction<DispatchTicket>("dispatch", "Send to the lead department");
        tickets.MapAction<CategoriseTicket>("categorise", "Put the category right");
        tickets.MapAction<RecallTicket>("recall", "Take a dispatched ticket back");
        tickets.MapAction<RedirectTicket>("redirect", "Guide to the lawful channel");
        tickets.MapAction<MergeTicket>("merge", "Join with its master");
        tickets.MapAction<UnmergeTicket>("unmerge", "Take out of its master");
        tickets.MapAction<SignTicket>("sign", "The department takes it over");
        tickets.MapAction<RecordFirstContact>("first-contact", "Record the first contact");
        tickets.MapAction<ReplyTicket>("reply", "The department's reply");
        tickets.MapAction<ApproveReply>("approve", "Stand by the reply: the approver, then the centre's reviewer");
        tickets.MapAction<SendBackReply>("send-back", "Send the reply back");
        tickets.MapAction<ReworkTicket>("rework", "A new round after dissatisfaction");
        tickets.MapAction<ConfirmLawful>("confirm-lawful", "The dissatisfaction has no ground; the resident reads why");
        tickets.MapAction<ReopenTicket>("reopen", "Take a closed matter up again");
        tickets.MapAction<SetRequestItems>("request-items", "Say what the several requests are");
        tickets.MapAction<CloseTicket>("close", "End the wait for a rating");
        tickets.MapAction<UrgeByCentre>("urge", "A supervisor presses the department");
        tickets.MapAction<EscalateTicket>("escalate", "Issue the formal rung of the ladder that is due");
        tickets.MapAction<InstructTicket>("instruct", "A leader's instruction");
        tickets.MapAction<ReportInstruction>("report-instruction", "Report back to the leader");
        tickets.MapAction<CallBackTicket>("call-back", "One try to call the resident back");
        tickets.MapAction<EvaluateTicket>("evaluate", "The centre's own look where nobody can be asked");
        tickets.MapAction<NoteTicket>("note", "Inner note");
        tickets.MapAction<RelayMessage>("relay", "Write to a confidential resident through the centre");
        tickets.MapAction<RelayCallTicket>("relay-call", "Speak with a confidential resident through the centre");
        tickets.MapAction<HoldTicket>("hold", "Keep the record as it is: legal hold");
        tickets.MapAction<ReleaseHold>("release-hold", "End the legal hold");
        tickets.MapAction<ProposePublication>("publish", "Propose the public wording");
        tickets.MapAction<ConfirmPublication>("publish/confirm", "A second person publishes");
        tickets.MapAction<WithdrawPublication>("publish/withdraw", "Take a published answer down");

        tickets.MapGet("/{id:guid}/publication-proposal", (Guid id, IHandler<GetPublicationProposal, PublicationProposal> get, CancellationToken ct) => get.Handle(new GetPublicationProposal(id), ct).ToHttp())
            .WithName(nameof(GetPublicationProposal)).WithSummary("The redacted wording with its marks").Produces<PublicationProposal>().ProducesProblem(404).ProducesProblem(409);
        tickets.MapPost("/{id:guid}/resident/reveal", (Guid id, RevealResident body, IHandler<RevealResident, ClearResident> reveal, CancellationToken ct) => { body.TicketId = id; return reveal.Handle(body, ct).ToHttp(); })
            .WithName(nameof(RevealResident)).WithSummary("Read the resident's contact, with a reason that is logged").Produces<ClearResident>().ProducesProblem(400).ProducesProblem(403).ProducesProblem(404).ProducesProblem(429);
        tickets.MapPost("/{id:guid}/attachments", async (Guid id, IFormFile? file, [FromForm] string? takenAt, [FromForm] string? takenPlace, IHandler<AttachEvidence, AttachmentView> attach, CancellationToken ct) =>
            {
                if (file is null) return Problems.ToResult(Error.Field("file", "attachment.missing"));
                await using var content = file.OpenReadStream();
                return await attach.Handle(new AttachEvidence(id, content, file.FileName, takenAt, takenPlace), ct).ToHttp(view => TypedResults.Created($"/api/attachments/{view.Id}", view));
            }).WithName(nameof(AttachEvidence)).WithSummary("Add a file (at most 20 MB)").Produces<AttachmentView>(201).ProducesProblem(400).ProducesProblem(404)
            .WithMetadata(new RequestSizeLimitAttribute(Data.AttachmentStore.MostBytes + 65_536)).DisableAntiforgery();
    }

    private static void MapDesk(RouteGroupBuilder api)
    {
        api.MapGet("/attachments/{id:guid}", (Guid id, string? reason, HttpContext http, IHandler<ReadAttachment, AttachmentContent> read, CancellationToken ct) => read.Handle(new ReadAttachment(id, reason), ct).ToHttp(a =>
            {
                http.Response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'; media-src 'self'; img-src 'self'";
                return TypedResults.Stream(a.Content, a.ContentType, a.FileName, enableRangeProcessing: true);
            })).WithName(nameof(ReadAttachment)).WithSummary("The bytes of a file").Produces(200).ProducesProblem(404);
        api.MapGet("/reference", (IHandler<GetReference, ReferenceView> get, CancellationToken ct) => get.Handle(new GetReference(), ct).ToHttp())
            .WithName(nameof(GetReference)).WithSummary("Categories and departments").Produces<ReferenceView>();
        api.MapGet("/events", ([AsParameters] ReadEvents query, IHandler<ReadEvents, EventPage> read, CancellationToken ct) => read.Handle(query, ct).ToHttp())
            .WithName(nameof(ReadEvents)).WithSummary("The event log after a number").Produces<EventPage>();
        api.MapGet("/events/head", (EventFeed feed) => TypedResults.Ok(new EventHead(feed.Head)))
            .WithName("GetEventHead").WithSummary("The log's present end");
        api.MapGet("/topics", (IHandler<ListTopics, IReadOnlyList<TopicView>> list, CancellationToken ct) => list.Handle(new ListTopics(), ct).ToHttp())
            .WithName(nameof(ListTopics)).WithSummary("Rising topics with the tickets behind them").Produces<IReadOnlyList<TopicView>>().ProducesProblem(403);
        api.MapGet("/drafts", (Guid ticketId, IHandler<ListDrafts, IReadOnlyList<DraftView>> list, CancellationToken ct) => list.Handle(new ListDrafts(ticketId), ct).ToHttp())
            .WithName(nameof(ListDrafts)).WithSummary("Your unsent texts at a ticket").Produces<IReadOnlyList<DraftView>>();
        api.MapPut("/drafts", (SaveDraft body, IHandler<SaveDraft, SavedDraft> save, CancellationToken ct) => save.Handle(body, ct).ToHttp())
            .WithName(nameof(SaveDraft)).WithSummary("Keep an unsent text").Produces<SavedDraft>().ProducesProblem(400);
        api.MapDelete("/drafts", (Guid ticketId, string field, IHandler<DiscardDraft, Done> discard, CancellationToken ct) => discard.Handle(new DiscardDraft(ticketId, field), ct).ToHttp())
            .WithName(nameof(DiscardDraft)).WithSummary("Forget an unsent text").Produces(204);
    }

    private static void MapAdministration(RouteGroupBuilder api)
    {
        api.MapGet("/intake/status", (IHandler<GetIntakeStatus, IntakeStatus> get, CancellationToken ct) => get.Handle(new GetIntakeStatus(), ct).ToHttp())
            .WithName(nameof(GetIntakeStatus)).WithSummary("How full the intake is").Produces<IntakeStatus>();
        api.MapGet("/intake/quarantine", ([AsParameters] ListQuarantine query, IHandler<ListQuarantine, Page<QuarantinedView>> list, CancellationToken ct) => list.Handle(query, ct).ToHttp())
            .WithName(nameof(ListQuarantine)).WithSummary("Messages that could not become a ticket").Produces<Page<QuarantinedView>>();
        api.MapPost("/intake/quarantine/{id:guid}/retry", (Guid id, IHandler<RetryQuarantined, RetriedMessage> retry, CancellationToken ct) => retry.Handle(new RetryQuarantined(id), ct).ToHttp())
            .WithName(nameof(RetryQuarantined)).WithSummary("Try again").Produces<RetriedMessage>().ProducesProblem(404).ProducesProblem(409);
        api.MapPost("/intake/quarantine/{id:guid}/resolve", (Guid id, ResolveBody body, IHandler<ResolveQuarantined, Done> resolve, CancellationToken ct) => resolve.Handle(new ResolveQuarantined(id, body.Note ?? ""), ct).ToHttp())
            .WithName(nameof(ResolveQuarantined)).WithSummary("Answered by hand").Produces(204).ProducesProblem(404).ProducesProblem(409);
        api.MapGet("/intake/set-aside", ([AsParameters] ListSetAside query, IHandler<ListSetAside, Page<SetAsideView>> list, CancellationToken ct) => list.Handle(query, ct).ToHttp())
            .WithName(nameof(ListSetAside)).WithSummary("Messages taken for a machine's").Produces<Page<SetAsideView>>().ProducesProblem(400);
        api.MapPost("/intake/set-aside/{id:guid}/ticket", (Guid id, IHandler<TakeSetAside, RetriedMessage> take, CancellationToken ct) => take.Handle(new TakeSetAside(id), ct).ToHttp())
            .WithName(nameof(TakeSetAside)).WithSummary("This was a person: make a ticket").Produces<RetriedMessage>().ProducesProblem(404).ProducesProblem(409);
        api.MapPost("/intake/set-aside/{id:guid}/discard", (Guid id, IHandler<DiscardSetAside, Done> discard, CancellationToken ct) => discard.Handle(new DiscardSetAside(id), ct).ToHttp())
            .WithName(nameof(DiscardSetAside)).WithSummary("This was a machine: take it off the list").Produces(204).ProducesProblem(404).ProducesProblem(409);
        api.MapGet("/outgoing", ([AsParameters] ListOutgoing query, IHandler<ListOutgoing, Page<OutgoingView>> list, CancellationToken ct) => list.Handle(query, ct).ToHttp())
            .WithName(nameof(ListOutgoing)).WithSummary("Messages to residents").Produces<Page<OutgoingView>>().ProducesProblem(400);
        api.MapPost("/outgoing/{id:guid}/retry", (Guid id, IHandler<RetryOutgoing, Done> retry, CancellationToken ct) => retry.Handle(new RetryOutgoing(id), ct).ToHttp())
            .WithName(nameof(RetryOutgoing)).WithSummary("Send again").Produces(204).ProducesProblem(404).ProducesProblem(409);
        api.MapGet("/access-log", ([AsParameters] ReadAccessLog query, IHandler<ReadAccessLog, Page<AccessView>> read, CancellationToken ct) => read.Handle(query, ct).ToHttp())
            .WithName(nameof(ReadAccessLog)).WithSummary("Who read whose personal data").Produces<Page<AccessView>>().ProducesProblem(400);
    }

    private static void MapClassifier(RouteGroupBuilder api)
    {
        api.MapGet("", (IHandler<GetClassifier, ClassifierView> get, CancellationToken ct) => get.Handle(new GetClassifier(), ct).ToHttp())
            .WithName(nameof(GetClassifier)).WithSummary("The models, the training and what is wrong").Produces<ClassifierView>().ProducesProblem(403);
        api.MapPost("/train", (IHandler<TrainClassifier, TrainingRun> train, CancellationToken ct) => train.Handle(new TrainClassifier(), ct).ToHttp(run => TypedResults.Accepted("/api/classifier", run)))
            .WithName(nameof(TrainClassifier)).WithSummary("Train a challenger in the background").Produces<TrainingRun>(202).ProducesProblem(403).ProducesProblem(409);
        api.MapPost("/{id:guid}/promote", (Guid id, IHandler<PromoteModel, Done> promote, CancellationToken ct) => promote.Handle(new PromoteModel(id), ct).ToHttp())
            .WithName(nameof(PromoteModel)).WithSummary("Let this model advise").Produces(204).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
        api.MapPost("/rollback", (IHandler<RollBackModel, Done> back, CancellationToken ct) => back.Handle(new RollBackModel(), ct).ToHttp())
            .WithName(nameof(RollBackModel)).WithSummary("Back to the model before").Produces(204).ProducesProblem(403).ProducesProblem(409);
        api.MapGet("/drift", ([AsParameters] ReadDrift query, IHandler<ReadDrift, DriftView> read, CancellationToken ct) => read.Handle(query, ct).ToHttp())
            .WithName(nameof(ReadDrift)).WithSummary("Acceptance, abstention and category mix by week").Produces<DriftView>().ProducesProblem(403);
        api.MapGet("/contradictions", (IHandler<ListContradictions, IReadOnlyList<Contradiction>> list, CancellationToken ct) => list.Handle(new ListContradictions(), ct).ToHttp())
            .WithName(nameof(ListContradictions)).WithSummary("Examples that contradict each other").Produces<IReadOnlyList<Contradiction>>().ProducesProblem(403);
        api.MapPost("/examples/{id:guid}/drop", (Guid id, IHandler<DropExample, Done> drop, CancellationToken ct) => drop.Handle(new DropExample(id), ct).ToHttp())
            .WithName(nameof(DropExample)).WithSummary("Take an example out of the training data").Produces(204).ProducesProblem(403).ProducesProblem(404);
    }

    private static void MapPublic(RouteGroupBuilder open)
    {
        open.MapGet("/tickets/{number}", (string number, string? code, HttpContext http, IHandler<TrackTicket, TrackedTicket> track, CancellationToken ct) =>
            track.Handle(new TrackTicket(number, code, http.Connection.RemoteIpAddress?.ToString() ?? ""), ct).ToHttp())
            .WithName(nameof(TrackTicket)).WithSummary("A resident follows a ticket").Produces<TrackedTicket>().ProducesProblem(404).ProducesProblem(429);
        open.MapGet("/published", ([AsParameters] SearchPublished query, IHandler<SearchPublished, Page<PublishedAnswer>> search, CancellationToken ct) => search.Handle(query, ct).ToHttp())
            .WithName(nameof(SearchPublished)).WithSummary("Published answers").Produces<Page<PublishedAnswer>>().ProducesProblem(400);
        open.MapGet("/published/{id:guid}", (Guid id, IHandler<ReadPublished, PublishedAnswer> read, CancellationToken ct) => read.Handle(new ReadPublished(id), ct).ToHttp())
            .WithName(nameof(ReadPublished)).WithSummary("One published answer").Produces<PublishedAnswer>().ProducesProblem(404);
        AppraisalEndpoints.MapPublic(open);
    }
}

internal sealed record ResolveBody(string? Note);
internal sealed record EventHead(long Seq);
