using Hotline.Api.Features.Tickets;
using Hotline.Api.Platform;

namespace Hotline.Api.Features.SubTasks;

/// <summary>The addresses of parts of tickets.</summary>
internal static class SubTaskEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/sub-tasks", ([AsParameters] ListSubTasks query, IHandler<ListSubTasks, Page<SubTaskRow>> list, CancellationToken ct) => list.Handle(query, ct).ToHttp())
            .WithName(nameof(ListSubTasks)).WithSummary("Parts with your units, the earliest deadline first").Produces<Page<SubTaskRow>>().ProducesProblem(400);
        var tickets = api.MapGroup("/tickets");
        tickets.MapAction<AddSubTask>("add-sub-task", "Give a part to another unit");
        MapPart<SignSubTask>(tickets, "sign", "The unit takes its part over");
        MapPart<ReplySubTask>(tickets, "reply", "The unit answers upward");
        MapPart<ReturnSubTask>(tickets, "return", "The unit says that it is not its share");
        MapPart<WithdrawSubTask>(tickets, "withdraw", "Nobody waits for the part any more");
    }

    /// <summary>As <see cref="TicketCommandEndpoint.MapAction{T}"/>, for the part whose number stands in the address.</summary>
    private static void MapPart<T>(RouteGroupBuilder tickets, string segment, string summary) where T : SubTaskCommand, new() =>
        tickets.MapPost($"/{{id:guid}}/sub-tasks/{{n:int}}/{segment}", async (Guid id, int n, T? body, HttpContext http, IHandler<T, TicketView> handler, CancellationToken ct) =>
        {
            var command = body ?? new T();
            command.N = n;
            return command.From(http, id) is { } malformed ? Problems.ToResult(malformed) : await handler.Handle(command, ct).ToHttp(view => TicketCommandEndpoint.WithTag(http, view));
        }).WithName(typeof(T).Name).WithSummary(summary).Produces<TicketView>().ProducesProblem(400).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
}
