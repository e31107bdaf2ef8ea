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
