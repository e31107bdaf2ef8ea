using Hotline.Api.Platform;
using Hotline.Api.Routing;
using Hotline.Domain.Staff;

namespace Hotline.Api.Features.Classifier;

/// <summary>Makes a registered model the one that advises; messages in the middle of being judged keep the old one.</summary>
[Allow(Role.Administrator)]
internal sealed record PromoteModel(Guid Id);

/// <summary>Makes the model before the present one advise again.</summary>
[Allow(Role.Administrator)]
internal sealed record RollBackModel;

internal sealed class PromoteModelHandler(ModelRegistry registry, CurrentActor actor) : IHandler<PromoteModel, Done>
{
    public async Task<Result<Done>> Handle(PromoteModel request, CancellationToken ct) =>
        await registry.Promote(request.Id, actor.Required, ct) is { } refused ? refused : Done.Instance;
}

internal sealed class RollBackModelHandler(ModelRegistry registry, CurrentActor actor) : IHandler<RollBackModel, Done>
{
    public async Task<Result<Done>> Handle(RollBackModel request, CancellationToken ct) =>
        await registry.RollBack(actor.Required, ct) is { } refused ? refused : Done.Instance;
}
