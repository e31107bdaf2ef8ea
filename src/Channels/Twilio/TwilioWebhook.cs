namespace Hotline.Channels.Twilio;

/// <summary>What the door should do with a request that claims to come from Twilio.</summary>
public enum WebhookVerdict
{
    /// <summary>Signed with the account's token: read the form.</summary>
    Genuine,

    /// <summary>Twilio is not configured here: the door does not exist (404).</summary>
    NotConfigured,

    /// <summary>No signature header: not from Twilio (400).</summary>
    SignatureMissing,

    /// <summary>The signature does not fit: forged, or the public base address is configured wrongly (403).</summary>
    SignatureWrong,
}

/// <summary>A request and the verdict on it; the form is empty unless the request is genuine.</summary>
public sealed record OpenedWebhook(WebhookVerdict Verdict, UrlForm Form);

/// <summary>The one check that stands before every Twilio door.</summary>
public static class TwilioWebhook
{
    /// <summary>An answer that says nothing; for messages, and for reports of delivery.</summary>
    public const string EmptyResponse = "<?xml version=\"1.0\" encoding=\"utf-8\"?><Response />";

    /// <summary>The media type of every TwiML answer.</summary>
    public const string ResponseContentType = "application/xml; charset=utf-8";

    private static readonly UrlForm Nothing = UrlForm.Parse("");

    /// <summary>Checks the signature and reads the fields. Pure; any input is answered with a verdict.</summary>
    /// <param name="options">The account.</param>
    /// <param name="publicBaseUrl"><c>Hotline:PublicBaseUrl</c> as configured at Twilio, without the path; never taken from the request's Host.</param>
    /// <param name="rawTarget">Path and query as the client wrote them (<c>IHttpRequestFeature.RawTarget</c>).</param>
    /// <param name="contentType">The request's header, with parameters; null when absent.</param>
    /// <param name="body">All bytes of the body; the door limits their number.</param>
    /// <param name="signature">The header <see cref="TwilioSignature.Header"/>.</param>
    public static OpenedWebhook Open(
        TwilioOptions options, string publicBaseUrl, string rawTarget, string? contentType, ReadOnlySpan<byte> body, string? signature)
    {
        if (!options.IsConfigured)
        {
            return new(WebhookVerdict.NotConfigured, Nothing);
        }

        if (string.IsNullOrEmpty(signature))
        {
            return new(WebhookVerdict.SignatureMissing, Nothing);
        }

        var url = publicBaseUrl.TrimEnd('/') + rawTarget;
        var (genuine, form) = IsForm(contentType) ? ReadForm(options, url, body, signature) : ReadQuery(options, url, rawTarget, body, signature);
        return genuine ? new(WebhookVerdict.Genuine, form) : new(WebhookVerdict.SignatureWrong, Nothing);
    }

    private static (bool Genuine, UrlForm Form) ReadForm(TwilioOptions options, string url, ReadOnlySpan<byte> body, string signature)
    {
        var form = UrlForm.Parse(body);
        return (TwilioSignature.IsValid(options.AuthToken!, signature, url, form.Fields), form);
    }

    // Without a form the fields stand in the query. A body is then only trusted when its digest is part of the signed address.
    private static (bool Genuine, UrlForm Form) ReadQuery(TwilioOptions options, string url, string rawTarget, ReadOnlySpan<byte> body, string signature)
    {
        var query = rawTarget.IndexOf('?', StringComparison.Ordinal);
        var genuine = body.IsEmpty
            ? TwilioSignature.IsValid(options.AuthToken!, signature, url, [])
            : TwilioSignature.IsValidWithBody(options.AuthToken!, signature, url, body);
        return (genuine, UrlForm.Parse(query < 0 ? "" : rawTarget[(query + 1)..]));
    }

    private static bool IsForm(string? contentType) =>
        contentType is not null
        && contentType.Split(';')[0].Trim().Equals(UrlForm.ContentType, StringComparison.OrdinalIgnoreCase);
}
