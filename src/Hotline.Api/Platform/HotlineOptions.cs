using Hotline.Channels.Cti;
using Hotline.Channels.Mail;
using Hotline.Channels.Mastodon;
using Hotline.Channels.SmsGateway;
using Hotline.Channels.Twilio;
using Hotline.Channels.WeChat;
using Hotline.Channels.Weibo;
using Hotline.Domain.Distribution;

namespace Hotline.Api.Platform;

/// <summary>The root section <c>Hotline</c>. An unknown key or a bad value stops the start with a message that names it.</summary>
internal sealed class HotlineOptions
{
    /// <summary>The address by which the outside reaches this installation, such as <c>https://12345.example.gov</c>. Providers sign it.</summary>
    public Uri? PublicBaseUrl { get; set; }

    /// <summary>Which groups of endpoints and timers this node serves: Agent, Resident, Webhooks, Worker.</summary>
    public string Surfaces { get; set; } = "Agent,Resident,Webhooks,Worker";

    public DataOptions Data { get; set; } = new();
    public CityOptions City { get; set; } = new();
    public IntakeOptions Intake { get; set; } = new();
    public RoutingOptions Routing { get; set; } = new();
    public TopicsOptions Topics { get; set; } = new();
    public SupervisionOptions Supervision { get; set; } = new();
    public AppraisalOptions Appraisal { get; set; } = new();
    public ChannelsOptions Channels { get; set; } = new();
    public MessagingOptions Messaging { get; set; } = new();
    public OutgoingWebhookOptions OutgoingWebhooks { get; set; } = new();
    public ReconciliationOptions Reconciliation { get; set; } = new();
    /// <summary>How calls and messages find their agents.</summary>
    public LineRules Distribution { get; set; } = new();
    public FirstAdministratorOptions FirstAdministrator { get; set; } = new();
    public RateLimitOptions RateLimits { get; set; } = new();

    public bool Serves(string surface) => Surfaces.Split(',', StringSplitOptions.TrimEntries).Contains(surface, StringComparer.OrdinalIgnoreCase);
}

internal enum DatabaseProvider { Sqlite, Postgres }

internal sealed class DataOptions
{
    /// <summary>Where the embedded database, attachments and keys live.</summary>
    public string Folder { get; set; } = "data";
    public DatabaseProvider Provider { get; set; } = DatabaseProvider.Sqlite;
    /// <summary>PostgreSQL only.</summary>
    public string? ConnectionString { get; set; }
}

internal sealed class CityOptions
{
    /// <summary>The folder that describes the city; the invented demo city when empty.</summary>
    public string? Folder { get; set; }
    /// <summary>File name in <c>policies/</c> without its ending.</summary>
    public string Policy { get; set; } = "sichuan";
}

internal sealed class IntakeOptions
{
    /// <summary>Messages that may wait for their commit; beyond it the doors answer 429.</summary>
    public int Capacity { get; set; } = 5_000;
    /// <summary>Most messages in one transaction.</summary>
    public int BatchSize { get; set; } = 256;
    /// <summary>Other systems' names and keys (at least 12 characters). From the environment: <c>Hotline__Intake__ApiKeys__citycard=...</c>.</summary>
    public Dictionary<string, string> ApiKeys { get; set; } = [];
}

internal sealed class RoutingOptions
{
    /// <summary>False: every ticket waits for a person.</summary>
    public bool AutoDispatch { get; set; } = true;
    /// <summary>Probability from which a ticket is dispatched without a person.</summary>
    public double Threshold { get; set; } = 0.9;
    /// <summary>Own thresholds by category code; the longest prefix counts.</summary>
    public Dictionary<string, double> CategoryThresholds { get; set; } = [];
    /// <summary>A model made elsewhere: registered once and made champion. Without it the first start trains one from the city's <c>training.jsonl</c>.</summary>
    public string? ModelFile { get; set; }
    /// <summary>How often a challenger is trained by itself, if people have decided something since; null: only on command.</summary>
    public TimeSpan? RetrainEvery { get; set; }
    /// <summary>A challenger is promoted by itself when it is no less accurate and no category loses more F1 than this, 0 to 1; null: only on command.</summary>
    public double? PromoteMargin { get; set; }
    /// <summary>Files of so many newest models are kept, besides those of the champion, the challenger and the model to go back to.</summary>
    public int KeepModels { get; set; } = 5;
}

internal sealed class TopicsOptions
{
    /// <summary>Days within which tickets of the same matter are one matter, and in which a topic can rise.</summary>
    public int WindowDays { get; set; } = 30;
    /// <summary>A rising topic has at least so many tickets within the window.</summary>
    public int LeastTickets { get; set; } = 5;
    /// <summary>Told only when chance alone would bring so many tickets less often than this.</summary>
    public double Chance { get; set; } = 1e-4;
    /// <summary>Days in which a topic can rise slowly.</summary>
    public int LongWindowDays { get; set; } = 60;
    /// <summary>A slowly rising topic has at least so many tickets within the long window.</summary>
    public int LeastInLongWindow { get; set; } = 10;
    /// <summary>Tickets held in memory to compare with, about 10 KB each.</summary>
    public int Messages { get; set; } = 10_000;
}

