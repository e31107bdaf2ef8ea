using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Hotline.Channels.SmsGateway;

/// <summary>Sends text messages through a provider that the configuration describes.</summary>
internal sealed class SmsGatewayClient(HttpClient http, SmsGatewayOptions options, TimeProvider clock) : IOutgoingChannel
{
    private const int LongestReason = 200;
    private static readonly TimeSpan MostTime = TimeSpan.FromMilliseconds(200);

    public ChannelKind Channel => ChannelKind.Sms;

    public string Provider => SmsGatewayOptions.Provider;

    public double? PerSecond => options.PerSecond;

    public string? ReportPath => options.WhyNoReports is null ? "/webhooks/sms/reports" : null;

    public bool IsConfigured => options.IsConfigured;

    public string? WhyNotConfigured => options.WhyNotConfigured;

    public Task<SendResult> Send(OutgoingMessage message, CancellationToken ct) => Ask(options.Send, message, AnswerToSend, ct);

    public Task<SendResult> Reconcile(OutgoingMessage message, DateTimeOffset firstTriedAt, CancellationToken ct) =>
        options.Query.Address.Length > 0 ? Ask(options.Query, message, AnswerToQuery, ct)
        : Task.FromResult(options.RepeatAfterSilence
            ? SendResult.RetryLater("reconcile.not_possible", "the provider cannot be asked; sending again", TimeSpan.Zero)
            : SendResult.Refused("reconcile.not_possible", "the provider did not answer and cannot be asked; it may have been sent"));

    private SendResult AnswerToSend(OutgoingMessage message, int status, GatewayFields? fields)
    {
        var answer = options.Send.Answer;
        var (code, text) = Words(answer, status, fields);
        return Accepts(answer, status, fields, code) ? SendResult.Accepted(fields?[answer.Id] is { Length: > 0 } id ? PlainText.Cut(PlainText.Clean(id), 200) : IdOf(message))
            : Failure(answer, status, fields, code, text);
    }

    private SendResult AnswerToQuery(OutgoingMessage message, int status, GatewayFields? fields)
    {
        var answer = options.Query.Answer;
        var (code, text) = Words(answer, status, fields);
        return Accepts(answer, status, fields, code) ? SendResult.Accepted(fields?[answer.Id] is { Length: > 0 } id ? PlainText.Cut(PlainText.Clean(id), 200) : IdOf(message))
            : answer.NotFound.Contains(code) || (answer.Code.Length == 0 && status == 404) ? SendResult.RetryLater("reconcile.not_found", "the provider does not have the message", TimeSpan.Zero)
            // Anything else says nothing about the message.
            : SendResult.Unknown(code, text);
    }

    private static bool Accepts(GatewayAnswerOptions answer, int status, GatewayFields? fields, string code) =>
        answer.Code.Length == 0 ? status is >= 200 and < 300 : fields?[answer.Code] is not null && answer.Success.Contains(code);

    private static SendResult Failure(GatewayAnswerOptions answer, int status, GatewayFields? fields, string code, string? text)
    {
        // A code of the provider says more than the status of HTTP around it.
        if (answer.Code.Length > 0 && fields?[answer.Code] is not null)
        {
            return answer.Retry.Contains(code) ? SendResult.RetryLater(code, text, answer.RetryAfter)
                : answer.OptedOut.Contains(code) ? SendResult.Refused(code, text) with { OptedOut = true }
                : status >= 500 ? SendResult.Unknown(code, text)
                : SendResult.Refused(code, text);
        }

        return status switch
        {
            429 => SendResult.RetryLater(code, text, answer.RetryAfter),
            >= 500 or 408 => SendResult.Unknown(code, text),
            >= 400 => SendResult.Refused(code, text),
            _ => SendResult.Unknown("response.unreadable", "the answer is not the provider's"),
        };
    }

    private static (string Code, string? Text) Words(GatewayAnswerOptions answer, int status, GatewayFields? fields)
    {
        var code = PlainText.Cut(PlainText.Clean(fields?[answer.Code]).Trim(), 60);
        var text = PlainText.Clean(fields?[answer.Text]).Trim();
        return (code.Length > 0 ? code : $"http.{status.ToString(CultureInfo.InvariantCulture)}", text.Length > 0 ? PlainText.Cut(text, LongestReason) : null);
    }

    private SendResult? WhyItCannotGo(OutgoingMessage message, string text) =>
        WhyNotConfigured is { } why ? SendResult.Refused("channel.not_configured", why)
        : National(message.To) is not { } number ? SendResult.Refused("sms.number_foreign", "the number is of another country")
        : !Regex.IsMatch(number, options.NumberPattern, RegexOptions.CultureInvariant, MostTime) ? SendResult.Refused("sms.number_malformed", "the number cannot get text messages")
        : string.IsNullOrWhiteSpace(text) ? SendResult.Refused("sms.text_empty", "there is nothing to send")
        : null;

    /// <summary>Digits without country code; null for another country's number.</summary>
    private string? National(string to)
    {
        var digits = string.Concat(to.Where(char.IsAsciiDigit));
        var abroad = to.TrimStart().StartsWith('+') || digits.StartsWith("00", StringComparison.Ordinal);
        digits = digits.StartsWith("00", StringComparison.Ordinal) ? digits[2..] : digits;
        return abroad
            ? digits.StartsWith(options.CountryCode, StringComparison.Ordinal) ? digits[options.CountryCode.Length..] : null
            : digits.Length > 11 && digits.StartsWith(options.CountryCode, StringComparison.Ordinal) ? digits[options.CountryCode.Length..] : digits;
    }

