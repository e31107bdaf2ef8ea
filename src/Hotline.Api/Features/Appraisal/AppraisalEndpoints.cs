using Hotline.Api.Features.Tickets;
using Hotline.Api.Platform;

namespace Hotline.Api.Features.Appraisal;

/// <summary>Addresses of the figures, the promises and the leader's day.</summary>
internal static class AppraisalEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        var appraisal = api.MapGroup("/appraisal");
        appraisal.MapGet("", ([AsParameters] ReadAppraisal query, IHandler<ReadAppraisal, AppraisalView> read, CancellationToken ct) => read.Handle(query, ct).ToHttp())
            .WithName(nameof(ReadAppraisal)).WithSummary("Figures of one group of units").Produces<AppraisalView>().ProducesProblem(400).ProducesProblem(403);
        appraisal.MapGet("/tickets", ([AsParameters] ListAppraisedTickets query, IHandler<ListAppraisedTickets, Page<AppraisedTicket>> list, CancellationToken ct) => list.Handle(query, ct).ToHttp())
            .WithName(nameof(ListAppraisedTickets)).WithSummary("The tickets behind a figure").Produces<Page<AppraisedTicket>>().ProducesProblem(400).ProducesProblem(403);
        appraisal.MapGet("/export", ([AsParameters] ExportAppraisal query, IHandler<ExportAppraisal, ExportedFile> export, CancellationToken ct) =>
                export.Handle(query, ct).ToHttp(file => TypedResults.File(file.Bytes, file.ContentType, file.Name)))
            .WithName(nameof(ExportAppraisal)).WithSummary("The figures as CSV or XLSX").Produces(200).ProducesProblem(400).ProducesProblem(403);
        appraisal.MapGet("/exclusions", ([AsParameters] ListExclusions query, IHandler<ListExclusions, Page<ExclusionView>> list, CancellationToken ct) => list.Handle(query, ct).ToHttp())
            .WithName(nameof(ListExclusions)).WithSummary("Wishes to leave tickets out").Produces<Page<ExclusionView>>().ProducesProblem(400).ProducesProblem(403);
        appraisal.MapPost("/exclusions", (AskExclusion body, IHandler<AskExclusion, ExclusionView> ask, CancellationToken ct) => ask.Handle(body, ct).ToHttp(view => TypedResults.Created($"/api/appraisal/exclusions/{view.Id}", view)))
            .WithName(nameof(AskExclusion)).WithSummary("Ask to leave a ticket out").Produces<ExclusionView>(201).ProducesProblem(400).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
        MapStep<DecideExclusion>(appraisal, "decide", "Grant or refuse it");
        MapStep<AppealExclusion>(appraisal, "appeal", "Appeal against a refusal");
        MapStep<DecideExclusionAppeal>(appraisal, "decide-appeal", "Decide the appeal for good");
        api.MapGet("/promises", ([AsParameters] ReadPromises query, IHandler<ReadPromises, PromisesView> read, CancellationToken ct) => read.Handle(query, ct).ToHttp())
            .WithName(nameof(ReadPromises)).WithSummary("The three promises of day, month and year").Produces<PromisesView>().ProducesProblem(400).ProducesProblem(403);
        api.MapGet("/brief", ([AsParameters] ReadBrief query, IHandler<ReadBrief, BriefView> read, CancellationToken ct) => read.Handle(query, ct).ToHttp())
            .WithName(nameof(ReadBrief)).WithSummary("The leader's day on one page").Produces<BriefView>().ProducesProblem(400).ProducesProblem(403);
    }

    /// <summary>What everybody may read.</summary>
    public static void MapPublic(RouteGroupBuilder open) =>
        open.MapGet("/promises", (IHandler<ReadPublicPromises, PromisesView> read, CancellationToken ct) => read.Handle(new ReadPublicPromises(), ct).ToHttp())
            .WithName(nameof(ReadPublicPromises)).WithSummary("The three promises, totals alone").Produces<PromisesView>();

    private static void MapStep<T>(RouteGroupBuilder appraisal, string segment, string summary) where T : IExclusionStep =>
        appraisal.MapPost($"/exclusions/{{id:guid}}/{segment}", (Guid id, T body, IHandler<T, ExclusionView> act, CancellationToken ct) => { body.Id = id; return act.Handle(body, ct).ToHttp(); })
            .WithName(typeof(T).Name).WithSummary(summary).Produces<ExclusionView>().ProducesProblem(400).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
}
