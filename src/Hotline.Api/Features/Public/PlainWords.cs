using Hotline.Domain.Staff;
using Hotline.Domain.Tickets;

namespace Hotline.Api.Features.Public;

/// <summary>States and steps as a resident reads them.</summary>
internal static class PlainWords
{
    public static string State(TicketState state, bool english) => state switch
    {
        TicketState.Received => english ? "Received, waiting to be taken on" : "已收到，等待受理",
        TicketState.Accepted => english ? "Accepted" : "已受理",
        TicketState.Dispatched => english ? "With the department, waiting to be signed" : "已派单，等待承办单位签收",
        TicketState.Handling => english ? "Being handled" : "办理中",
        TicketState.Replied or TicketState.Review => english ? "Reply under review" : "答复审核中",
        TicketState.Evaluation => english ? "Answered, waiting for your rating" : "已答复，请您评价",
        TicketState.DissatisfactionReview => english ? "Your dissatisfaction is being looked into" : "不满意复核中",
        TicketState.Closed => english ? "Closed" : "已办结",
        TicketState.Archived => english ? "Archived" : "已归档",
        TicketState.Answered => english ? "Answered directly" : "已直接答复",
        TicketState.Redirected => english ? "Guided to the responsible body" : "已告知办理渠道",
        TicketState.Merged => english ? "Handled together with the same matter of others" : "与同类诉求合并办理",
        TicketState.Withdrawn => english ? "Withdrawn by you" : "您已撤回",
        TicketState.WaitingForResident => english ? "Waiting for your answer" : "等待您补充信息",
        TicketState.LongTerm => english ? "Listed as long-term, with news each month" : "挂账办理，每月更新进展",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

    /// <summary>Null for what concerns only the staff.</summary>
    public static string? Step(string action, TicketState? to, string? department, string? outcome, bool english) => action switch
    {
        "Receive" => english ? "We received your message" : "收到您的诉求",
        nameof(TicketAction.Accept) => english ? "Accepted" : "已受理",
        nameof(TicketAction.Dispatch) => english ? $"Sent to {department}" : $"已转交{department}",
        nameof(TicketAction.Recall) => english ? "Taken back by the centre to be dispatched anew" : "热线中心收回，重新派单",
        nameof(TicketAction.Sign) => english ? $"{department} took it on" : $"{department}已签收",
        nameof(TicketAction.ApproveReturn) => english ? "The department gave it back; the centre dispatches it anew" : "承办单位退回，热线中心重新派单",
        "Coordinate" => english ? "The responsible unit was settled" : "已协调确定承办单位",
        "ApproveExtension" => english ? "The handling time was extended" : "办理期限已延长",
        nameof(TicketAction.AskResident) => english ? "You were asked for more information" : "请您补充信息",
        nameof(TicketAction.Resume) => english ? "Work goes on" : "恢复办理",
        nameof(TicketAction.ListLongTerm) => english ? "Listed as a long-term matter" : "转为挂账办理",
        "Milestone" => english ? "There is news of how far it has come" : "更新了办理进展",
        "FirstContact" => FirstContact(outcome, department, english),
        nameof(TicketAction.Reply) => english ? $"{department} wrote a reply" : $"{department}已起草答复",
        nameof(TicketAction.Approve) => to == TicketState.Evaluation ? english ? "The centre checked the reply; you can read it" : "热线中心审核通过，答复可查看" : null,
        nameof(TicketAction.SendBack) => english ? "The reply went back for improvement" : "答复退回完善",
        nameof(TicketAction.Rework) => english ? "To be handled again" : "已安排重新办理",
        nameof(TicketAction.Rate) => english ? "You rated the outcome" : "您已评价",
        nameof(TicketAction.CallBack) => CallBack(outcome, english),
        nameof(TicketAction.Evaluate) => english ? "The centre looked at the outcome and closed the matter" : "热线中心核实办理结果后办结",
        nameof(TicketAction.GiveUp) => english ? "We could not reach you; closed. You can still rate" : "多次回访未能联系到您，已办结，您仍可评价",
        "CentreUrge" => english ? "The centre pressed the department" : "热线中心已催办",
        nameof(TicketAction.Close) => english ? "Closed" : "已办结",
        nameof(TicketAction.Answer) => english ? "Answered by the centre" : "热线中心直接答复",
        nameof(TicketAction.Redirect) => english ? "Guided to the responsible body" : "已告知办理渠道",
        nameof(TicketAction.Merge) => english ? "Joined with the same matter of others" : "与同类诉求合并办理",
        nameof(TicketAction.Unmerge) => english ? "Handled on its own again" : "恢复单独办理",
        nameof(TicketAction.DeemedSigned) => english ? $"{department} did not sign in time and has it from now on" : $"{department}逾期未签收，视为签收",
        nameof(TicketAction.ConfirmLawful) => english ? "Reviewed: it was handled as the rules say" : "经复核，办理符合规定",
        nameof(TicketAction.Reopen) => english ? "Taken up again" : "重新办理",
        nameof(TicketAction.Settle) => english ? "Closed together with the same matter of others" : "与同类诉求一并办结",
        nameof(TicketAction.Withdraw) => english ? "You withdrew it" : "您已撤回",
        "Urge" => english ? "You urged" : "您已催办",
        "Supplement" => english ? "You added information" : "您补充了信息",
        "Relay" => english ? $"{department} wrote to you through the centre" : $"{department}通过热线向您转达",
        "RelayCall" => english ? $"{department} called you through the centre" : $"{department}通过热线与您通话",
        "Anonymise" => english ? "Your personal data was removed after the legal term" : "保存期满，您的个人信息已清除",
        "Publish" => english ? "The answer was published without personal data" : "答复已脱敏公开",
        _ => null,
    };

    private static string CallBack(string? outcome, bool english) => outcome switch
    {
        nameof(CallOutcome.NoAnswer) or nameof(CallOutcome.WrongNumber) => english ? "We called you back; nobody answered" : "热线中心回访，未能接通",
        nameof(CallOutcome.Refused) => english ? "We called you back; you did not wish to rate" : "热线中心回访，您表示不作评价",
        _ => english ? "We called you back and noted your rating" : "热线中心回访，已记录您的评价",
    };

    /// <summary>Null for what was logged before roles were.</summary>
    public static string? Role(Role? role, bool english) => role switch
    {
        null => null,
        Domain.Staff.Role.Agent => english ? "agent" : "坐席",
        Domain.Staff.Role.Dispatcher => english ? "dispatcher" : "派单员",
        Domain.Staff.Role.Handler => english ? "handler" : "经办人",
        Domain.Staff.Role.Approver => english ? "approver" : "审批人",
        Domain.Staff.Role.Supervisor => english ? "supervisor" : "班长",
        Domain.Staff.Role.Publisher => english ? "publisher" : "发布员",
        Domain.Staff.Role.Leader => english ? "leader" : "领导",
        _ => english ? "staff" : "工作人员",
    };

    /// <summary>What was read; a file's name stays behind the kind.</summary>
    public static string PersonalReading(string what, bool english) => what.Split(' ', 2)[0] switch
    {
        Platform.PersonalReading.Resident => english ? "your contact details" : "您的联系方式",
        Platform.PersonalReading.Recording => english ? "the recording of your call" : "您的通话录音",
        Platform.PersonalReading.Call => english ? "your call, while you spoke" : "您的通话（通话时）",
        _ => english ? "a file you sent" : "您提交的附件",
    };

    private static string FirstContact(string? outcome, string? department, bool english) => outcome switch
    {
        nameof(FirstContactOutcome.Reached) => english ? $"{department} spoke with you" : $"{department}已与您取得联系",
        nameof(FirstContactOutcome.NoAnswer) => english ? $"{department} tried to reach you; nobody answered" : $"{department}曾与您联系，未能接通",
        nameof(FirstContactOutcome.Refused) => english ? $"{department} called; you did not wish to talk" : $"{department}曾与您联系，您表示不便沟通",
        _ => english ? $"{department} could not contact you: the request is anonymous" : $"{department}无法与您联系：诉求未留联系方式",
    };
}