    private static string IdOf(OutgoingMessage message) => message.Id.ToString("N");

    private async Task<SendResult> Ask(GatewayRequestOptions kind, OutgoingMessage message, Func<OutgoingMessage, int, GatewayFields?, SendResult> read, CancellationToken ct)
    {
        var text = PlainText.Clean(message.Text);
        if (WhyItCannotGo(message, text) is { } refused)
        {
            return refused;
        }

        try
        {
            using var request = Request(kind, message, text);
            using var response = await http.SendAsync(request, ct);
            var bytes = await response.Content.ReadAsByteArrayAsync(ct);
            return read(message, (int)response.StatusCode, GatewayFields.Read(kind.Answer.Format, options.Encoding.GetString(bytes), kind.Answer.Pattern, options.Encoding));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return SendResult.Unknown("http.timeout", "no answer in time");
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError)
        {
            return SendResult.RetryLater("http.unreachable", e.Message) with { ChannelDown = true };
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return SendResult.Unknown("response.unreadable", e.Message);
        }
        catch (Exception e) when (e is FormatException or UriFormatException)
        {
            // A template made something that is no header or address: nothing was sent.
            return SendResult.Refused("sms.request_malformed", e.Message);
        }
    }

    private HttpRequestMessage Request(GatewayRequestOptions kind, OutgoingMessage message, string text)
    {
        var charset = options.Encoding;
        var values = Values(message, text);
        var unsigned = kind.Fields.Where(f => !GatewayTemplate.Names(f.Value, "sign")).OrderBy(f => f.Key, StringComparer.Ordinal)
            .Select(f => (f.Key, Value: GatewayTemplate.Fill(f.Value, values, charset))).ToList();
        // The body before it is signed; where the signature is a part of it, the template cannot ask for it.
        var escape = EscapeOf(kind.ContentType);
        var body = kind.Fields.Count == 0 ? GatewayTemplate.Fill(kind.Body, values, charset, escape) : Form(unsigned, charset);
        var sign = kind.Signature.Template.Length == 0 ? "" : kind.Signature.Compute(
            name => name switch { "body" => body, "sorted" => string.Join('&', unsigned.Where(f => f.Value.Length > 0).Select(f => $"{f.Key}={f.Value}")), _ => values(name) }, charset);
        string? Signed(string name) => name == "sign" ? sign : values(name);

        if (kind.Fields.Count == 0)
        {
            body = GatewayTemplate.Fill(kind.Body, Signed, charset, escape);
        }
        else
        {
            body = Form(kind.Fields.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => (f.Key, GatewayTemplate.Fill(f.Value, Signed, charset))), charset);
        }

        var address = GatewayTemplate.Fill(kind.Address, Signed, charset, value => GatewayTemplate.Escape(value, charset));
        var inQuery = kind.Method == "GET" && kind.Fields.Count > 0;
        if (inQuery)
        {
            address += (address.Contains('?', StringComparison.Ordinal) ? "&" : "?") + body;
        }

        var request = new HttpRequestMessage(new HttpMethod(kind.Method), new Uri(address));
        if (kind.Method != "GET")
        {
            request.Content = new ByteArrayContent(charset.GetBytes(body));
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(kind.Fields.Count > 0 ? UrlForm.ContentType : kind.ContentType);
            request.Content.Headers.ContentType.CharSet = options.Charset;
        }

        foreach (var (name, template) in kind.Headers)
        {
            // Throws FormatException for a line break, whoever wrote it.
            request.Headers.Add(name, GatewayTemplate.Fill(template, Signed, charset));
        }

        return request;
    }

    private static string Form(IEnumerable<(string Key, string Value)> fields, Encoding charset) =>
        string.Join('&', fields.Select(f => $"{GatewayTemplate.Escape(f.Key, charset)}={GatewayTemplate.Escape(f.Value, charset)}"));

    private static Func<string, string>? EscapeOf(string contentType) =>
        contentType.Contains("json", StringComparison.OrdinalIgnoreCase) ? value => JsonEncodedText.Encode(value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString()
        : contentType.Contains("xml", StringComparison.OrdinalIgnoreCase) ? value => System.Security.SecurityElement.Escape(value)
        : null;

    private Func<string, string?> Values(OutgoingMessage message, string text)
    {
        // One moment and one nonce for the whole request, however often the templates name them.
        var now = clock.GetUtcNow();
        var nonce = Guid.NewGuid().ToString("N");
        var national = National(message.To) ?? "";
        return name => name switch
        {
            "to" => $"+{options.CountryCode}{national}",
            "digits" => options.CountryCode + national,
            "national" => national,
            "text" => text,
            "id" => IdOf(message),
            "sender" => options.Sender,
            "callback" => message.StatusCallback?.AbsoluteUri,
            "timestamp" => now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            "timestampMs" => now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
            "nonce" => nonce,
            _ when name.StartsWith("time:", StringComparison.Ordinal) => TimeZoneInfo.ConvertTime(now, TimeZoneInfo.FindSystemTimeZoneById(options.TimeZone)).ToString(name[5..], CultureInfo.InvariantCulture),
            _ when name.StartsWith("secret.", StringComparison.Ordinal) => options.Secrets.TryGetValue(name[7..], out var secret) ? secret : null,
            _ => null,
        };
    }
}
