using System.Text;
using System.Text.RegularExpressions;

namespace Hotline.Channels.SmsGateway;

/// <summary>
/// The section <c>Hotline:Channels:SmsGateway</c>: a provider of text messages described by its configuration. Names, templates and
/// two whole examples stand in docs/channels.md.
/// </summary>
public sealed class SmsGatewayOptions
{
    public const string Section = "Hotline:Channels:SmsGateway";

    /// <summary>Its name among providers.</summary>
    public const string Provider = "SmsGateway";

    /// <summary>Names the account; part of the identity of every message, so it must never change. Empty: no gateway.</summary>
    public string Name { get; set; } = "";

    /// <summary>The number residents see and write to; <c>{sender}</c>.</summary>
    public string Sender { get; set; } = "";

    /// <summary>Country calling code of the numbers it serves; a number without + is of this country.</summary>
    public string CountryCode { get; set; } = "86";

    /// <summary>Numbers within the country that can get a text message.</summary>
    public string NumberPattern { get; set; } = "^1[3-9][0-9]{9}$";

    /// <summary><c>utf-8</c> or <c>gb18030</c>: of bodies, forms and whatever is signed.</summary>
    public string Charset { get; set; } = "utf-8";

    /// <summary>IANA name, for <c>{time:...}</c>.</summary>
    public string TimeZone { get; set; } = "Asia/Shanghai";

    /// <summary>Most messages a second, on average.</summary>
    public double PerSecond { get; set; } = 20;

    /// <summary>How long one request may take in all.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// After silence: true sends the message again under the same <c>{id}</c> (safe where the provider knows its messages by it,
    /// otherwise a resident may in rare cases get it twice); false leaves it to a person. Without meaning while <see cref="Query"/> is set.
    /// </summary>
    public bool RepeatAfterSilence { get; set; } = true;

    /// <summary>Secrets by name, <c>{secret.name}</c>; from the environment or a file only.</summary>
    public IDictionary<string, string> Secrets { get; } = new Dictionary<string, string>();

    /// <summary>How a message is sent.</summary>
    public GatewayRequestOptions Send { get; } = new();

    /// <summary>How the provider is asked whether it has a message; optional.</summary>
    public GatewayRequestOptions Query { get; } = new();

    /// <summary>Messages the provider pushes (上行).</summary>
    public GatewayIncomingOptions Incoming { get; } = new();

    /// <summary>Reports on delivery the provider pushes (状态报告).</summary>
    public GatewayReportsOptions Reports { get; } = new();

    public bool IsConfigured => WhyNotConfigured is null;

