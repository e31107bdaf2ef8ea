using System.Text.Json.Serialization;
using FluentValidation;
using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Api.Telephony;
using Hotline.Domain;
using Hotline.Domain.Staff;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Simulator;

/// <summary>What an agent's telephone does.</summary>
internal enum SimulatedAgentMove { Answer, Decline, Leave }

/// <summary>The person who asks answers, declines or hangs up the own telephone of a simulated call. Where nobody rang it, answering takes the call.</summary>
[Allow(Role.Agent, Role.Supervisor)]
internal sealed record MoveSimulatedAgent(SimulatedAgentMove? Move)
{
    [JsonIgnore] public Guid CallId { get; init; }
}

internal sealed class MoveSimulatedAgentValidator : AbstractValidator<MoveSimulatedAgent>
{
    public MoveSimulatedAgentValidator() => RuleFor(x => x.Move).NotNull().IsInEnum();
}

internal sealed class MoveSimulatedAgentHandler(HotlineDb db, SimulatedPhones phones, CurrentActor current) : IHandler<MoveSimulatedAgent, SimulatedCallView>
{
    public async Task<Result<SimulatedCallView>> Handle(MoveSimulatedAgent request, CancellationToken ct)
    {
        var account = await db.Users.Where(u => u.UserName == current.Required.UserName).Select(u => u.Id).SingleAsync(ct);
        if (await phones.View(request.CallId, ct) is null) return Error.NotFound("call");
        if (await phones.TelephoneOf(request.CallId, account, ring: request.Move == SimulatedAgentMove.Answer, ct) is not { } telephone) return new Error(ErrorKind.Conflict, "simulator.no_telephone");
        await phones.Report(telephone, request.Move switch { SimulatedAgentMove.Answer => "in-progress", SimulatedAgentMove.Decline => "busy", _ => "completed" }, ct);
        return (await phones.View(request.CallId, ct))!;
    }
}
