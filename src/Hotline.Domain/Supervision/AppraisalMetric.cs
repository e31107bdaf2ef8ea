using System.Linq.Expressions;
using Hotline.Domain.Tickets;

namespace Hotline.Domain.Supervision;

/// <summary>What kind of number a metric is.</summary>
public enum MetricKind
{
    /// <summary>A part of a whole, 0 to 1.</summary>
    Rate,
    /// <summary>A sum over a count, such as dispatches for each ticket.</summary>
    Mean,
}

/// <summary>
/// One figure of appraisal: which ended tickets count for it and which of them speak for it. The same two conditions make the
/// roll-up, the recount and the list of tickets behind the figure.
/// </summary>
public sealed class AppraisalMetric
{
    private readonly Func<TicketFact, bool> _counts;
    private readonly Func<TicketFact, bool> _holds;
    private readonly Func<TicketFact, (long Numerator, long Denominator)>? _weights;

    internal AppraisalMetric(string code, string zh, string en, string formulaZh, string formulaEn, Expression<Func<TicketFact, bool>> counts, Expression<Func<TicketFact, bool>> holds,
        Func<TicketFact, (long, long)>? weights = null)
    {
        (Code, Zh, En, FormulaZh, FormulaEn, Counts, Holds, _weights) = (code, zh, en, formulaZh, formulaEn, counts, holds, weights);
        (_counts, _holds) = (counts.Compile(), holds.Compile());
    }

    public string Code { get; }
    public string Zh { get; }
    public string En { get; }
    /// <summary>Numerator and denominator in words.</summary>
    public string FormulaZh { get; }
    public string FormulaEn { get; }
    /// <summary>The ticket stands in the denominator.</summary>
    public Expression<Func<TicketFact, bool>> Counts { get; }
    /// <summary>Of those that count: the ticket stands in the numerator.</summary>
    public Expression<Func<TicketFact, bool>> Holds { get; }
    public MetricKind Kind { get; init; } = MetricKind.Rate;
    /// <summary>True when more is better, false when less is; null when it is neither praise nor blame.</summary>
    public bool? MoreIsBetter { get; init; } = true;
    /// <summary>False for figures of the whole city, which say nothing about one unit.</summary>
    public bool OfUnits { get; init; } = true;

    /// <summary>What the ticket adds to numerator, denominator and to what is left out. An excluded ticket adds to the last alone.</summary>
    public (long Numerator, long Denominator, long LeftOut) Of(TicketFact fact)
    {
        if (!_counts(fact)) return default;
        var (numerator, denominator) = _weights?.Invoke(fact) ?? (_holds(fact) ? 1 : 0, 1);
        return fact.Excluded ? (0, 0, denominator) : (numerator, denominator, 0);
    }
}

/// <summary>Every figure that is made from ended tickets (domain figures of the hotline's trade; see docs/appraisal.md).</summary>
public static class AppraisalMetrics
{
    public const string Closing = "closing";
    public const string Resolution = "resolution";
    public const string PartlySolved = "partlySolved";
    public const string TimelyContact = "timelyContact";
    public const string Satisfied = "satisfaction";
    public const string Published = "published";
    public const string OnTime = "onTime";

    /// <summary>How many tickets ended; on top of every table.</summary>
    public static readonly AppraisalMetric Volume = new("volume", "办结量", "Ended tickets", "期内办结、直接答复、分类告知和撤回的工单数", "tickets closed, answered, redirected or withdrawn in the period",
        f => true, f => true)
    { MoreIsBetter = null };

