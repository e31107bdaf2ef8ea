using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Hotline.Channels.SmsGateway;

/// <summary>What the door should do with a request that claims to come from the gateway.</summary>
public enum GatewayVerdict
{
    Genuine,

    /// <summary>The door is not configured.</summary>
    NotConfigured,

    /// <summary>Nothing was shown.</summary>
    SignatureMissing,

    /// <summary>What was shown does not fit.</summary>
    SignatureWrong,

    /// <summary>Signed too long ago, or in the future.</summary>
    Stale,

    /// <summary>Not of the format configured.</summary>
    Unreadable,
}

/// <summary>A request as it arrived.</summary>
/// <param name="Query">Without the question mark; as the client wrote it.</param>
/// <param name="Body">All bytes; the door limits their number.</param>
/// <param name="Header">The first value of a header; null when absent.</param>
public sealed record GatewayPush(string Query, byte[] Body, Func<string, string?> Header);

/// <summary>Reads what the gateway pushes. Pure; any input is answered with a verdict.</summary>
public static class SmsGatewayDoor
{
    private const int MostItems = 1_000;

    /// <summary>Messages from residents. An item at fault is left out and named; the others are taken.</summary>
    /// <param name="options">The gateway.</param>
    /// <param name="push">The request.</param>
    /// <param name="now">When it arrived.</param>
    public static (GatewayVerdict Verdict, IReadOnlyList<IncomingMessage> Messages, IReadOnlyList<FieldError> Faults) ReadMessages(SmsGatewayOptions options, GatewayPush push, DateTimeOffset now)
    {
        var (verdict, items) = options.WhyNoIncoming is null ? Open(options, options.Incoming, push, now) : (GatewayVerdict.NotConfigured, []);
        var (messages, faults) = (new List<IncomingMessage>(), new List<FieldError>());
        foreach (var item in items)
        {
            var from = PlainText.Clean(item[options.Incoming.From]).Trim();
            var text = PlainText.Clean(item[options.Incoming.Text]).Trim();
            var id = PlainText.Clean(item[options.Incoming.Id]).Trim();
            if (id.Length == 0)
            {
                // A push without identity is known by what it says and when.
                id = options.Incoming.Time.Length > 0 && item[options.Incoming.Time] is { Length: > 0 } time
                    ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{from}\n{time}\n{text}"))) : "";
            }

            var fault = from.Length is 0 or > 64 ? new FieldError(options.Incoming.From, from.Length == 0 ? "is missing" : "is malformed")
                : id.Length is 0 or > 200 ? new FieldError(options.Incoming.Id.Length > 0 ? options.Incoming.Id : options.Incoming.Time, id.Length == 0 ? "is missing" : "is malformed")
                : text.Length == 0 ? new FieldError(options.Incoming.Text, "is missing")
                : null;
            if (fault is not null)
            {
                faults.Add(fault);
                continue;
            }

            messages.Add(new(ChannelKind.Sms, $"sms:{options.Name}", id, Sender(options, from), null, "", text, now, [], item.Raw.Replace("\0", "%00", StringComparison.Ordinal), ContentTypeOf(options.Incoming.Format)));
        }

        return (verdict, messages, faults);
    }

    /// <summary>Reports on messages we sent.</summary>
    /// <inheritdoc cref="ReadMessages"/>
    public static (GatewayVerdict Verdict, IReadOnlyList<DeliveryReport> Reports, IReadOnlyList<FieldError> Faults) ReadReports(SmsGatewayOptions options, GatewayPush push, DateTimeOffset now)
    {
        var door = options.Reports;
        var (verdict, items) = options.WhyNoReports is null ? Open(options, door, push, now) : (GatewayVerdict.NotConfigured, []);
        var (reports, faults) = (new List<DeliveryReport>(), new List<FieldError>());
        foreach (var item in items)
        {
            var id = PlainText.Clean(item[door.Id]).Trim();
            var state = PlainText.Clean(item[door.State]).Trim();
            if (id.Length is 0 or > 200 || state.Length is 0 or > 60)
            {
                faults.Add(id.Length is 0 or > 200 ? new(door.Id, "is missing or malformed") : new(door.State, "is missing or malformed"));
                continue;
            }

            var code = PlainText.Cut(PlainText.Clean(item[door.Code]).Trim(), 60);
            code = code.Length > 0 ? code : state;
            reports.Add(door.Delivered.Contains(state) ? new(id, DeliveryState.Delivered, null)
                : door.Sent.Contains(state) ? new(id, DeliveryState.Sent, null)
                : new(id, DeliveryState.Failed, door.Retry.Contains(code) ? SendResult.RetryLater(code, null, door.RetryAfter) with { MostTimes = 2 } : SendResult.Refused(code, null)));
        }

        return (verdict, reports, faults);
    }

