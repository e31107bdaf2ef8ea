using Hotline.Api.Distribution;
using Hotline.Api.Platform;
using Hotline.Domain.Staff;

namespace Hotline.Api.Features.Line;

/// <summary>Takes what is offered; a second time is no error.</summary>
/// <param name="Tab">The tab that answers: it must be the one with the telephone, where one has it.</param>
[Allow(Role.Agent, Role.Dispatcher, Role.Supervisor)]
internal sealed record AcceptOffer(Guid Id, string? Tab);

internal sealed record AcceptBody(string? Tab);

/// <summary>Lets it go on to the next one; this person is busy until they say otherwise.</summary>
[Allow(Role.Agent, Role.Dispatcher, Role.Supervisor)]
internal sealed record DeclineOffer(Guid Id);

internal sealed class AnswerOfferHandlers(WaitingLine line, SeatReader reader) : IHandler<AcceptOffer, SeatView>, IHandler<DeclineOffer, SeatView>
{
    public async Task<Result<SeatView>> Handle(AcceptOffer request, CancellationToken ct) =>
        await line.Accept(request.Id, (await reader.Me(ct)).Id, request.Tab, ct) is { } refused ? refused : await reader.Read(ct);

    public async Task<Result<SeatView>> Handle(DeclineOffer request, CancellationToken ct) =>
        await line.Decline(request.Id, (await reader.Me(ct)).Id, ct) is { } refused ? refused : await reader.Read(ct);
}
