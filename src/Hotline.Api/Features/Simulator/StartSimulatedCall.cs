using FluentValidation;
using Hotline.Api.Platform;
using Hotline.Api.Telephony;
using Hotline.Domain.Staff;

namespace Hotline.Api.Features.Simulator;

/// <summary>Somebody calls who is not there: the flow answers. In Development only.</summary>
/// <param name="From">The caller's number; withheld when absent.</param>
/// <param name="Dialled">The number dialled; it chooses the flow.</param>
[Allow(Role.Agent, Role.Supervisor, Role.Administrator)]
internal sealed record StartSimulatedCall(string? From, string? Dialled);

internal sealed class StartSimulatedCallValidator : AbstractValidator<StartSimulatedCall>
{
    public StartSimulatedCallValidator()
    {
        RuleFor(x => x.From).Matches("^\\+?[0-9]{3,15}\\z").MaximumLength(16);
        RuleFor(x => x.Dialled).Matches("^\\+?[0-9]{3,15}\\z").MaximumLength(16);
    }
}

internal sealed class StartSimulatedCallHandler(SimulatedPhones phones) : IHandler<StartSimulatedCall, SimulatedCallView>
{
    public async Task<Result<SimulatedCallView>> Handle(StartSimulatedCall request, CancellationToken ct) =>
        (await phones.View(await phones.Start(request.From, request.Dialled, ct), ct))!;
}