    /// <summary>Names the key that is missing or wrong, never its value; null when sending is ready.</summary>
    public string? WhyNotConfigured =>
        Name.Length is 0 or > 60 ? $"{Section}:Name is not set"
        : Charset is not ("utf-8" or "gb18030") ? $"{Section}:Charset must be utf-8 or gb18030"
        : !IsPattern(NumberPattern) ? $"{Section}:NumberPattern is no regular expression"
        : CountryCode.Length is 0 or > 3 || !CountryCode.All(char.IsAsciiDigit) ? $"{Section}:CountryCode must be digits"
        : !TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _) ? $"{Section}:TimeZone is not known"
        : !(PerSecond > 0) ? $"{Section}:PerSecond must be more than zero"
        : Timeout <= TimeSpan.Zero ? $"{Section}:Timeout must be more than zero"
        : Send.Address.Length == 0 ? $"{Section}:Send:Address is not set"
        : Send.WhyWrong($"{Section}:Send", this)
            ?? (Query.Address.Length == 0 ? null : Query.WhyWrong($"{Section}:Query", this));

    /// <summary>Of the door for incoming messages; null when it is ready.</summary>
    public string? WhyNoIncoming =>
        WhyNotConfigured ?? Incoming.WhyWrong($"{Section}:Incoming", this)
        ?? (Incoming.From.Length == 0 ? $"{Section}:Incoming:From is not set"
            : Incoming.Text.Length == 0 ? $"{Section}:Incoming:Text is not set"
            // Without one of them two equal texts of one person could not be told from one that was delivered twice.
            : Incoming.Id.Length == 0 && Incoming.Time.Length == 0 ? $"{Section}:Incoming:Id or Time must be set"
            : null);

    /// <summary>Of the door for reports; null when it is ready.</summary>
    public string? WhyNoReports =>
        WhyNotConfigured ?? Reports.WhyWrong($"{Section}:Reports", this)
        ?? (Reports.Id.Length == 0 ? $"{Section}:Reports:Id is not set"
            : Reports.State.Length == 0 ? $"{Section}:Reports:State is not set"
            : Reports.Delivered.Count == 0 ? $"{Section}:Reports:Delivered is not set"
            : null);

    internal Encoding Encoding
    {
        get
        {
            if (Charset == "utf-8")
            {
                return new UTF8Encoding(false);
            }

            System.Text.Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
            return System.Text.Encoding.GetEncoding("gb18030");
        }
    }

    internal bool IsSecret(string name) => name.StartsWith("secret.", StringComparison.Ordinal) && Secrets.TryGetValue(name[7..], out var value) && value.Length > 0;

    internal static bool IsPattern(string pattern)
    {
        try
        {
            _ = new Regex(pattern, RegexOptions.CultureInvariant);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}

/// <summary>One kind of request to the provider and how its answer is read.</summary>
public sealed class GatewayRequestOptions
{
    private static readonly string[] Known = ["to", "digits", "national", "text", "id", "sender", "callback", "timestamp", "timestampMs", "nonce"];

    /// <summary><c>GET</c>, <c>POST</c> or <c>PUT</c>.</summary>
    public string Method { get; set; } = "POST";

    /// <summary>HTTPS, except on this machine; a template whose values are percent-encoded.</summary>
    public string Address { get; set; } = "";

    /// <summary>Of <see cref="Body"/>. JSON and XML escape the values that are put in.</summary>
    public string ContentType { get; set; } = "application/json";

    /// <summary>Templates by header name.</summary>
    public IDictionary<string, string> Headers { get; } = new Dictionary<string, string>();

    /// <summary>A template; unused when <see cref="Fields"/> are given.</summary>
    public string Body { get; set; } = "";

    /// <summary>Templates by field name: sent as a form, or in the query of a GET.</summary>
    public IDictionary<string, string> Fields { get; } = new Dictionary<string, string>();

    /// <summary>Makes <c>{sign}</c>. Its template may ask for <c>{body}</c>, and for <c>{sorted}</c>: the fields by name, <c>a=1&amp;b=2</c>, without empty ones and without the signature itself.</summary>
    public GatewaySignatureOptions Signature { get; } = new();

    /// <summary>How the answer is read.</summary>
    public GatewayAnswerOptions Answer { get; } = new();

    internal string? WhyWrong(string key, SmsGatewayOptions options)
    {
        bool IsKnown(string name) => Known.Contains(name) || options.IsSecret(name) || name.StartsWith("time:", StringComparison.Ordinal);
        bool IsKnownOrSign(string name) => IsKnown(name) || (name == "sign" && Signature.Template.Length > 0);
        string? Of(string part, string template, Func<string, bool> known) =>
            GatewayTemplate.WhatIsUnknown(template, known) is { } what ? $"{key}:{part} asks for {what}, which is not there" : null;

        if (Method is not ("GET" or "POST" or "PUT"))
        {
            return $"{key}:Method must be GET, POST or PUT";
        }

        if (!Uri.TryCreate(GatewayTemplate.Fill(Address, _ => "0", Encoding.UTF8), UriKind.Absolute, out var address)
            || !(address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)))
        {
            return $"{key}:Address must be an absolute https address";
        }

        if (Signature.IsHmac && Signature.Key.Length == 0)
        {
            return $"{key}:Signature:Key is not set";
        }

        // A body that holds its own signature cannot be signed.
        var inBody = Fields.Values.Append(Body).Any(t => GatewayTemplate.Names(t, "sign"));
        return Of("Address", Address, IsKnownOrSign)
            ?? Of("Body", Body, IsKnownOrSign)
            ?? Headers.Select(h => Of($"Headers:{h.Key}", h.Value, IsKnownOrSign)).FirstOrDefault(w => w is not null)
            ?? Fields.Select(f => Of($"Fields:{f.Key}", f.Value, IsKnownOrSign)).FirstOrDefault(w => w is not null)
            ?? Of("Signature:Key", Signature.Key, options.IsSecret)
            ?? Of("Signature:Template", Signature.Template, name => IsKnown(name) || name == "sorted" || (name == "body" && !inBody))
            ?? Answer.WhyWrong($"{key}:Answer");
    }
}

/// <summary>How an answer of the provider is read.</summary>
public sealed class GatewayAnswerOptions
{
    public GatewayFormat Format { get; set; }

    /// <summary>For plain text: a regular expression with the groups that <see cref="Code"/>, <see cref="Id"/> and <see cref="Text"/> name.</summary>
    public string Pattern { get; set; } = "";

    /// <summary>Path of the result code. Empty: the status of HTTP alone decides.</summary>
    public string Code { get; set; } = "";

    /// <summary>Path of the provider's words for staff.</summary>
    public string Text { get; set; } = "";

    /// <summary>Path of the provider's identity of the message. Empty, or absent: our <c>{id}</c>.</summary>
    public string Id { get; set; } = "";

    /// <summary>Codes that mean that the message was taken on, also those for "known already".</summary>
    public IList<string> Success { get; } = [];

    /// <summary>Codes that mean that it was not taken on and that later may be better: too fast, busy, out of credit.</summary>
    public IList<string> Retry { get; } = [];

    /// <summary>Codes that mean that the resident wants no more messages.</summary>
    public IList<string> OptedOut { get; } = [];

    /// <summary>Of a query: codes that mean that the provider does not have the message.</summary>
    public IList<string> NotFound { get; } = [];

