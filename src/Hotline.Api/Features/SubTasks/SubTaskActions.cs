using System.Text.Json.Serialization;
using FluentValidation;
using Hotline.Api.Data;
using Hotline.Api.Features.Tickets;
using Hotline.Api.Platform;
using Hotline.Domain;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.SubTasks;

/// <summary>An action on one part of a ticket.</summary>
internal abstract record SubTaskCommand : TicketCommand
{
    /// <summary>The part's number within the ticket.</summary>
    [JsonIgnore] public int N { get; set; }
}

/// <summary>The unit takes its part over.</summary>
[Allow(Staff = true)]
internal sealed record SignSubTask : SubTaskCommand;

/// <summary>The unit answers upward; the lead's one reply tells the resident.</summary>
[Allow(Staff = true)]
internal sealed record ReplySubTask : SubTaskCommand
{
    public string Text { get; init; } = "";
    /// <summary>Ids of files beside the ticket that prove it.</summary>
    public IReadOnlyList<Guid> Evidence { get; init => field = value ?? []; } = [];
    /// <summary>Why the unit answers although one below it has not.</summary>
    public string? OverrideReason { get; init; }
}

/// <summary>The unit says that it is not its share.</summary>
[Allow(Staff = true)]
internal sealed record ReturnSubTask : SubTaskCommand
{
    public string Reason { get; init; } = "";
}

/// <summary>Whoever gave the part waits for it no longer.</summary>
[Allow(Staff = true)]
internal sealed record WithdrawSubTask : SubTaskCommand
{
    public string Reason { get; init; } = "";
}

internal sealed class ReplySubTaskValidator : AbstractValidator<ReplySubTask>
{
    public ReplySubTaskValidator()
    {
        RuleFor(x => x.Text).NotEmpty().MaximumLength(10_000);
        RuleFor(x => x.Evidence).Must(files => files.Count <= 20).WithMessage("attachment.too_many");
        RuleFor(x => x.OverrideReason).MaximumLength(2_000);
    }
}

internal sealed class ReturnSubTaskValidator : AbstractValidator<ReturnSubTask>
{
    public ReturnSubTaskValidator() => RuleFor(x => x.Reason).NotEmpty().MaximumLength(2_000);
}

internal sealed class WithdrawSubTaskValidator : AbstractValidator<WithdrawSubTask>
{
    public WithdrawSubTaskValidator() => RuleFor(x => x.Reason).NotEmpty().MaximumLength(2_000);
}

internal sealed class SignSubTaskHandler(TicketDesk desk) : IHandler<SignSubTask, TicketView>
{
    public Task<Result<TicketView>> Handle(SignSubTask request, CancellationToken ct) =>
        desk.Act(request, ticket => ticket.SignSubTask(request.N, desk.Actor, desk.Now), ct);
}

internal sealed class ReplySubTaskHandler(TicketDesk desk) : IHandler<ReplySubTask, TicketView>
{
    public Task<Result<TicketView>> Handle(ReplySubTask request, CancellationToken ct) => desk.Act(request, async ticket =>
    {
        var files = request.Evidence.Distinct().ToList();
        if (await desk.Db.Attachments.CountAsync(a => a.TicketId == ticket.Id && a.State == AttachmentState.Stored && files.Contains(a.Id), ct) < files.Count)
            return Error.Field("evidence", "attachment.not_found");
        return ticket.ReplySubTask(request.N, request.Text.Trim(), files, request.OverrideReason, desk.Actor, desk.Now);
    }, ct);
}

internal sealed class ReturnSubTaskHandler(TicketDesk desk) : IHandler<ReturnSubTask, TicketView>
{
    public Task<Result<TicketView>> Handle(ReturnSubTask request, CancellationToken ct) =>
        desk.Act(request, ticket => ticket.ReturnSubTask(request.N, request.Reason.Trim(), desk.Actor, desk.Now), ct);
}

internal sealed class WithdrawSubTaskHandler(TicketDesk desk) : IHandler<WithdrawSubTask, TicketView>
{
    public Task<Result<TicketView>> Handle(WithdrawSubTask request, CancellationToken ct) =>
        desk.Act(request, ticket => ticket.WithdrawSubTask(request.N, request.Reason.Trim(), desk.Actor, desk.Now), ct);
}
