using System.Diagnostics;
using System.Net.Http.Headers;
using FluentValidation;
using Hotline.Api.Data;
using Hotline.Api.Intake.Relay;
using Hotline.Api.Platform;
using Hotline.Channels;
using Hotline.Domain;
using Hotline.Domain.Residents;
using Hotline.Domain.Staff;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Intake.ChannelDesk;

/// <summary>Sends a message through a channel's real path and tells how long each part took. It is kept like any other and opens no ticket.</summary>
/// <param name="To">Also send a text to this recipient of the operator's own; for channels that send.</param>
[Allow(Role.Administrator, Role.Supervisor)]
internal sealed record TestChannel(string? To)
{
    [System.Text.Json.Serialization.JsonIgnore] public string Channel { get; set; } = "";
}

internal enum ChannelTestPart
{
    /// <summary>A signed request, as the provider sends it, through the door and the intake to the disk.</summary>
    Incoming,
    /// <summary>Into the intake and to the disk; the channel has no door that could be tried from here.</summary>
    Intake,
    /// <summary>A question to the provider: what did it receive for us within the last hour?</summary>
    Provider,
    /// <summary>A text to the recipient that was named, as far as the provider's answer.</summary>
    Outgoing,
}

/// <param name="Milliseconds">Absent when it was not tried.</param>
/// <param name="Detail">What is wrong, for the operator; absent when all is well.</param>
internal sealed record ChannelTestStep(ChannelTestPart Part, bool Ok, int? Milliseconds, string? Detail);

/// <param name="MessageId">The stored message; absent when none arrived.</param>
internal sealed record ChannelTestResult(Channel Channel, bool Ok, IReadOnlyList<ChannelTestStep> Steps, Guid? MessageId);

internal sealed class TestChannelValidator : AbstractValidator<TestChannel>
{
    public TestChannelValidator() => RuleFor(x => x.To).MaximumLength(100);
}

