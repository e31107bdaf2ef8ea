using System.Globalization;
using Hotline.Api.Features.Public;
using Hotline.Api.Platform;
using Hotline.Domain.Deadlines;
using Hotline.Domain.Tickets;

namespace Hotline.Api.Portal;

/// <summary>Every word of the residents' site. A text missing in one language does not compile.</summary>
internal sealed partial record PortalTexts
{
    public static PortalTexts Current => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? English : Chinese;

    public string Type(TicketType type) => TypeNames[type];

    public string Satisfaction(Satisfaction satisfaction) => satisfaction switch
    {
        Domain.Tickets.Satisfaction.VerySatisfied => SatisfactionVerySatisfied,
        Domain.Tickets.Satisfaction.Satisfied => SatisfactionSatisfied,
        Domain.Tickets.Satisfaction.BasicallySatisfied => SatisfactionBasicallySatisfied,
        Domain.Tickets.Satisfaction.Dissatisfied => SatisfactionDissatisfied,
        Domain.Tickets.Satisfaction.VeryDissatisfied => SatisfactionVeryDissatisfied,
        _ => throw new ArgumentOutOfRangeException(nameof(satisfaction)),
    };

    public string Light(DeadlineLight light) => light switch
    {
        DeadlineLight.Green => LightGreen,
        DeadlineLight.Yellow => LightYellow,
        DeadlineLight.Red => LightRed,
        DeadlineLight.Paused => LightPaused,
        DeadlineLight.Met => LightMet,
        DeadlineLight.Missed => LightMissed,
        _ => throw new ArgumentOutOfRangeException(nameof(light)),
    };

    public string? Done(string? action) => action switch
    {
        "supplement" => DoneSupplement,
        "urge" => DoneUrge,
        "withdraw" => DoneWithdraw,
        "rate" => DoneRate,
        "reopen" => DoneReopen,
        _ => null,
    };

    /// <summary>What is wrong with a field, naming the field.</summary>
    public string Problem(string field, string code) => code switch
    {
        "field.required" => Required(FieldName(field)),
        "field.too_long" => TooLong(FieldName(field)),
        "field.malformed" => Malformed(FieldName(field)),
        "antiforgery.invalid" => FormExpired,
        "withdraw.unconfirmed" => WithdrawUnconfirmed,
        _ => ErrorTexts.Sentence(code, []),
    };

    private string FieldName(string field) => field switch
    {
        "type" => FieldType,
        "subject" => FieldSubject,
        "body" => FieldBody,
        "place" => FieldPlace,
        "files" => FieldFiles,
        "name" => FieldPersonName,
        "phone" => FieldPhone,
        "email" => FieldEmail,
        "number" => FieldNumber,
        "code" => FieldCode,
        "text" => SupplementLabel,
        "solved" => RateSolved,
        "satisfaction" => RateSatisfaction,
        "comment" => RateComment,
        "reason" => WithdrawReason,
        "facts" => ReopenLabel,
        "userName" => FieldUserName,
        "password" => FieldPassword,
        _ => field,
    };

    /// <summary>How long to wait, in whole seconds or minutes.</summary>
    public required Func<int, string> Wait { get; init; }
    public required Func<int, string> TryAgainIn { get; init; }
    public required Func<string, string> Required { get; init; }
    public required Func<string, string> TooLong { get; init; }
    public required Func<string, string> Malformed { get; init; }
    public required IReadOnlyDictionary<TicketType, string> TypeNames { get; init; }

    // Frame
    public required string Language { get; init; }
    public required string OtherLanguageCode { get; init; }
    public required string OtherLanguage { get; init; }
    public required string SkipToContent { get; init; }
    public required string ElderOn { get; init; }
    public required string ElderOff { get; init; }
    public required string NavLabel { get; init; }
    public required string NavHome { get; init; }
    public required string NavSubmit { get; init; }
    public required string NavTrack { get; init; }
    public required string NavPublished { get; init; }
    public required Func<string, string> CallUs { get; init; }
    public required string Emergency { get; init; }
    public required string EmergencyPolice { get; init; }
    public required string EmergencyFire { get; init; }
    public required string EmergencyMedical { get; init; }
    public required string EmergencyMind { get; init; }
    public required string FooterPrivacy { get; init; }
    public required Func<string, string> FooterNote { get; init; }
    public required Func<string, string, string> SiteName { get; init; }
    public required string SiteFull { get; init; }
    public required string ErrorPrefix { get; init; }
    public required string SummaryTitle { get; init; }
    public required string Optional { get; init; }
    public required string Back { get; init; }

