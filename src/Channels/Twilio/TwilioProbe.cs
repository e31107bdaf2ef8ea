using System.Text;

namespace Hotline.Channels.Twilio;

/// <summary>A text message as Twilio would deliver it, from the hotline's number to itself.</summary>
internal sealed class TwilioProbe(TwilioOptions options) : IDoorProbe
{
    private const string Path = "/webhooks/twilio/sms";

    public ChannelKind Channel => ChannelKind.Sms;

    public string? WhyNotConfigured => options.WhyNotConfigured;

    public DoorProbeRequest Write(Guid id, string publicBaseUrl, DateTimeOffset now)
    {
        var sid = $"SM{id:N}";
        KeyValuePair<string, string>[] fields =
        [
            new("MessageSid", sid), new("AccountSid", options.AccountSid!), new("From", options.PhoneNumber!), new("To", options.PhoneNumber!),
            new("Body", DoorProbeRequest.Text), new("NumMedia", "0"),
        ];
        var body = string.Join('&', fields.Select(f => $"{f.Key}={Uri.EscapeDataString(f.Value)}"));
        var signature = TwilioSignature.Compute(options.AuthToken!, publicBaseUrl.TrimEnd('/') + Path, fields);
        return new(Path, UrlForm.ContentType, Encoding.ASCII.GetBytes(body), [new(TwilioSignature.Header, signature)], options.AccountSid!, sid);
    }
}
