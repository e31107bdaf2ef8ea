using Hotline.Api.Platform;
using Hotline.Api.Telephony;
using Hotline.Domain;
using Hotline.Domain.Staff;

namespace Hotline.Api.Features.Simulator;

/// <summary>Where a simulated call stands.</summary>
[Allow(Role.Agent, Role.Supervisor, Role.Administrator)]
internal sealed record GetSimulatedCall(Guid Id);

internal sealed class GetSimulatedCallHandler(SimulatedPhones phones) : IHandler<GetSimulatedCall, SimulatedCallView>
{
    public async Task<Result<SimulatedCallView>> Handle(GetSimulatedCall request, CancellationToken ct) => await phones.View(request.Id, ct) is { } view ? view : Error.NotFound("call");
}