    // Home
    public required string HomeTitle { get; init; }
    public required string HomeLead { get; init; }
    public required string HomeSearchLabel { get; init; }
    public required string HomeSearchHint { get; init; }
    public required string Search { get; init; }
    public required string HomeEntries { get; init; }
    public required string EntryConsultation { get; init; }
    public required string EntryConsultationHint { get; init; }
    public required string EntryComplaint { get; init; }
    public required string EntryComplaintHint { get; init; }
    public required string EntryHelp { get; init; }
    public required string EntryHelpHint { get; init; }
    public required string EntrySuggestion { get; init; }
    public required string EntrySuggestionHint { get; init; }
    public required string HomeTrack { get; init; }
    public required string HomeLatest { get; init; }
    public required string HomeMore { get; init; }
    public required string HomeCallTitle { get; init; }
    public required Func<string, string> HomeCallText { get; init; }
    public required string NothingPublished { get; init; }

    // Submit
    public required string SubmitTitle { get; init; }
    public required string SubmitLead { get; init; }
    public required string SectionWhat { get; init; }
    public required string SectionWho { get; init; }
    public required string FieldType { get; init; }
    public required string TypeUnknown { get; init; }
    public required string FieldSubject { get; init; }
    public required string HintSubject { get; init; }
    public required string FieldBody { get; init; }
    public required string HintBody { get; init; }
    public required string FieldPlace { get; init; }
    public required string HintPlace { get; init; }
    public required string FieldFiles { get; init; }
    public required string HintFiles { get; init; }
    public required string FilesAgain { get; init; }
    public required string FieldAnonymous { get; init; }
    public required string HintAnonymous { get; init; }
    public required string FieldConfidential { get; init; }
    public required string HintConfidential { get; init; }
    public required string FieldPersonName { get; init; }
    public required string FieldPhone { get; init; }
    public required string HintPhone { get; init; }
    public required string FieldEmail { get; init; }
    public required string PrivacyBox { get; init; }
    public required string PrivacyMore { get; init; }
    public required string Send { get; init; }
    public required string ReportedTitle { get; init; }
    public required string ReportedLead { get; init; }
    public required string ReportedAnswer { get; init; }
    public required Func<ReportedMatter, string> ReportedMatter { get; init; }
    public required string SendAllTheSame { get; init; }
    public required string CharactersLeft { get; init; }
    public required string FormExpired { get; init; }
    public required string IntakeFull { get; init; }

    // Receipt
    public required string ReceiptTitle { get; init; }
    public required string ReceiptLead { get; init; }
    public required string ReceiptNumber { get; init; }
    public required string ReceiptCode { get; init; }
    public required string ReceiptWarning { get; init; }
    public required string ReceiptNext { get; init; }
    public required string ReceiptNext1 { get; init; }
    public required string ReceiptNext2 { get; init; }
    public required string ReceiptNext3 { get; init; }
    public required string Print { get; init; }
    public required string PrintHint { get; init; }
    public required string Copy { get; init; }
    public required string Copied { get; init; }
    public required string TrackNow { get; init; }

