using Hotline.Api.Platform;
using Hotline.Domain.Staff;

namespace Hotline.Api.Intake;

/// <summary>How full the intake is and what it did since the start.</summary>
[Allow(Role.Administrator, Role.Supervisor)]
internal sealed record GetIntakeStatus;

internal sealed class GetIntakeStatusHandler(IntakePipeline intake) : IHandler<GetIntakeStatus, IntakeStatus>
{
    public Task<Result<IntakeStatus>> Handle(GetIntakeStatus request, CancellationToken ct) => Task.FromResult<Result<IntakeStatus>>(intake.Status);
}
