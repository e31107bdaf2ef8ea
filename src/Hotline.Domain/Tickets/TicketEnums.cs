namespace Hotline.Domain.Tickets;

/// <summary>The door a message came by. The digit stands in the ticket number.</summary>
public enum Channel { Phone = 1, Web = 2, Sms = 3, Api = 4, Email = 5, Microblog = 6, WeChat = 7, Counter = 8 }

/// <summary>What the department reports of the matter (办理结果).</summary>
public enum ReplyResult { Solved, PartlySolved, NotSolved, Untrue, Explained }

/// <summary>How the first contact with the resident went (先行联系).</summary>
public enum FirstContactOutcome { Reached, NoAnswer, Refused, Anonymous }

/// <summary>The five levels of GB/T 39735-2020.</summary>
public enum Satisfaction { VerySatisfied, Satisfied, BasicallySatisfied, Dissatisfied, VeryDissatisfied }

/// <summary>Grounds for guiding a resident to another lawful channel (诉求分类处理指引).</summary>
public enum RedirectReason
{
    NotCityDuty, EmergencyService, OtherOrgan, Litigation, InOtherProcedure, SecretOrPrivate, RepeatedMatter, NoSubstance, Other,
}

/// <summary>What the resident says on the question "solved?".</summary>
public enum SolvedExtent
{
    Yes,
    Partly,
    No,
    /// <summary>The person judged and did not say; never taken from how satisfied somebody is.</summary>
    Unsaid,
}

/// <summary>Who brought a rating in: the resident alone, or an agent who asked on the phone.</summary>
public enum RatingSource { Resident, CallBack }

/// <summary>How a try to call a resident back went.</summary>
public enum CallOutcome { Reached, NoAnswer, Refused, WrongNumber }

/// <summary>How the question for the resident's judgement ended. Only <see cref="Rated"/> carries a judgement; no other one counts as satisfied.</summary>
public enum EvaluationOutcome
{
    /// <summary>The resident judged.</summary>
    Rated,
    /// <summary>无法联系: every try failed and the waiting term passed.</summary>
    Unreachable,
    /// <summary>拒绝评价: reached, and did not wish to judge.</summary>
    Refused,
    /// <summary>无法回访: there is nobody to ask; the centre looked at it itself.</summary>
    NotAsked,
    /// <summary>A supervisor ended the wait.</summary>
    Waived,
}
