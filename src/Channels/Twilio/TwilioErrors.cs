using System.Globalization;

namespace Hotline.Channels.Twilio;

/// <summary>What Twilio's statuses and error codes mean for a message. Source: Twilio's error dictionary.</summary>
internal static class TwilioErrors
{
    public const int TooManyRequests = 20429;
    public const int OptedOut = 21610;

    /// <summary>An API call that Twilio answered with an error: did it take the message on, and can trying again help?</summary>
    public static SendResult OfRequest(int httpStatus, int? code, string? text, TimeSpan? retryAfter)
    {
        var name = NameOf(code) ?? $"http.{httpStatus.ToString(CultureInfo.InvariantCulture)}";
        return (httpStatus, code) switch
        {
            (429, _) or (_, TooManyRequests) => SendResult.RetryLater(name, text, retryAfter) with { ChannelDown = true },
            ( >= 500, _) or (408, _) => SendResult.Unknown(name, text),
            (_, 30001 or 30022) => SendResult.RetryLater(name, text, retryAfter),
            (_, OptedOut) => SendResult.Refused(name, text) with { OptedOut = true },
            ( >= 400, _) => SendResult.Refused(name, text),
            // Neither created nor an error: a proxy's page, or a redirect that must not be followed with a password.
            _ => SendResult.Unknown(name, text),
        };
    }

    /// <summary>A message Twilio had taken on and could not deliver.</summary>
    public static SendResult OfDelivery(string? errorCode) => errorCode switch
    {
        "30001" or "30022" => SendResult.RetryLater(errorCode, "queue full or rate exceeded", TimeSpan.FromMinutes(5)) with { MostTimes = 3 },
        "30003" => SendResult.RetryLater(errorCode, "handset unreachable", TimeSpan.FromHours(2)) with { MostTimes = 2 },
        "30008" => SendResult.RetryLater(errorCode, "unknown error at the carrier", TimeSpan.FromMinutes(10)) with { MostTimes = 1 },
        "21610" => SendResult.Refused(errorCode, "the recipient wants no messages") with { OptedOut = true },
        null or "" => SendResult.Refused("sms.undelivered", null),
        _ => SendResult.Refused(PlainText.Cut(PlainText.Clean(errorCode), 16), null),
    };

    /// <summary>Null for a word Twilio does not use for outbound messages.</summary>
    public static DeliveryState? StateOf(string? status) => status switch
    {
        "accepted" or "scheduled" or "queued" or "sending" => DeliveryState.Pending,
        "sent" => DeliveryState.Sent,
        "delivered" or "read" or "partially_delivered" => DeliveryState.Delivered,
        "undelivered" or "failed" or "canceled" => DeliveryState.Failed,
        _ => null,
    };

    private static string? NameOf(int? code) => code?.ToString(CultureInfo.InvariantCulture);
}
