using FluentValidation;
using Hotline.Api.Data.Seed;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.CallFlows;
using Hotline.Domain.Staff;

namespace Hotline.Api.Features.CallFlows;

/// <summary>What may happen to a caller in a walk through a flow.</summary>
internal enum WalkMove { Keys, Speech, Silence, TicketFound, TicketUnknown, AgentAnswers, TalkEnds, MessageLeft, HangUp }

/// <param name="Text">Of keys and speech.</param>
internal sealed record WalkInput(WalkMove? Move, string? Text);

/// <summary>Walks through a text as a caller would, without calling: what is said after each move. Nothing is kept.</summary>
/// <param name="OfficeOpen">Within office hours; true when absent.</param>
/// <param name="LineOpen">The line takes one more caller; true when absent.</param>
[Allow(Role.Administrator)]
internal sealed record WalkCallFlow(string? Content, IReadOnlyList<WalkInput>? Inputs, bool? OfficeOpen, bool? LineOpen);

internal sealed record WalkedWords(string Language, string Text, string? Recording);

/// <param name="Node">Where the caller stands after it.</param>
/// <param name="Then">What the line waits for: Ask, LookUp, Wait, Record, Talk, Dial, HangUp.</param>
internal sealed record WalkedStep(string Node, string Language, IReadOnlyList<WalkedWords> Said, string Then);

internal sealed record CallFlowWalk(IReadOnlyList<WalkedStep> Steps);

internal sealed class WalkCallFlowValidator : AbstractValidator<WalkCallFlow>
{
    public WalkCallFlowValidator()
    {
        RuleFor(x => x.Content).NotEmpty().MaximumLength(100_000);
        RuleFor(x => x.Inputs).Must(i => i is null || i.Count <= 200);
        RuleForEach(x => x.Inputs!).ChildRules(i =>
        {
            i.RuleFor(x => x.Move).NotNull().IsInEnum();
            i.RuleFor(x => x.Text).MaximumLength(200);
        });
    }
}

internal sealed class WalkCallFlowHandler : IHandler<WalkCallFlow, CallFlowWalk>
{
    public Task<Result<CallFlowWalk>> Handle(WalkCallFlow request, CancellationToken ct)
    {
        var read = CallFlowYaml.Read(request.Content!);
        if (read.Faults is [var fault, ..]) return Task.FromResult<Result<CallFlowWalk>>(Error.Field("content", "call_flow.wrong", fault.Line.ToString(System.Globalization.CultureInfo.InvariantCulture), fault.Message));
        var (flow, steps) = (read.Flow!, new List<WalkedStep>());
        var moment = new CallMoment(request.OfficeOpen ?? true, request.LineOpen ?? true, 3, TimeSpan.FromMinutes(4), TimeSpan.Zero, true);
        var step = Take(FlowState.At(flow), new CallInput.Began());
        foreach (var input in request.Inputs ?? []) step = Take(step.State, InputOf(input));
        return Task.FromResult<Result<CallFlowWalk>>(new CallFlowWalk(steps));

        FlowStep Take(FlowState state, CallInput input)
        {
            var next = CallFlowRun.Step(flow, state, input, moment);
            steps.Add(new WalkedStep(next.State.Node, next.State.Language, [.. next.Words.Select(w => new WalkedWords(w.Language, w.Text, w.Recording))], next.Then.GetType().Name));
            return next;
        }
    }

    private static CallInput InputOf(WalkInput input) => input.Move switch
    {
        WalkMove.Keys => new CallInput.Keys(input.Text ?? ""),
        WalkMove.Speech => new CallInput.Speech(input.Text ?? ""),
        WalkMove.TicketFound => new CallInput.TicketState("……"),
        WalkMove.TicketUnknown => new CallInput.TicketState(null),
        WalkMove.AgentAnswers => new CallInput.AgentJoined(),
        WalkMove.TalkEnds => new CallInput.TalkEnded(true),
        WalkMove.MessageLeft => new CallInput.Recorded(),
        WalkMove.HangUp => new CallInput.HungUp(),
        _ => new CallInput.Silence(),
    };
}
