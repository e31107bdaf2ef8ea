using System.Net;
using System.Text.RegularExpressions;
using Hotline.Bench.Replay;

namespace Hotline.Bench.Doors;

/// <summary>The residents' form at <c>/submit</c>, as a browser without scripts uses it: read the page, fill it in, send it.</summary>
internal sealed partial class WebDoor(Uri server) : IDoor
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = true, CookieContainer = new CookieContainer(), AllowAutoRedirect = false }) { BaseAddress = server };

    public async Task<DoorAnswer> Send(ReplayMessage message, CancellationToken ct)
    {
        using var page = await _http.GetAsync("submit", ct);
        if (await DoorAnswer.IfNotTaken(page, ct) is { } closed) return closed;
        if (ValueOf("__RequestVerificationToken", await page.Content.ReadAsStringAsync(ct)) is not { } token)
            return new(Outcome.Refused, (int)page.StatusCode, Detail: "/submit shows no form");

        using var form = new MultipartFormDataContent
        {
            { new StringContent(token), "__RequestVerificationToken" },
            { new StringContent(Derived.SubmissionId(message.Id).ToString()), "submissionId" },
            { new StringContent(message.Subject.Length > 0 ? message.Subject : message.Body[..Math.Min(message.Body.Length, 30)]), "subject" },
            { new StringContent(message.Body.Length > 0 ? message.Body : message.Subject), "body" },
            { new StringContent("true"), "anonymous" }, // the file names no contact, which the form otherwise asks for
        };
        using var answer = await _http.PostAsync("submit", form, ct);
        if (await DoorAnswer.IfNotTaken(answer, ct) is { } not) return not;
        // The redirect leads to the receipt; that of a message sent twice is the first one's, so a resident cannot tell, and neither can we.
        return answer.StatusCode is HttpStatusCode.Found or HttpStatusCode.SeeOther
            ? new(Outcome.Accepted, (int)answer.StatusCode)
            : new(Outcome.Refused, (int)answer.StatusCode, Detail: "no receipt came");
    }

    private static string? ValueOf(string field, string page)
    {
        foreach (Match input in Input().Matches(page))
            if (Name().Match(input.Value) is { Success: true } name && name.Groups[1].Value == field && Value().Match(input.Value) is { Success: true } value)
                return WebUtility.HtmlDecode(value.Groups[1].Value);
        return null;
    }

    public void Dispose() => _http.Dispose();

    [GeneratedRegex("<input[^>]*>")]
    private static partial Regex Input();
    [GeneratedRegex("\\bname=\"([^\"]*)\"")]
    private static partial Regex Name();
    [GeneratedRegex("\\bvalue=\"([^\"]*)\"")]
    private static partial Regex Value();
}
