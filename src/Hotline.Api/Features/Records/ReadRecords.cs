using Hotline.Api.Data;
using Hotline.Api.Features.Tickets;
using Hotline.Api.Platform;
using Hotline.Domain.Staff;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Records;

/// <summary>The seals of the days, newest first, to be compared with what the notary has.</summary>
[Allow(Role.Auditor, Role.Leader)]
internal sealed record ListDailyRoots(DateOnly? Before, int? Limit);

/// <param name="Tickets">With a new entry that day.</param>
/// <param name="Merkle">Lower-case hex, as are the others.</param>
/// <param name="Previous">The root of the day before; absent for the first.</param>
internal sealed record DailyRootView(DateOnly Day, int Tickets, int Entries, string Merkle, string? Previous, string Root, DateTimeOffset MadeAt);

/// <summary>What the last walk over the whole history found.</summary>
[Allow(Role.Auditor, Role.Leader)]
internal sealed record ReadVerification;

/// <param name="Last">Absent before the first walk.</param>
internal sealed record VerificationView(Verification? Last);

internal sealed class ListDailyRootsHandler(HotlineDb db) : IHandler<ListDailyRoots, Page<DailyRootView>>
{
    public async Task<Result<Page<DailyRootView>>> Handle(ListDailyRoots request, CancellationToken ct)
    {
        var limit = Math.Clamp(request.Limit ?? 50, 1, 400);
        var roots = db.DailyRoots.AsNoTracking();
        if (request.Before is { } before) roots = roots.Where(r => r.Day < before);
        var rows = await roots.OrderByDescending(r => r.Day).Take(limit + 1).ToListAsync(ct);
        var items = rows.Take(limit).Select(r => new DailyRootView(r.Day, r.Tickets, r.Entries, Hex(r.Merkle)!, Hex(r.Previous), Hex(r.Root)!, r.MadeAt)).ToList();
        return new Page<DailyRootView>(items, rows.Count > limit ? $"{items[^1].Day:yyyy-MM-dd}" : null);
    }

    private static string? Hex(byte[]? hash) => hash is null ? null : Convert.ToHexStringLower(hash);
}

internal sealed class ReadVerificationHandler(HotlineDb db) : IHandler<ReadVerification, VerificationView>
{
    public async Task<Result<VerificationView>> Handle(ReadVerification request, CancellationToken ct) => new VerificationView(await HistoryVerifier.Last(db, ct));
}
