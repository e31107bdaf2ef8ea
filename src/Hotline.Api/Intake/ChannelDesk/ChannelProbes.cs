using System.Collections.Concurrent;
using System.Text;
using Hotline.Api.Data;
using Hotline.Api.Intake.Doors;
using Hotline.Api.Platform;
using Hotline.Channels;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Hotline.Api.Intake.ChannelDesk;

/// <summary>The test messages that are on their way: they are kept like any other and open no ticket.</summary>
internal sealed class ChannelProbes
{
    public const string Client = "channel-test";

    /// <summary>A test that arrives later than this is nobody's any more.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<(string Account, string ProviderId), DateTimeOffset> _sent = new();

    /// <summary>The message of this identity is a test, also when it arrives after whoever sent it gave up.</summary>
    public void Expect(string account, string providerId, DateTimeOffset now)
    {
        foreach (var old in _sent.Where(s => s.Value < now - Longest)) _sent.TryRemove(old.Key, out _);
        _sent[(account, providerId)] = now;
    }

    public bool Sent(string account, string providerId) => !_sent.IsEmpty && _sent.ContainsKey((account, providerId));
}

/// <summary>Where this node itself can be reached from this machine; null when it listens nowhere or has no doors.</summary>
internal sealed class OwnAddress(IServer server, HotlineOptions options)
{
    public Uri? Uri => options.Serves("Webhooks") && server.Features.Get<IServerAddressesFeature>()?.Addresses is { } addresses
        // Every address of the machine is written +, * or 0.0.0.0, which nobody can be reached at.
        && addresses.Select(a => BindingAddress.Parse(a)).OrderBy(a => a.Scheme).FirstOrDefault(a => !a.IsUnixPipe && !a.IsNamedPipe) is { } own
        ? new UriBuilder(own.Scheme, own.Host is "+" or "*" or "0.0.0.0" or "[::]" ? "127.0.0.1" : own.Host, own.Port).Uri : null;
}

/// <summary>A mail as a mail server would hand it over.</summary>
internal sealed class MailProbe(HotlineOptions options) : IDoorProbe
{
    public ChannelKind Channel => ChannelKind.Email;

    public string? WhyNotConfigured => options.Channels.Mail.WhyNotConfigured;

    public DoorProbeRequest Write(Guid id, string publicBaseUrl, DateTimeOffset now)
    {
        var mailbox = new Hotline.Channels.Mail.MailThread(options.Channels.Mail.Address!).Address;
        var (domain, messageId) = (mailbox[(mailbox.IndexOf('@', StringComparison.Ordinal) + 1)..], $"channel-test.{id:N}@{mailbox[(mailbox.IndexOf('@', StringComparison.Ordinal) + 1)..]}");
        var raw = $"""
            Message-ID: <{messageId}>
            Date: {now.ToUniversalTime().ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", System.Globalization.CultureInfo.InvariantCulture)}
            From: channel-test@{domain}
            To: {mailbox}
            Subject: channel test
            MIME-Version: 1.0
            Content-Type: text/plain; charset=utf-8

            {DoorProbeRequest.Text}
            """.ReplaceLineEndings("\r\n");
        return new(MailDoor.Path, "message/rfc822", Encoding.UTF8.GetBytes(raw), [new(MailDoor.KeyHeader, options.Channels.Mail.RawKey!)], $"mail:{mailbox}", messageId);
    }
}

/// <summary>A message as another of the city's systems would hand it over, by the first of the keys.</summary>
internal sealed class ApiProbe(HotlineOptions options) : IDoorProbe
{
    public ChannelKind Channel => ChannelKind.Api;

    public string? WhyNotConfigured => options.Intake.ApiKeys.Count == 0 ? "Hotline:Intake:ApiKeys is empty" : null;

    public DoorProbeRequest Write(Guid id, string publicBaseUrl, DateTimeOffset now)
    {
        var (system, key) = options.Intake.ApiKeys.OrderBy(k => k.Key, StringComparer.Ordinal).First();
        var body = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(new { externalId = $"channel-test:{id:N}", body = DoorProbeRequest.Text });
        return new("/api/intake/messages", "application/json", body, [new("X-Api-Key", key)], TicketSources.AccountOf(system), $"channel-test:{id:N}");
    }
}