    public static readonly IReadOnlyList<AppraisalMetric> All =
    [
        Volume,
        new("directAnswer", "直接答复率", "Direct answer rate", "中心直接答复 ÷ 全部（不含撤回）", "answered by the centre ÷ all but withdrawn",
            f => f.EndedAs != TicketState.Withdrawn, f => f.EndedAs == TicketState.Answered) { OfUnits = false },
        new("firstContactResolution", "首次解决率", "First-contact resolution", "7 天内同一人未就同类事项再来 ÷ 直接答复（不含查不到本人的）", "not brought again by the same person within 7 days ÷ answered directly, the person being known",
            f => f.EndedAs == TicketState.Answered && f.CameAgain != null, f => f.CameAgain == false) { OfUnits = false },
        new("dispatchAccuracy", "派单准确率", "Dispatch accuracy", "未被收回或同意退回的派单次数 ÷ 派单次数", "dispatches neither recalled nor returned with approval ÷ dispatches",
            f => f.Dispatches > 0, f => f.Dispatches > f.WrongDispatches, f => (f.Dispatches - f.WrongDispatches, f.Dispatches)) { OfUnits = false },
        new("firstDispatch", "一次派单成功率", "First-dispatch success", "只派一次就办结的工单 ÷ 派过单的工单", "tickets dispatched once ÷ tickets dispatched",
            f => f.Dispatches > 0, f => f.Dispatches == 1 && f.WrongDispatches == 0),
        new("meanDispatches", "平均流转次数", "Mean dispatches", "派单次数合计 ÷ 派过单的工单", "dispatches ÷ tickets dispatched",
            f => f.Dispatches > 0, f => f.Dispatches > 1, f => (f.Dispatches, 1)) { Kind = MetricKind.Mean, MoreIsBetter = false },
        new("timelySign", "及时签收率", "Timely signing", "在签收期限内签收 ÷ 派到本单位（默认签收不算）", "signed within the window ÷ dispatched to the unit; silence is no signature",
            f => f.SignedInTime != null, f => f.SignedInTime == true),
        new(TimelyContact, "按时联系率（响应率）", "Timely first contact (response rate)", "按时首次联系 ÷ 已签收（不含匿名和无联系方式）", "contacted within the term ÷ signed, without anonymous matters and those without a contact",
            f => f.ContactInTime != null, f => f.ContactInTime == true),
        new(OnTime, "按时办结率（原时限）", "On time by the original term", "按派单时承诺的时限办结 ÷ 到期", "handled by the term promised at dispatch ÷ due",
            f => f.OnTimeOriginal != null, f => f.OnTimeOriginal == true),
        new("onTimeExtended", "按时办结率（含批准延期）", "On time with approved extension", "按批准延期后的时限办结 ÷ 到期", "handled by the term with approved extensions ÷ due",
            f => f.OnTimeExtended != null, f => f.OnTimeExtended == true),
        new("promiseKept", "全程按时率", "Resident's term kept", "按诉求人时限办结 ÷ 有该时限的工单（时限自受理起不停不重置）", "ended within the resident's term ÷ tickets that have one; it runs from acceptance and nothing stops it",
            f => f.PromiseKept != null, f => f.PromiseKept == true),
        new(Closing, "办结率", "Closing rate", "期内办结 ÷（期内办结 + 期末已到期仍在办）", "ended in the period ÷ (those + still open and past due at its end)",
            f => f.EndedAs != TicketState.Withdrawn, f => true),
        new(Resolution, "解决率", "Resolution rate", "诉求人认为已解决（部分解决按权重计）÷ 有效评价", "solved in the resident's word, in part by a weight ÷ valid judgements",
            f => f.Resolution != null, f => f.Resolution == Supervision.Resolution.Solved),
        new(Satisfied, "满意率", "Satisfaction", "非常满意、满意、基本满意 ÷ 有效评价（联系不上的不算满意，也不进分母）", "very, quite or basically satisfied ÷ valid judgements; the unreachable are in neither",
            f => f.Satisfaction != null, f => f.Satisfaction == Tickets.Satisfaction.VerySatisfied || f.Satisfaction == Tickets.Satisfaction.Satisfied || f.Satisfaction == Tickets.Satisfaction.BasicallySatisfied),
        new("satisfactionStrict", "满意率（从严，不含基本满意）", "Satisfaction, strict", "非常满意、满意 ÷ 有效评价", "very or quite satisfied ÷ valid judgements",
            f => f.Satisfaction != null, f => f.Satisfaction == Tickets.Satisfaction.VerySatisfied || f.Satisfaction == Tickets.Satisfaction.Satisfied),
        new("judged", "参评率", "Rate of judgements", "作出评价 ÷ 征询过评价（联系不上的在分母）", "judged ÷ asked for a judgement, the unreachable among them",
            f => f.Asked != AskedOutcome.NotAsked, f => f.Asked == AskedOutcome.Rated) { MoreIsBetter = null },
        new("returned", "退单率", "Return rate", "单位申请过退单 ÷ 派到本单位", "the unit asked to return it ÷ dispatched to the unit",
            f => f.Dispatches > 0, f => f.Returned) { MoreIsBetter = null },
        new("reworked", "重办率", "Rework rate", "退回重办过 ÷ 派到本单位", "sent back for another round ÷ dispatched to the unit",
            f => f.Dispatches > 0, f => f.Reworks > 0) { MoreIsBetter = false },
        new("extended", "延期率", "Extension rate", "批准过延期 ÷ 到期", "an extension was approved ÷ due",
            f => f.OnTimeOriginal != null, f => f.Extended) { MoreIsBetter = false },
        new("overdue", "超期率", "Overdue rate", "超过批准延期后的时限 ÷ 到期", "later than the term with approved extensions ÷ due",
            f => f.OnTimeExtended != null, f => f.OnTimeExtended == false) { MoreIsBetter = false },
        new("repeated", "重复诉求率", "Repeat rate", "同一人 30 天内就同类事项再来 ÷ 查得到本人的工单", "brought again by the same person within 30 days ÷ tickets whose person is known",
            f => f.Repeat != null, f => f.Repeat == true) { MoreIsBetter = false },
        new("falseClosing", "虚假办结率", "False-closure rate", "抽查认定未办 ÷ 已抽查认定（只计随机抽查，不计被举报的）", "found not done ÷ drawn for the audit and decided on; flags raised by suspicion are left out, or the rate would be no sample",
            f => f.FoundFalse != null, f => f.FoundFalse == true) { MoreIsBetter = false },
        new(Published, "公开率", "Publication rate", "已公开 ÷ 可公开（办结或直接答复且不保密）", "published ÷ publishable: closed or answered, not confidential",
            f => f.Publishable, f => f.Published),
    ];

    /// <summary>The part of the resolved that is only partly so; weighed when the rate is read.</summary>
    private static readonly AppraisalMetric Partly = new(PartlySolved, "", "", "", "", f => f.Resolution == Supervision.Resolution.Partly, f => true);

    private static readonly IReadOnlyDictionary<string, AppraisalMetric> ByCode = All.ToDictionary(m => m.Code);

    public static AppraisalMetric? Find(string? code) => code is null ? null : ByCode.GetValueOrDefault(code);

    /// <summary>Everything a ticket adds to the roll-up of its day: the metrics, and its class of duration.</summary>
    public static IEnumerable<(string Metric, long Numerator, long Denominator, long LeftOut)> Of(TicketFact fact)
    {
        ArgumentNullException.ThrowIfNull(fact);
        foreach (var metric in All.Append(Partly))
            if (metric.Of(fact) is var (numerator, denominator, leftOut) && (numerator | denominator | leftOut) != 0) yield return (metric.Code, numerator, denominator, leftOut);
        if (fact.EndedAs != TicketState.Withdrawn)
            yield return (DurationClasses.Code(DurationClasses.Of(fact.CitizenMinutes)), 0, fact.Excluded ? 0 : 1, fact.Excluded ? 1 : 0);
    }
}
