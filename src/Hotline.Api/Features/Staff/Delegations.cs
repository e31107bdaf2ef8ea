using FluentValidation;
using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Staff;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Staff;

/// <summary>Who stands in for whom, now and later; one's own, or everybody's for the administrator.</summary>
[Allow(Staff = true)]
internal sealed record ListDelegations;

internal sealed record DelegationView(Guid Id, string FromUser, string ToUser, DateTimeOffset From, DateTimeOffset Until, string Reason);

/// <summary>Those who may stand in for oneself: the open accounts of the same unit, or of the centre, without auditors.</summary>
[Allow(Staff = true)]
internal sealed record ListColleagues;

internal sealed record Colleague(string UserName, string DisplayName);

/// <summary>
/// A colleague of the same unit (or both of the centre) does one's work during an absence: with one's roles, under their own name.
/// Administrator and auditor cannot be handed on.
/// </summary>
/// <param name="FromUser">Who is absent; oneself when empty. Only the administrator names another.</param>
[Allow(Staff = true)]
internal sealed record AppointStandIn(string? FromUser, string? ToUser, DateTimeOffset? From, DateTimeOffset? Until, string? Reason);

/// <summary>Ends it at once.</summary>
[Allow(Staff = true)]
internal sealed record EndDelegation(Guid Id);

internal sealed class AppointStandInValidator : AbstractValidator<AppointStandIn>
{
    public AppointStandInValidator()
    {
        RuleFor(x => x.ToUser).NotEmpty();
        RuleFor(x => x.From).NotNull();
        RuleFor(x => x.Until).NotNull().GreaterThan(x => x.From);
        RuleFor(x => x.Reason).NotEmpty().MaximumLength(200);
    }
}

internal sealed class DelegationHandlers(HotlineDb db, CurrentActor current, TimeProvider clock)
    : IHandler<ListDelegations, IReadOnlyList<DelegationView>>, IHandler<ListColleagues, IReadOnlyList<Colleague>>, IHandler<AppointStandIn, IReadOnlyList<DelegationView>>, IHandler<EndDelegation, IReadOnlyList<DelegationView>>
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    private bool Administers => current.Required.Has(Role.Administrator);

    public async Task<Result<IReadOnlyList<DelegationView>>> Handle(ListDelegations request, CancellationToken ct)
    {
        var (now, me, all) = (clock.GetUtcNow(), current.Required.UserName, Administers);
        return await db.Delegations.AsNoTracking().Where(d => d.EndedAt == null && d.Until > now && (all || d.FromUser == me || d.ToUser == me)).OrderBy(d => d.From)
            .Select(d => new DelegationView(d.Id, d.FromUser, d.ToUser, d.From, d.Until, d.Reason)).ToListAsync(ct);
    }

    public async Task<Result<IReadOnlyList<Colleague>>> Handle(ListColleagues request, CancellationToken ct)
    {
        var (me, unit, now) = (current.Required.UserName, current.Required.DepartmentCode, clock.GetUtcNow());
        var people = await db.Users.AsNoTracking().Where(u => u.DepartmentCode == unit && u.UserName != me).OrderBy(u => u.DisplayName).Select(u => new { u.UserName, u.DisplayName, u.Roles, u.LockoutEnd }).ToListAsync(ct);
        return people.Where(p => !(p.LockoutEnd > now) && !p.Roles.Split(',').Contains(nameof(Role.Auditor))).Select(p => new Colleague(p.UserName!, p.DisplayName)).ToList();
    }

    public async Task<Result<IReadOnlyList<DelegationView>>> Handle(AppointStandIn request, CancellationToken ct)
    {
        var from = request.FromUser is { Length: > 0 } other ? other : current.Required.UserName;
        if (from != current.Required.UserName && !Administers) return new Error(ErrorKind.Forbidden, "session.forbidden");
        var (absent, standIn) = (await Find(from, ct), await Find(request.ToUser!, ct));
        if (absent is null) return Error.Field("fromUser", "staff.unknown");
        if (standIn is null || standIn.Id == absent.Id) return Error.Field("toUser", "staff.unknown");
        if (absent.DepartmentCode != standIn.DepartmentCode) return Error.Field("toUser", "staff.other_unit");
        if (absent.Roles.Split(',').All(StaffDelegation.Personal.Contains)) return Error.Field("fromUser", "staff.role_stays");
        if (standIn.Roles.Split(',').Contains(nameof(Role.Auditor))) return Error.Field("toUser", "staff.auditor_alone");
        if (request.Until - request.From > Longest || request.Until <= clock.GetUtcNow()) return Error.Field("until", "staff.period_malformed");
        db.Delegations.Add(new StaffDelegation
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()), FromUser = absent.UserName!, ToUser = standIn.UserName!, From = request.From!.Value, Until = request.Until!.Value, Reason = request.Reason!.Trim(), MadeBy = current.Required.UserName,
        });
        await db.SaveChangesAsync(ct);
        return await Handle(new ListDelegations(), ct);
    }

    public async Task<Result<IReadOnlyList<DelegationView>>> Handle(EndDelegation request, CancellationToken ct)
    {
        var me = current.Required.UserName;
        if (await db.Delegations.SingleOrDefaultAsync(d => d.Id == request.Id && (d.FromUser == me || d.ToUser == me || d.MadeBy == me), ct) is not { } delegation
            && (!Administers || (delegation = await db.Delegations.SingleOrDefaultAsync(d => d.Id == request.Id, ct)) is null)) return Error.NotFound("delegation");
        delegation.EndedAt ??= clock.GetUtcNow();
        await db.SaveChangesAsync(ct);
        return await Handle(new ListDelegations(), ct);
    }

    private Task<StaffMember?> Find(string userName, CancellationToken ct)
    {
        var normal = userName.ToUpperInvariant();
        return db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.NormalizedUserName == normal, ct);
    }
}