    // Track
    public required string TrackTitle { get; init; }
    public required string TrackLead { get; init; }
    public required string FieldNumber { get; init; }
    public required string HintNumber { get; init; }
    public required string FieldCode { get; init; }
    public required string HintCode { get; init; }
    public required string TrackSubmit { get; init; }
    public required Func<string, string> TrackForgot { get; init; }
    public required string TrackAgain { get; init; }
    public required string TrackState { get; init; }
    public required string TrackHolder { get; init; }
    public required string TrackReceived { get; init; }
    public required string TrackResidentClock { get; init; }
    public required string TrackDepartmentClock { get; init; }
    public required string TrackNoClock { get; init; }
    public required string LightGreen { get; init; }
    public required string LightYellow { get; init; }
    public required string LightRed { get; init; }
    public required string LightPaused { get; init; }
    public required string LightMet { get; init; }
    public required string LightMissed { get; init; }
    public required string TrackReply { get; init; }
    public required string TrackHistory { get; init; }
    public required string TrackMessages { get; init; }
    public required string TrackMessagesHint { get; init; }
    public required string TrackAccess { get; init; }
    public required string TrackAccessHint { get; init; }
    public required string TrackAccessNone { get; init; }
    /// <summary>Who, what, why.</summary>
    public required Func<string, string, string, string> TrackAccessLine { get; init; }
    public required string TrackActions { get; init; }
    public required string NotPossibleNow { get; init; }
    public required string TrackFinish { get; init; }
    public required string TrackFinishHint { get; init; }
    public required string QuestionTitle { get; init; }
    public required Func<string, string> QuestionHint { get; init; }
    public required string ExtensionTitle { get; init; }
    public required Func<string, string, string> ExtensionText { get; init; }
    public required string LongTermTitle { get; init; }
    public required Func<string, string> LongTermUntil { get; init; }
    public required string LongTermSteps { get; init; }
    public required string LongTermProgress { get; init; }
    public required string LongTermNoProgress { get; init; }
    public required string SupplementTitle { get; init; }
    public required string SupplementLabel { get; init; }
    public required string SupplementSubmit { get; init; }
    public required string UrgeTitle { get; init; }
    public required string UrgeHint { get; init; }
    public required string UrgeSubmit { get; init; }
    public required string WithdrawTitle { get; init; }
    public required string WithdrawHint { get; init; }
    public required string ReopenTitle { get; init; }
    public required string ReopenHint { get; init; }
    public required string ReopenLabel { get; init; }
    public required string ReopenSubmit { get; init; }
    public required string DoneReopen { get; init; }
    public required string TrackLawful { get; init; }
    public required string TrackItems { get; init; }
    public required string TrackItemAnswered { get; init; }
    public required string WithdrawReason { get; init; }
    public required string WithdrawConfirm { get; init; }
    public required string WithdrawUnconfirmed { get; init; }
    public required string WithdrawSubmit { get; init; }
    public required string RateTitle { get; init; }
    public required string RateLead { get; init; }
    public required string RateSolved { get; init; }
    public required string RateSolvedYes { get; init; }
    public required string RateSolvedNo { get; init; }
    public required string RateSatisfaction { get; init; }
    public required string SatisfactionVerySatisfied { get; init; }
    public required string SatisfactionSatisfied { get; init; }
    public required string SatisfactionBasicallySatisfied { get; init; }
    public required string SatisfactionDissatisfied { get; init; }
    public required string SatisfactionVeryDissatisfied { get; init; }
    public required string RateComment { get; init; }
    public required string RateSubmit { get; init; }
    public required string YourRating { get; init; }
    public required string DoneSupplement { get; init; }
    public required string DoneUrge { get; init; }
    public required string DoneWithdraw { get; init; }
    public required string DoneRate { get; init; }

    // Published
    public required string PublishedTitle { get; init; }
    public required string PublishedLead { get; init; }
    public required string PublishedSearch { get; init; }
    public required string FilterDepartment { get; init; }
    public required string FilterCategory { get; init; }
    public required string FilterAll { get; init; }
    public required string PublishedFound { get; init; }
    public required string PublishedNone { get; init; }
    public required string NextPage { get; init; }
    public required string FirstPage { get; init; }
    public required string Question { get; init; }
    public required string Answer { get; init; }
    public required string ReceivedOn { get; init; }
    public required string RepliedOn { get; init; }
    public required string PublishedOn { get; init; }
    public required string AskYourself { get; init; }

    // Set-up
    public required string SetUpTitle { get; init; }
    public required string SetUpLead { get; init; }
    public required string FieldUserName { get; init; }
    public required string FieldPassword { get; init; }
    public required string HintPassword { get; init; }
    public required string FieldRepeat { get; init; }
    public required string SetUpSubmit { get; init; }
    public required string SetUpMismatch { get; init; }
    public required string SetUpDone { get; init; }
    public required string SetUpOver { get; init; }
    public required string SetUpWrongLink { get; init; }
    public required string SetUpConsole { get; init; }

    // Errors and privacy
    public required string NotFoundTitle { get; init; }
    public required string NotFoundText { get; init; }
    public required string ServerErrorTitle { get; init; }
    public required Func<string, string> ServerErrorText { get; init; }
    public required string TooManyTitle { get; init; }
    public required Func<string, string> TooManyText { get; init; }
    public required string TooManyKept { get; init; }
    public required string TryAgain { get; init; }
    public required string ExpiredTitle { get; init; }
    public required string ExpiredText { get; init; }
    public required string TooLargeTitle { get; init; }
    public required string TooLargeText { get; init; }
    public required string OtherErrorTitle { get; init; }
    public required string OtherErrorText { get; init; }
    public required string ToHome { get; init; }
    public required string PrivacyTitle { get; init; }
    public required string PrivacyStoredTitle { get; init; }
    public required string PrivacyStored { get; init; }
    public required string PrivacyHowTitle { get; init; }
    public required string PrivacyHow { get; init; }
    public required string PrivacyWhoTitle { get; init; }
    public required string PrivacyWho { get; init; }
    public required string PrivacyPublishTitle { get; init; }
    public required string PrivacyPublish { get; init; }
    public required string PrivacyCookiesTitle { get; init; }
    public required string PrivacyCookies { get; init; }
    public required string PrivacyAskTitle { get; init; }
    public required Func<string, string> PrivacyAsk { get; init; }
}
