using System.Globalization;
using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Channels;
using Hotline.Channels.Twilio;
using Hotline.Domain.Departments;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Intake.ChannelDesk;

/// <summary>Calls at Twilio that never reached our door: the caller heard an error. Each becomes a ticket, so that somebody calls back.</summary>
internal sealed class CallsReceived(TwilioReceived twilio, TwilioOptions options, IntakePipeline intake, City city, TimeProvider clock) : IReconcilable
{
    public ChannelKind Channel => ChannelKind.Phone;

    public string Account => options.AccountSid!;

    /// <summary>Where Twilio brings texts alone, calls to the number are not ours.</summary>
    public string? WhyNotConfigured => options.WhyNoVoice;

    public Task<ReceivedList> ListReceived(DateTimeOffset since, DateTimeOffset until, CancellationToken ct) => twilio.ListCalls(since, until, ct);

    public Task<List<string>> Known(HotlineDb db, string[] ids, CancellationToken ct)
    {
        var account = Account;
        return db.Calls.AsNoTracking().Where(c => EF.Parameter(ids).Contains(c.ProviderCallId)).Select(c => c.ProviderCallId)
            .Union(db.Messages.AsNoTracking().Where(m => m.ChannelAccount == account && EF.Parameter(ids).Contains(m.ProviderId)).Select(m => m.ProviderId)).ToListAsync(ct);
    }

    public async Task<string?> Recover(Received message, CancellationToken ct)
    {
        var fetched = await twilio.FetchCall(message.Id, ct);
        if (fetched.Message is not { } call) return fetched.Failure;
        var rang = TimeZoneInfo.ConvertTime(call.At, city.Clock.Calendar.TimeZone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        var words = ErrorTexts.InBoth(call.From is null ? "call.not_connected_withheld" : "call.not_connected", rang);
        var missed = new IncomingMessage(Channel, Account, message.Id, call.From, null, ErrorTexts.InBoth("call.missed"), words, clock.GetUtcNow(), [], call.Raw, UrlForm.ContentType);
        return (await intake.Submit(new IntakeRequest(missed) { Language = "zh" })).Error?.Code;
    }
}
