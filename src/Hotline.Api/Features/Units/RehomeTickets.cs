using FluentValidation;
using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Departments;
using Hotline.Domain.Staff;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Units;

/// <summary>Hands the open tickets of a unit that was dissolved or renamed to another one. Clocks run on; each ticket says so in its history.</summary>
/// <param name="To">Code of the unit that takes over.</param>
[Allow(Role.Administrator, Role.Supervisor)]
internal sealed record RehomeTickets(string? To, string? Reason)
{
    [System.Text.Json.Serialization.JsonIgnore] public string Code { get; set; } = "";
}

/// <param name="Moved">Tickets handed over by this request.</param>
/// <param name="Left">Open tickets the unit still has; send the request again.</param>
internal sealed record Rehomed(int Moved, int Left);

internal sealed class RehomeTicketsValidator : AbstractValidator<RehomeTickets>
{
    public RehomeTicketsValidator()
    {
        RuleFor(x => x.To).NotEmpty();
        RuleFor(x => x.Reason).NotEmpty().MaximumLength(500);
    }
}

internal sealed class RehomeTicketsHandler(IDbContextFactory<HotlineDb> contexts, City city, CurrentActor current, TimeProvider clock) : IHandler<RehomeTickets, Rehomed>
{
    private const int PageSize = 100;
    private const int MostPages = 20;

    public async Task<Result<Rehomed>> Handle(RehomeTickets request, CancellationToken ct)
    {
        if (city.Department(request.Code) is null) return Error.NotFound("unit");
        if (request.To == request.Code || city.Department(request.To) is null) return Error.Field("to", "ticket.department_unknown");
        var (moved, open) = (0, TicketLifecycle.Open.ToList());
        for (var page = 0; page < MostPages; page++)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            var tickets = await db.Tickets.Where(t => t.LeadDepartment == request.Code && open.Contains(t.State)).OrderBy(t => t.ReceivedAt).Take(PageSize).ToListAsync(ct);
            foreach (var ticket in tickets) ticket.Rehome(request.To!, request.Reason!, current.Required, clock.GetUtcNow());
            try { await db.SaveChangesAsync(ct); moved += tickets.Count; }
            catch (DbUpdateConcurrencyException) { continue; }   // somebody works on one of them: the page comes again
            if (tickets.Count < PageSize) break;
        }
        await using var after = await contexts.CreateDbContextAsync(ct);
        return new Rehomed(moved, await after.Tickets.CountAsync(t => t.LeadDepartment == request.Code && open.Contains(t.State), ct));
    }
}