internal sealed class SupervisionOptions
{
    /// <summary>How often cards are given, call-backs ended and closings inspected.</summary>
    public TimeSpan Every { get; set; } = TimeSpan.FromSeconds(30);
    /// <summary>Part of a week's closed tickets that is drawn for the audit, 0 to 1.</summary>
    public double AuditShare { get; set; } = 0.05;
    /// <summary>From so many matters finished by one unit in the last half hour of a day on, the inspector hears of it.</summary>
    public int MassClosing { get; set; } = 10;
    /// <summary>From so many nearly equal replies of one unit to different matters on, the inspector hears of it.</summary>
    public int CopiedReplies { get; set; } = 3;
}

internal sealed class AppraisalOptions
{
    /// <summary>What a matter solved in part counts in the resolution rate, 0 to 1.</summary>
    public double PartlySolved { get; set; } = 0.5;
    /// <summary>Weights of the three rates in one; only their ratio counts.</summary>
    public double ResponseWeight { get; set; } = 0.3;
    public double ResolutionWeight { get; set; } = 0.35;
    public double SatisfactionWeight { get; set; } = 0.35;
}

internal sealed class ChannelsOptions
{
    public TwilioOptions Twilio { get; set; } = new();
    public SmsGatewayOptions SmsGateway { get; set; } = new();
    /// <summary>Who sends text messages, <c>SmsGateway</c> or <c>Twilio</c>. Absent: the gateway where it is configured, otherwise Twilio.</summary>
    public string? SmsProvider { get; set; }
    public WeChatOptions WeChat { get; set; } = new();
    public CtiOptions Cti { get; set; } = new();
    public MailOptions Mail { get; set; } = new();
    public MastodonOptions Mastodon { get; set; } = new();
    public WeiboOptions Weibo { get; set; } = new();
}

internal sealed class MessagingOptions
{
    /// <summary>A message that could not go out for so long is given up, in sight of the administrator; a provider that is away for hours costs none.</summary>
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromHours(24);
    /// <summary>Short messages one text may cost; what people wrote into it is cut to fit.</summary>
    public int MostSegments { get; set; } = 8;
    /// <summary>Automatic replies to one number within an hour; machines that answer each other end there.</summary>
    public int RepliesPerHour { get; set; } = 10;
    /// <summary>How long after the last message about an open ticket a further text of its resident goes on with it.</summary>
    public TimeSpan GoesOnFor { get; set; } = TimeSpan.FromDays(7);
    /// <summary>Messages under way at once.</summary>
    public int Parallel { get; set; } = 8;
}

internal sealed class OutgoingWebhookOptions
{
    /// <summary>Hosts inside the city's own network that may be told, also without TLS: exact names or addresses. All others must be public.</summary>
    public IList<string> AllowedPrivateHosts { get; } = [];
    /// <summary>How long a receiver may take to answer.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);
    /// <summary>Tries before a delivery lies at the dead-letter desk; 14 are about five hours.</summary>
    public int MostAttempts { get; set; } = 14;
    /// <summary>How often what waits for another try is looked at.</summary>
    public TimeSpan Every { get; set; } = TimeSpan.FromSeconds(5);

    internal IReadOnlyCollection<string> AllowedHosts => [.. AllowedPrivateHosts];
}

internal sealed class ReconciliationOptions
{
    /// <summary>How often hours that ended are looked for.</summary>
    public TimeSpan Every { get; set; } = TimeSpan.FromMinutes(1);
    /// <summary>How long after its end an hour is compared: what is on its way then is not missing.</summary>
    public TimeSpan Grace { get; set; } = TimeSpan.FromMinutes(10);
}

internal sealed class FirstAdministratorOptions
{
    /// <summary>Outside Development: the first administrator's password. Without it a one-time set-up link is printed.</summary>
    public string? Password { get; set; }
}

internal sealed class RateLimitOptions
{
    /// <summary>Web forms a minute from one address.</summary>
    public int SubmitPerMinute { get; set; } = 10;
    /// <summary>Readings of public pages and look-ups a minute from one address.</summary>
    public int PublicPerMinute { get; set; } = 240;
    /// <summary>Sign-ins a minute from one address.</summary>
    public int SignInPerMinute { get; set; } = 30;
    /// <summary>Requests a second from one API key; a batch of up to 1,000 counts as one.</summary>
    public int ApiPerSecond { get; set; } = 100_000;
}
