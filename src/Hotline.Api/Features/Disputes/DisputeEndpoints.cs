using Hotline.Api.Features.Tickets;
using Hotline.Api.Platform;

namespace Hotline.Api.Features.Disputes;

/// <summary>The addresses of returns, extensions, waiting, long-term listings, precedents and gaps.</summary>
internal static class DisputeEndpoints
{
    public static void Map(RouteGroupBuilder tickets, RouteGroupBuilder api)
    {
        tickets.MapAction<RequestReturn>("request-return", "The department asks to give the ticket back");
        tickets.MapAction<ApproveReturn>("approve-return", "Take it back, and send it on at once with a department");
        tickets.MapAction<RejectReturn>("reject-return", "It stays with the department");
        tickets.MapAction<CoordinateTicket>("coordinate", "The coordination meeting names the unit");
        tickets.MapAction<RequestExtension>("request-extension", "The department asks for more time");
        tickets.MapAction<ApproveExtension>("approve-extension", "Move the handling deadline");
        tickets.MapAction<RejectExtension>("reject-extension", "The deadline stays");
        tickets.MapAction<AskResident>("ask-resident", "Ask the resident for what is missing");
        tickets.MapAction<ResumeTicket>("resume", "Work goes on");
        tickets.MapAction<ListLongTerm>("list-long-term", "Propose a long-term listing, or list it as a supervisor");
        tickets.MapAction<ConfirmLongTerm>("confirm-long-term", "Confirm the proposed listing");
        tickets.MapAction<RejectLongTerm>("reject-long-term", "Refuse the proposed listing");
        tickets.MapAction<NoteProgress>("milestone", "Tell the resident how far it has come");
        tickets.MapAction<MarkGap>("gap", "Nobody owns this matter");

        api.MapGet("/returns", ([AsParameters] ListReturns query, IHandler<ListReturns, Page<ReturnRow>> list, CancellationToken ct) => list.Handle(query, ct).ToHttp())
            .WithName(nameof(ListReturns)).WithSummary("Returns that departments asked for").Produces<Page<ReturnRow>>().ProducesProblem(400).ProducesProblem(403);
        api.MapGet("/extensions", ([AsParameters] ListExtensions query, IHandler<ListExtensions, Page<ExtensionRow>> list, CancellationToken ct) => list.Handle(query, ct).ToHttp())
            .WithName(nameof(ListExtensions)).WithSummary("Extensions that departments asked for").Produces<Page<ExtensionRow>>().ProducesProblem(400).ProducesProblem(403);
        api.MapGet("/long-term", ([AsParameters] ListLongTermListings query, IHandler<ListLongTermListings, Page<LongTermRow>> list, CancellationToken ct) => list.Handle(query, ct).ToHttp())
            .WithName(nameof(ListLongTermListings)).WithSummary("Long-term listings").Produces<Page<LongTermRow>>().ProducesProblem(400).ProducesProblem(403);
        api.MapGet("/hard-cases", ([AsParameters] ListHardCases query, IHandler<ListHardCases, Page<HardCase>> list, CancellationToken ct) => list.Handle(query, ct).ToHttp())
            .WithName(nameof(ListHardCases)).WithSummary("Tickets in coordination").Produces<Page<HardCase>>().ProducesProblem(400).ProducesProblem(403);
        api.MapGet("/precedents", ([AsParameters] ListPrecedents query, IHandler<ListPrecedents, Page<PrecedentView>> list, CancellationToken ct) => list.Handle(query, ct).ToHttp())
            .WithName(nameof(ListPrecedents)).WithSummary("Decided disputes that routing cites").Produces<Page<PrecedentView>>().ProducesProblem(400);
        api.MapPost("/precedents/{id:guid}/withdraw", (Guid id, ReasonBody body, IHandler<WithdrawPrecedent, PrecedentView> withdraw, CancellationToken ct) => withdraw.Handle(new WithdrawPrecedent(id, body.Reason ?? ""), ct).ToHttp())
            .WithName(nameof(WithdrawPrecedent)).WithSummary("Take a precedent out of use").Produces<PrecedentView>().ProducesProblem(400).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
        api.MapGet("/gaps", ([AsParameters] ListGaps query, IHandler<ListGaps, Page<GapView>> list, CancellationToken ct) => list.Handle(query, ct).ToHttp())
            .WithName(nameof(ListGaps)).WithSummary("Matters that nobody owns").Produces<Page<GapView>>().ProducesProblem(400).ProducesProblem(403);
        api.MapPost("/gaps/{id:guid}/resolve", (Guid id, ResolveGap body, IHandler<ResolveGap, GapView> resolve, CancellationToken ct) => { body.Id = id; return resolve.Handle(body, ct).ToHttp(); })
            .WithName(nameof(ResolveGap)).WithSummary("Name the unit for a gap").Produces<GapView>().ProducesProblem(400).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
    }
}

internal sealed record ReasonBody(string? Reason);