internal sealed class TestChannelHandler(HotlineDb db, ChannelProbes probes, OwnAddress own, IntakePipeline intake, IHttpClientFactory clients, IEnumerable<IDoorProbe> doors, IEnumerable<IReconcilable> ledgers,
    IEnumerable<IOutgoingChannel> senders, HotlineOptions options, TimeProvider clock) : IHandler<TestChannel, ChannelTestResult>
{
    public async Task<Result<ChannelTestResult>> Handle(TestChannel request, CancellationToken ct)
    {
        if (int.TryParse(request.Channel, out _) || !Enum.TryParse<Channel>(request.Channel, ignoreCase: true, out var channel)) return new Error(ErrorKind.NotFound, "channel.unknown");
        var kind = Enum.Parse<ChannelKind>(channel.ToString());
        var sender = senders.Where(s => s.Channel == kind).OrderByDescending(s => s.IsConfigured).FirstOrDefault();
        var to = request.To?.Trim() is not { Length: > 0 } written ? null : kind == ChannelKind.Sms ? PhoneNumber.ToE164(written) : written;
        if (request.To?.Trim().Length > 0 && (to is null || sender is null)) return Error.Field("to", sender is null ? "channel.unknown" : "channel.recipient_malformed");

        var id = Guid.CreateVersion7(clock.GetUtcNow());
        var steps = new List<ChannelTestStep>();
        var (incoming, message) = doors.FirstOrDefault(d => d.Channel == kind) is { } door ? await ThroughTheDoor(door, id, ct) : await IntoTheIntake(kind, id, ct);
        steps.Add(incoming);
        if (ledgers.FirstOrDefault(l => l.Channel == kind && l.WhyNotConfigured is null) is { } ledger) steps.Add(await AskProvider(ledger, ct));
        if (to is not null) steps.Add(await Send(sender!, id, to, ct));
        return new ChannelTestResult(channel, steps.TrueForAll(s => s.Ok), steps, message);
    }

    private async Task<(ChannelTestStep, Guid?)> ThroughTheDoor(IDoorProbe door, Guid id, CancellationToken ct)
    {
        const ChannelTestPart part = ChannelTestPart.Incoming;
        if (door.WhyNotConfigured is { } missing) return (new(part, false, null, missing), null);
        if (own.Uri is not { } address) return (new(part, false, null, "this node has no such door"), null);
        var site = options.PublicBaseUrl ?? address;
        var probe = door.Write(id, site.GetLeftPart(UriPartial.Authority) + site.AbsolutePath.TrimEnd('/'), clock.GetUtcNow());
        probes.Expect(probe.Account, probe.ProviderId, clock.GetUtcNow());
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, probe.Target)) { Content = new ByteArrayContent(probe.Body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(probe.ContentType);
        foreach (var (name, value) in probe.Headers) request.Headers.TryAddWithoutValidation(name, value);
        var begun = Stopwatch.GetTimestamp();
        try
        {
            using var client = clients.CreateClient(ChannelProbes.Client);
            using var answer = await client.SendAsync(request, ct);
            var took = Took(begun);
            if (!answer.IsSuccessStatusCode) return (new(part, false, took, await WhyRefused(answer, ct)), null);
            var stored = await Stored(probe.Account, probe.ProviderId, ct);
            return (new(part, stored is not null, took, stored is null ? "the door took the message, but it is not on disk" : null), stored);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested) { return (new(part, false, Took(begun), "no answer in time"), null); }
        catch (HttpRequestException e) { return (new(part, false, Took(begun), e.Message), null); }
    }

    /// <summary>What the door says of it, in the operator's language.</summary>
    private static async Task<string> WhyRefused(HttpResponseMessage answer, CancellationToken ct)
    {
        try
        {
            using var problem = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync(ct));
            return $"HTTP {(int)answer.StatusCode} {(problem.RootElement.TryGetProperty("code", out var code) ? code.GetString() : "")} {(problem.RootElement.TryGetProperty("detail", out var detail) ? detail.GetString() : "")}".Trim();
        }
        catch (System.Text.Json.JsonException) { return $"HTTP {(int)answer.StatusCode}"; }
    }

    private async Task<(ChannelTestStep, Guid?)> IntoTheIntake(ChannelKind kind, Guid id, CancellationToken ct)
    {
        var message = new IncomingMessage(kind, "channel-test", id.ToString("N"), null, null, "", DoorProbeRequest.Text, clock.GetUtcNow(), [], "", "text/plain");
        probes.Expect(message.ChannelAccount, message.ProviderId, clock.GetUtcNow());
        var begun = Stopwatch.GetTimestamp();
        var stored = await intake.Submit(new IntakeRequest(message));
        var took = Took(begun);
        return stored.Error is { } full ? (new(ChannelTestPart.Intake, false, took, ErrorTexts.Sentence(full.Code, [])), null) : (new(ChannelTestPart.Intake, true, took, null), await Stored(message.ChannelAccount, message.ProviderId, ct));
    }

    private async Task<ChannelTestStep> AskProvider(IReconcilable ledger, CancellationToken ct)
    {
        var (now, begun) = (clock.GetUtcNow(), Stopwatch.GetTimestamp());
        var list = await ledger.ListReceived(now - TimeSpan.FromHours(1), now, ct);
        return new(ChannelTestPart.Provider, list.Failure is null, Took(begun), list.Failure);
    }

    private static async Task<ChannelTestStep> Send(IOutgoingChannel sender, Guid id, string to, CancellationToken ct)
    {
        if (sender.WhyNotConfigured is { } missing) return new(ChannelTestPart.Outgoing, false, null, missing);
        var begun = Stopwatch.GetTimestamp();
        var sent = await sender.Send(new OutgoingMessage(id, to, DoorProbeRequest.Text, null), ct);
        return new(ChannelTestPart.Outgoing, sent.Outcome == SendOutcome.Accepted, Took(begun), sent.Outcome == SendOutcome.Accepted ? null : $"{sent.ErrorCode} {sent.ErrorText}".Trim());
    }

    private Task<Guid?> Stored(string account, string providerId, CancellationToken ct) =>
        db.Messages.AsNoTracking().Where(m => m.ChannelAccount == account && m.ProviderId == providerId).Select(m => (Guid?)m.Id).SingleOrDefaultAsync(ct);

    private static int Took(long begun) => (int)Math.Ceiling(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
}
