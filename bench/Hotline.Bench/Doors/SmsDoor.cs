using Hotline.Bench.Replay;
using Hotline.Channels.Twilio;

namespace Hotline.Bench.Doors;

/// <summary>The account whose webhooks the server believes.</summary>
internal sealed record SmsAccount(string Sid, string AuthToken, Uri PublicBaseUrl);

/// <summary>The text message door: a webhook signed as Twilio signs it.</summary>
internal sealed class SmsDoor(Uri server, SmsAccount account) : IDoor
{
    private const string Path = "webhooks/twilio/sms";
    private readonly HttpClient _http = new() { BaseAddress = server };

    public async Task<DoorAnswer> Send(ReplayMessage message, CancellationToken ct)
    {
        var text = message.Subject.Length == 0 || message.Body.Contains(message.Subject, StringComparison.Ordinal) ? message.Body : $"{message.Subject}\n{message.Body}";
        KeyValuePair<string, string>[] form =
        [
            new("MessageSid", Derived.MessageSid(message.Id)), new("AccountSid", account.Sid), new("From", Derived.Phone(message.Id)),
            new("To", "+8612345"), new("Body", text), new("NumMedia", "0"),
        ];
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = new FormUrlEncodedContent(form) };
        request.Headers.Add(TwilioSignature.Header, TwilioSignature.Compute(account.AuthToken, $"{account.PublicBaseUrl.ToString().TrimEnd('/')}/{Path}", form));
        using var response = await _http.SendAsync(request, ct);
        return await DoorAnswer.IfNotTaken(response, ct) ?? new DoorAnswer(Outcome.Accepted, (int)response.StatusCode);
    }

    public void Dispose() => _http.Dispose();
}
