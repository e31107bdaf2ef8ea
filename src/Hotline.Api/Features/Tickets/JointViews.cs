using Hotline.Api.Data;
using Hotline.Domain.Deadlines;
using Hotline.Domain.Tickets;

namespace Hotline.Api.Features.Tickets;

/// <summary>What several people have to do with one ticket.</summary>
/// <param name="SubTasks">Parts that other units work on, in their order.</param>
/// <param name="RequestItems">The several things the message asks for; empty while it asks for one.</param>
/// <param name="Evidence">What the category wants beside the reply.</param>
/// <param name="ContactProven">A contact with the resident, or an attempt, is recorded.</param>
/// <param name="BasisCited">The latest reply names its legal basis.</param>
/// <param name="ItemsAnswered">The latest reply answers each request item.</param>
/// <param name="MayWaive">A missing contact or basis may be waived with a reason.</param>
/// <param name="FirstRating">The resident's judgement of the first round.</param>
/// <param name="FinalRating">Their judgement of the latest round they rated.</param>
/// <param name="NeedsSupervision">Dissatisfied after the ordinary rounds: a further one is a supervisor's to order.</param>
/// <param name="LawfulReasons">What the resident was told when their dissatisfaction was found to have no ground.</param>
internal sealed record JointView(IReadOnlyList<SubTaskView> SubTasks, IReadOnlyList<RequestLine> RequestItems, EvidenceKind Evidence,
    bool ContactProven, bool BasisCited, bool ItemsAnswered, bool MayWaive, RatingView? FirstRating, RatingView? FinalRating, bool NeedsSupervision, string? LawfulReasons);

/// <param name="N">Its number within the ticket.</param>
/// <param name="AnswersTo">The unit that waits for the answer.</param>
/// <param name="Under">The part it is itself a part of.</param>
/// <param name="Reply">What the unit answered; for returned and withdrawn ones the reason.</param>
/// <param name="Evidence">Ids of files beside the ticket.</param>
internal sealed record SubTaskView(int N, string Number, SubTaskKind Kind, SubTaskState State, string DepartmentCode, string DepartmentName, string AnswersTo, string AnswersToName, int? Under, string Task,
    DateTimeOffset AddedAt, string AddedBy, DateTimeOffset DueAt, DeadlineLight Light, string Explanation, DateTimeOffset? SignedAt, string? SignedBy, DateTimeOffset? EndedAt, string? EndedBy, string? Reply, IReadOnlyList<Guid> Evidence);

internal sealed partial class TicketReader
{
    private JointView Joint(Ticket t, TicketReply? reply, List<TicketRating> ratings, DateTimeOffset now, Func<string?, string?> shown)
    {
        var facts = ReviewFacts.Of(t, reply);
        return new JointView([.. t.SubTasks.OrderBy(s => s.Sequence).Select(s => ViewOf(s, now))], [.. t.RequestItems.Select(i => i with { Text = shown(i.Text)! })], city.Category(t.CategoryCode)?.Evidence ?? EvidenceKind.None,
            facts.ContactProven, facts.BasisCited, facts.ItemsAnswered, ReviewChecklist.MayWaive(t),
            ratings.Count == 0 ? null : ViewOf(ratings[0], shown), ratings.Count == 0 ? null : ViewOf(ratings[^1], shown), t.NeedsSupervision, t.LawfulReasons);
    }

    public SubTaskView ViewOf(SubTask s, DateTimeOffset now) => new(s.Sequence, s.Number, s.Kind, s.State, s.Department, DepartmentName(s.Department)!, s.AnswersTo, DepartmentName(s.AnswersTo)!, s.Under, s.Task,
        s.AddedAt, s.AddedBy, s.DueAt, DeadlineLights.Of(s.DueAt, s.WarnAt, now, s.EndedAt), English ? s.ExplanationEn : s.ExplanationZh, s.SignedAt, s.SignedBy, s.EndedAt, s.EndedBy, s.Reply,
        [.. s.Evidence.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Guid.Parse)]);

    private static RatingView ViewOf(TicketRating r, Func<string?, string?> shown) => new(r.IsSolved, r.Extent, r.Satisfaction, shown(r.Comment), r.Source, r.At);
}
