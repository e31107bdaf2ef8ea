namespace Hotline.Domain.Tickets;

/// <summary>Where a ticket stands. Names are fixed in <c>docs/glossary.md</c>; moves are rows of <see cref="TicketLifecycle"/>.</summary>
public enum TicketState
{
    /// <summary>待受理: in the queue, nobody has taken it on.</summary>
    Received,
    /// <summary>已受理: taken on, waiting to be dispatched; the resident's clock runs.</summary>
    Accepted,
    /// <summary>待签收: with the lead department, not signed yet; the department's clock runs.</summary>
    Dispatched,
    /// <summary>办理中.</summary>
    Handling,
    /// <summary>待单位审批: the handler has replied, the department's approver decides.</summary>
    Replied,
    /// <summary>待办结审核: the department stands by the reply, the centre decides.</summary>
    Review,
    /// <summary>待评价: the resident has the reply and is asked to rate it.</summary>
    Evaluation,
    /// <summary>不满意复核: the resident was dissatisfied, the centre decides between rework and confirmation.</summary>
    DissatisfactionReview,
    /// <summary>已办结.</summary>
    Closed,
    /// <summary>已归档: read only for ever.</summary>
    Archived,
    /// <summary>直接答复: the centre answered without a department.</summary>
    Answered,
    /// <summary>分类告知: guided to the lawful channel, with the reason.</summary>
    Redirected,
    /// <summary>已并单: answered through its master ticket.</summary>
    Merged,
    /// <summary>诉求人撤回.</summary>
    Withdrawn,
    /// <summary>待补充: the resident was asked for more; a department's clock stands still.</summary>
    WaitingForResident,
    /// <summary>挂账办理: listed as long-term with milestones the resident sees; the department's clock stands still.</summary>
    LongTerm,
}