    /// <summary>How long to wait after one of the codes of <see cref="Retry"/>.</summary>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromMinutes(1);

    internal string? WhyWrong(string key) =>
        Format == GatewayFormat.Text && (Pattern.Length == 0 || !SmsGatewayOptions.IsPattern(Pattern)) ? $"{key}:Pattern must be a regular expression"
        : Code.Length > 0 && Success.Count == 0 ? $"{key}:Success is not set"
        : null;
}

/// <summary>A door the provider pushes to; nothing comes in without proof of who it is.</summary>
public abstract class GatewayDoorOptions
{
    public GatewayFormat Format { get; set; }

    /// <summary>Path of the array in a push of several; <c>$</c> when the payload itself is one; empty for one at a time.</summary>
    public string Items { get; set; } = "";

    /// <summary>What the provider shows: <c>{header.X-Sign}</c>, <c>{query.key}</c> or <c>{field.sign}</c>.</summary>
    public string Given { get; set; } = "";

    /// <summary>
    /// What it must be. Placeholders: <c>{secret.name}</c>, <c>{header.name}</c>, <c>{query.name}</c>, <c>{field.path}</c>, <c>{body}</c>, and
    /// <c>{sorted}</c> for all fields of a form and query by name without the given signature. It must hold a secret.
    /// </summary>
    public GatewaySignatureOptions Signature { get; } = new();

    /// <summary>When it was signed, Unix seconds or milliseconds, such as <c>{header.X-Time}</c>; must be part of what is signed. Empty: a repeat is told by the message's identity alone.</summary>
    public string Timestamp { get; set; } = "";

    /// <summary>How far the clocks may differ.</summary>
    public TimeSpan MostSkew { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>What the provider wants to read when all is well.</summary>
    public string Answer { get; set; } = "{\"code\":0}";

    public string AnswerContentType { get; set; } = "application/json";

    internal string? WhyWrong(string key, SmsGatewayOptions options)
    {
        bool IsKnown(string name) => options.IsSecret(name) || name is "body" or "sorted" || IsShown(name);
        string? Of(string part, string template, Func<string, bool> known) =>
            GatewayTemplate.WhatIsUnknown(template, known) is { } what ? $"{key}:{part} asks for {what}, which is not there" : null;

        return Given.Length == 0 ? $"{key}:Given is not set"
            : Format == GatewayFormat.Text ? $"{key}:Format must be Json, Xml or Form"
            : Signature.Template.Length == 0 ? $"{key}:Signature:Template is not set"
            : Signature.IsHmac && Signature.Key.Length == 0 ? $"{key}:Signature:Key is not set"
            : !(Signature.IsHmac ? Signature.Key : Signature.Template).Contains("{secret.", StringComparison.Ordinal) ? $"{key}:Signature must hold a secret"
            : Timestamp.Length > 0 && !Covers(Timestamp) ? $"{key}:Timestamp must be part of Signature:Template"
            : Of("Given", Given, IsShown) ?? Of("Timestamp", Timestamp, IsShown)
                ?? Of("Signature:Key", Signature.Key, options.IsSecret) ?? Of("Signature:Template", Signature.Template, IsKnown);
    }

    private bool Covers(string timestamp) =>
        Signature.Template.Contains(timestamp, StringComparison.Ordinal)
        || (timestamp.StartsWith("{field.", StringComparison.Ordinal) && (GatewayTemplate.Names(Signature.Template, "body") || GatewayTemplate.Names(Signature.Template, "sorted")))
        || (timestamp.StartsWith("{query.", StringComparison.Ordinal) && GatewayTemplate.Names(Signature.Template, "sorted"));

    private static bool IsShown(string name) =>
        name.StartsWith("header.", StringComparison.Ordinal) || name.StartsWith("query.", StringComparison.Ordinal) || name.StartsWith("field.", StringComparison.Ordinal);
}

/// <summary>Where in a pushed message things stand; paths.</summary>
public sealed class GatewayIncomingOptions : GatewayDoorOptions
{
    /// <summary>The provider's identity of the message. Empty: made of sender, text and <see cref="Time"/>.</summary>
    public string Id { get; set; } = "";

    public string From { get; set; } = "";

    public string Text { get; set; } = "";

    /// <summary>When it was sent; part of the identity where there is no <see cref="Id"/>.</summary>
    public string Time { get; set; } = "";
}

/// <summary>Where in a pushed report things stand; paths, and the words for each state.</summary>
public sealed class GatewayReportsOptions : GatewayDoorOptions
{
    /// <summary>The identity that sending was answered with.</summary>
    public string Id { get; set; } = "";

    public string State { get; set; } = "";

    /// <summary>States that mean that the network has it.</summary>
    public IList<string> Sent { get; } = [];

    public IList<string> Delivered { get; } = [];

    /// <summary>Any other state is a failure, with the path of its code here.</summary>
    public string Code { get; set; } = "";

    /// <summary>Codes (or states, where there is no code) after which the message is sent again: unreachable, switched off.</summary>
    public IList<string> Retry { get; } = [];

    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromHours(2);
}
