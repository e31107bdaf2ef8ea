namespace Hotline.Domain.Tickets;

/// <summary>What somebody can do to a ticket that moves it in <see cref="TicketLifecycle"/>.</summary>
public enum TicketAction
{
    Accept, Answer, Dispatch, Recall, Redirect, Merge, Unmerge, Withdraw,
    Sign, Reply, Approve, SendBack, Rate, CallBack, Evaluate, GiveUp, Rework, Close, Archive,
    AskResident, Resume, ApproveReturn, ListLongTerm,
    DeemedSigned, ConfirmLawful, Reopen, Settle,
}
