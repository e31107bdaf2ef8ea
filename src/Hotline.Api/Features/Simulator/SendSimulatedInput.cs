using System.Text.Json.Serialization;
using FluentValidation;
using Hotline.Api.Platform;
using Hotline.Api.Telephony;
using Hotline.Domain;
using Hotline.Domain.CallFlows;
using Hotline.Domain.Staff;

namespace Hotline.Api.Features.Simulator;

/// <summary>What a caller does.</summary>
internal enum SimulatedInputKind { Keys, Speech, Silence, Message, TalkEnded, HangUp }

/// <summary>The caller presses keys, speaks, is silent, leaves a message, ends the talk with another number, or hangs up.</summary>
/// <param name="Text">Keys, words or the message.</param>
[Allow(Role.Agent, Role.Supervisor, Role.Administrator)]
internal sealed record SendSimulatedInput(SimulatedInputKind? Kind, string? Text)
{
    [JsonIgnore] public Guid CallId { get; init; }
}

internal sealed class SendSimulatedInputValidator : AbstractValidator<SendSimulatedInput>
{
    public SendSimulatedInputValidator()
    {
        RuleFor(x => x.Kind).NotNull().IsInEnum();
        RuleFor(x => x.Text).NotEmpty().MaximumLength(500).When(x => x.Kind is SimulatedInputKind.Speech or SimulatedInputKind.Message);
        RuleFor(x => x.Text).NotEmpty().Matches("^[0-9*#]{1,64}\\z").When(x => x.Kind is SimulatedInputKind.Keys);
    }
}

internal sealed class SendSimulatedInputHandler(SimulatedPhones phones) : IHandler<SendSimulatedInput, SimulatedCallView>
{
    public async Task<Result<SimulatedCallView>> Handle(SendSimulatedInput request, CancellationToken ct)
    {
        var keys = request.Text?.TrimEnd('#') is { Length: > 0 } shorter ? shorter : request.Text ?? "";
        CallInput input = request.Kind switch
        {
            SimulatedInputKind.Keys => new CallInput.Keys(keys),
            SimulatedInputKind.Speech => new CallInput.Speech(request.Text!),
            SimulatedInputKind.Message => new CallInput.Recorded(),
            SimulatedInputKind.TalkEnded => new CallInput.TalkEnded(true),
            SimulatedInputKind.HangUp => new CallInput.HungUp(),
            _ => new CallInput.Silence(),
        };
        return await phones.Input(request.CallId, _ => input, request.Kind == SimulatedInputKind.Message ? request.Text : null, ct) ? (await phones.View(request.CallId, ct))! : Error.NotFound("call");
    }
}
