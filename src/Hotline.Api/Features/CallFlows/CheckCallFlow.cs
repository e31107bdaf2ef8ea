using FluentValidation;
using Hotline.Api.Data.Seed;
using Hotline.Api.Platform;
using Hotline.Domain.Staff;

namespace Hotline.Api.Features.CallFlows;

/// <summary>What would a text be as a flow? Its faults by line, and its nodes with the ways between them. Nothing is kept.</summary>
[Allow(Role.Administrator)]
internal sealed record CheckCallFlow(string? Content);

internal sealed class CheckCallFlowValidator : AbstractValidator<CheckCallFlow>
{
    public CheckCallFlowValidator() => RuleFor(x => x.Content).NotEmpty().MaximumLength(100_000);
}

internal sealed class CheckCallFlowHandler : IHandler<CheckCallFlow, FlowCheckView>
{
    public Task<Result<FlowCheckView>> Handle(CheckCallFlow request, CancellationToken ct) => Task.FromResult<Result<FlowCheckView>>(FlowCheckView.Of(CallFlowYaml.Read(request.Content!)));
}
