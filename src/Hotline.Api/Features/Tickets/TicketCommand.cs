using System.Text.Json.Serialization;
using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Departments;
using Hotline.Domain.Staff;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Net.Http.Headers;

namespace Hotline.Api.Features.Tickets;

/// <summary>What every action on a ticket has in common; all of it comes from the route and the headers, never from the body.</summary>
internal abstract record TicketCommand
{
    [JsonIgnore] public Guid TicketId { get; set; }
    /// <summary>The version the person had in view; a newer one in the database is a conflict.</summary>
    [JsonIgnore] public int? IfMatch { get; set; }
    /// <summary>The same key again is the same submit: it answers with the ticket as it is and changes nothing.</summary>
    [JsonIgnore] public string? IdempotencyKey { get; set; }

    /// <summary>Takes route and headers in; refuses a version that is none.</summary>
    public Error? From(HttpContext http, Guid ticket)
    {
        TicketId = ticket;
        IdempotencyKey = http.Request.Headers["Idempotency-Key"].FirstOrDefault();
        if (http.Request.Headers.IfMatch.FirstOrDefault() is not { Length: > 0 } tag || tag == "*") return null;
        if (!int.TryParse(tag.Trim('"'), out var version)) return new Error(ErrorKind.Invalid, "request.precondition_malformed");
        IfMatch = version;
        return null;
    }
}

/// <summary>The frame around each action: load in scope, check version and key, act, save once, tell a conflict with both sides.</summary>
internal sealed class TicketDesk(HotlineDb db, CurrentActor current, TicketReader reader, City city, WriteGate gate, TimeProvider clock)
{
    private const int MostTries = 3;

    public Actor Actor => current.Required;
    public DateTimeOffset Now { get; } = clock.GetUtcNow();
    public City City => city;
    public HotlineDb Db => db;
    public WriteGate Gate => gate;

    /// <summary>Who names a version is told of a newer one; who names none made no claim, so a write that came between means one more look.</summary>
    public async Task<Result<TicketView>> Act<T>(T command, Func<Ticket, Task<Error?>> act, CancellationToken ct) where T : TicketCommand
    {
        for (var tries = command.IfMatch is null ? MostTries : 1; ; tries--)
            if (await Try(command, act, last: tries == 1, ct) is { } answer) return answer;
    }

    /// <summary>Keeps what this person decided as an example, in the transaction of the decision.</summary>
    public void Learn(Ticket ticket, LabelReason why) => db.Examples.Add(LabelledExample.Of(ticket, why, Actor, Now));

    /// <returns>Null when somebody else wrote between reading and saving, unless this try is the last.</returns>
    private async Task<Result<TicketView>?> Try<T>(T command, Func<Ticket, Task<Error?>> act, bool last, CancellationToken ct) where T : TicketCommand
    {
        var ticket = await reader.Visible(Actor).Include(t => t.Deadlines).Include(t => t.Ratings).AsSplitQuery().SingleOrDefaultAsync(t => t.Id == command.TicketId, ct);
        if (ticket is null) return TicketErrors.NotFound;
        await db.LoadParts(ticket, ct);
        if (await Repeated(command, ct)) return await reader.View(ticket, Actor, ct);
        if (command.IfMatch is { } seen && seen != ticket.Version) return await Conflict(command, ct);
        if (await act(ticket) is { } refused) return refused with { Extensions = await WithCurrent(refused, ticket, ct) };
        await db.MembersFollow(ticket, Now, ct);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (e is DbUpdateConcurrencyException || command.IdempotencyKey is not null || IsTwice(e))
        {
            db.ChangeTracker.Clear();
            // The same submit at the same moment: the faster one has done it.
            if (await Known(command, ct)) return await reader.View(await reader.Visible(Actor).SingleAsync(t => t.Id == command.TicketId, ct), Actor, ct);
            if (e is not DbUpdateConcurrencyException && !IsTwice(e)) throw;
            if (!last) return null;
            return await Conflict(command, ct);
        }
        return await reader.View(ticket, Actor, ct);
    }

    /// <summary>A row that may exist once was written by somebody else first: as good as a changed version.</summary>
    private static bool IsTwice(DbUpdateException e) => e.InnerException is Npgsql.PostgresException { SqlState: Npgsql.PostgresErrorCodes.UniqueViolation } or Microsoft.Data.Sqlite.SqliteException { SqliteErrorCode: 19 };

    public Task<Result<TicketView>> Act<T>(T command, Func<Ticket, Error?> act, CancellationToken ct) where T : TicketCommand =>
        Act(command, t => Task.FromResult(act(t)), ct);

    private async Task<bool> Repeated(TicketCommand command, CancellationToken ct)
    {
        if (await Known(command, ct)) return true;
        if (command.IdempotencyKey is { Length: > 0 and <= 100 } key && await db.IdempotencyKeys.FindAsync([Actor.UserName, key], ct) is null)
            db.IdempotencyKeys.Add(new IdempotencyKey { UserName = Actor.UserName, Key = key, Request = command.GetType().Name, TicketId = command.TicketId, At = Now });
        return false;
    }

    private async Task<bool> Known(TicketCommand command, CancellationToken ct) =>
        command.IdempotencyKey is { Length: > 0 and <= 100 } key && await db.IdempotencyKeys.FindAsync([Actor.UserName, key], ct) is { } earlier
        && earlier.TicketId == command.TicketId && earlier.Request == command.GetType().Name;

    private async Task<Error> Conflict<T>(T command, CancellationToken ct) where T : TicketCommand
    {
        db.ChangeTracker.Clear();
        var ticket = await reader.Visible(Actor).SingleOrDefaultAsync(t => t.Id == command.TicketId, ct);
        if (ticket is null) return TicketErrors.NotFound;
        return new Error(ErrorKind.Conflict, "ticket.version_conflict")
        {
            Extensions = new Dictionary<string, object?> { ["current"] = await reader.View(ticket, Actor, ct), ["yours"] = command, ["allowed"] = ticket.AllowedActions(Actor), ["by"] = ticket.LastActorName },
        };
    }

    private async Task<IReadOnlyDictionary<string, object?>> WithCurrent(Error refused, Ticket ticket, CancellationToken ct)
    {
        if (refused.Kind != ErrorKind.Conflict) return refused.Extensions;
        db.ChangeTracker.Clear();
        return new Dictionary<string, object?>(refused.Extensions) { ["current"] = await reader.View(ticket, Actor, ct) };
    }
}

internal static class TicketCommandEndpoint
{
    /// <summary>Maps <c>POST /api/tickets/{id}/segment</c>: body, If-Match and Idempotency-Key become the command; the answer carries the new ETag.</summary>
    public static RouteHandlerBuilder MapAction<T>(this RouteGroupBuilder tickets, string segment, string summary) where T : TicketCommand, new() =>
        tickets.MapPost($"/{{id:guid}}/{segment}", async (Guid id, T? body, HttpContext http, IHandler<T, TicketView> handler, CancellationToken ct) =>
        {
            var command = body ?? new T();
            return command.From(http, id) is { } malformed ? Problems.ToResult(malformed) : await handler.Handle(command, ct).ToHttp(view => WithTag(http, view));
        }).WithName(typeof(T).Name).WithSummary(summary).Produces<TicketView>().ProducesProblem(400).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);

    public static IResult WithTag(HttpContext http, TicketView view)
    {
        http.Response.Headers[HeaderNames.ETag] = $"\"{view.Version}\"";
        return TypedResults.Ok(view);
    }
}