    private static (GatewayVerdict Verdict, IReadOnlyList<GatewayFields> Items) Open(SmsGatewayOptions options, GatewayDoorOptions door, GatewayPush push, DateTimeOffset now)
    {
        var charset = options.Encoding;
        var body = charset.GetString(push.Body);
        var query = GatewayFields.Read(GatewayFormat.Form, push.Query, "", charset)!;
        // A provider that pushes by GET has its form in the address.
        var payload = door.Format == GatewayFormat.Form && body.Length == 0 ? push.Query : body;
        var whole = GatewayFields.Read(door.Format, payload, "", charset);
        string? Shown(string name) =>
            name.StartsWith("header.", StringComparison.Ordinal) ? push.Header(name[7..])
            : name.StartsWith("query.", StringComparison.Ordinal) ? query[name[6..]]
            : name.StartsWith("field.", StringComparison.Ordinal) ? whole?[name[6..]]
            : name.StartsWith("secret.", StringComparison.Ordinal) ? options.Secrets.TryGetValue(name[7..], out var secret) ? secret : null
            : name == "body" ? body
            : name == "sorted" ? Sorted(door, push.Query, door.Format == GatewayFormat.Form ? body : "", charset)
            : null;

        var given = GatewayTemplate.Fill(door.Given, Shown, charset);
        if (given.Length == 0)
        {
            return (GatewayVerdict.SignatureMissing, []);
        }

        if (!door.Signature.IsShown(given, Shown, charset))
        {
            return (GatewayVerdict.SignatureWrong, []);
        }

        if (door.Timestamp.Length > 0 && !IsFresh(GatewayTemplate.Fill(door.Timestamp, Shown, charset), now, door.MostSkew))
        {
            return (GatewayVerdict.Stale, []);
        }

        return whole is not null && GatewayFields.ReadItems(door.Format, payload, door.Items, "", charset) is { Count: <= MostItems } items ? (GatewayVerdict.Genuine, items) : (GatewayVerdict.Unreadable, []);
    }

    private static string Sorted(GatewayDoorOptions door, string query, string form, Encoding charset)
    {
        var pairs = GatewayFields.Pairs(query, charset).Concat(GatewayFields.Pairs(form, charset));
        return string.Join('&', pairs.Where(p => p.Value.Length > 0 && !GatewayTemplate.Names(door.Given, $"field.{p.Name}") && !GatewayTemplate.Names(door.Given, $"query.{p.Name}"))
            .OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => $"{p.Name}={p.Value}"));
    }

    private static bool IsFresh(string timestamp, DateTimeOffset now, TimeSpan skew)
    {
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var at))
        {
            return false;
        }

        // Thirteen digits are milliseconds, until the year 2286.
        var seconds = timestamp.Length > 11 ? at / 1000 : at;
        return Math.Abs((double)now.ToUnixTimeSeconds() - seconds) <= skew.TotalSeconds;
    }

    /// <summary>In the form an answer can go to, and in which the same person is the same everywhere.</summary>
    private static string Sender(SmsGatewayOptions options, string from) =>
        from.All(char.IsAsciiDigit) && from.Length > 11 && from.StartsWith(options.CountryCode, StringComparison.Ordinal) ? $"+{from}" : from;

    private static string ContentTypeOf(GatewayFormat format) => format switch
    {
        GatewayFormat.Json => "application/json",
        GatewayFormat.Xml => "application/xml",
        _ => UrlForm.ContentType,
    };
}
