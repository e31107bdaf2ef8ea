using System.Text.Json;
using Hotline.Api.Platform;
using Hotline.Classifier;
using Hotline.Domain.Departments;
using Hotline.Domain.Staff;
using Hotline.Domain.Tickets;

namespace Hotline.Api.Routing;

/// <summary>Joins the classifier with the duty directory and the precedents: what is it, whose is it, and may it go out without a person.</summary>
internal sealed class TicketRouter(RunningClassifier running, City city, HotlineOptions options)
{
    private const int Top = 3;
    /// <summary>A greeting of a few characters says nothing that a department could act on.</summary>
    private const int LeastCharacters = 8;
    private const int MostRequests = 20;
    private const int LongestRequest = 300;

    /// <summary>Puts up to three suggestions on a received ticket and, where the rules allow, accepts and dispatches it. Without a classifier it waits for a person.</summary>
    public IReadOnlyList<TicketSuggestion> Route(Ticket ticket, PrecedentBook precedents, DateTimeOffset now)
    {
        if (running.Champion is not { } champion)
        {
            ticket.Suggest(null, null, null, null, now);
            return [];
        }
        var prediction = champion.Model.Predict(ticket.Subject, ticket.Body, Top);
        running.Shadow(ticket.Subject, ticket.Body, prediction);
        var suggestions = new List<TicketSuggestion>();
        var disputed = false;
        foreach (var label in prediction.Labels)
        {
            if (city.Category(label.Label) is not { } category || DutyFinder.Find(city, precedents, category.Code, ticket.DistrictCode) is not { } duty) continue;
            if (suggestions.Count == 0) disputed = duty.Disputed;
            suggestions.Add(TicketSuggestion.Of(ticket.Id, suggestions.Count + 1, category.Code, duty.Department, Math.Min(0.9999, Math.Round(label.Probability, 4)), duty.Reason, EvidenceJson(label.Evidence), now));
        }
        var best = suggestions.FirstOrDefault();
        SplitRequests(champion.Model, ticket);
        ticket.Suggest(best?.CategoryCode, best?.DepartmentCode, best?.Probability, (champion.Version, prediction.Abstained), now);
        // Low confidence is judged by the city's own thresholds; any other abstention means there was nothing to judge by.
        var judged = prediction.AbstainReason is null or AbstainReasons.LowConfidence;
        if (judged && best is not null && !disputed && MayGoOutAlone(ticket, best, prediction.Labels.First(l => l.Label == best.CategoryCode).Probability)) AcceptAndDispatch(ticket, best, now);
        return suggestions;
    }

    /// <summary>Never against the directory's word, for urgent tickets, words of danger, accusations against officials, a mere greeting, or below the category's threshold.</summary>
    private bool MayGoOutAlone(Ticket ticket, TicketSuggestion best, double probability) =>
        options.Routing.AutoDispatch && ticket.State == TicketState.Received
        && ticket.Urgency == Urgency.Normal && ticket.Dangers.Length == 0 && city.Category(best.CategoryCode)!.Urgency == Urgency.Normal
        && ticket.Body.Length >= LeastCharacters
        && probability >= Threshold(best.CategoryCode)
        && city.Officials.Find($"{ticket.Subject}\n{ticket.Body}").Count == 0;

    /// <summary>Several requests in one message get a list, so that the reply leaves none out; the centre may put it right.</summary>
    private static void SplitRequests(ITicketClassifier model, Ticket ticket)
    {
        if (!RequestSplitter.MarksNewPoint(ticket.Body)) return;
        var items = RequestSplitter.Split(model, ticket.Subject, ticket.Body);
        if (items.Count > 1) ticket.SplitInto([.. items.Take(MostRequests).Select(i => Shortened(ticket.Body.Substring(i.Start, i.Length).Trim()))]);
    }

    private static string Shortened(string text) => text.Length <= LongestRequest ? text : $"{text[..(LongestRequest - 1)]}…";

    private double Threshold(string category)
    {
        for (var length = category.Length; length >= 2; length -= 2)
            if (options.Routing.CategoryThresholds.TryGetValue(category[..length], out var own)) return own;
        return options.Routing.Threshold;
    }

    private void AcceptAndDispatch(Ticket ticket, TicketSuggestion best, DateTimeOffset now)
    {
        var type = ticket.Type ?? city.Category(best.CategoryCode)!.Type ?? TicketType.HelpRequest;
        if (ticket.Accept(best.CategoryCode, type, null, null, Actor.System, city.Clock, now) is not null) return;
        ticket.Dispatch(best.DepartmentCode, best.Reason, Actor.System, city.Clock, now);
    }

    private static string EvidenceJson(IReadOnlyList<EvidenceSpan> spans) => JsonSerializer.Serialize(
        spans.Select(s => new { field = s.Field.ToString(), start = s.Start, length = s.Length, weight = Math.Round(s.Weight, 4) }));
}
