using System.Text;
using Hotline.Api.Data;
using Hotline.Api.Intake;
using Hotline.Api.Intake.Doors;
using Hotline.Api.Platform;
using Hotline.Channels;
using Hotline.Channels.Cti;
using Hotline.Channels.Twilio;
using Hotline.Domain;
using Hotline.Domain.CallFlows;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Telephony;

/// <summary>
/// What Twilio asks and tells of calls. Every request carries the account's signature and is answered from the database at once;
/// whatever needs Twilio again is written down as a task. A request about a call that is not known ends that call, or changes nothing.
/// </summary>
internal sealed class TwilioVoiceDoor(
    IDbContextFactory<HotlineDb> contexts, TwilioOptions twilio, HotlineOptions hotline, TwilioAddresses addresses, FlowDesk desk, PhoneLegs legs, CallLog calls, IntakePipeline intake, PersonalData personal,
    PhoneSignal signal, TimeProvider clock)
{
    private const int MostBytes = 256 * 1024;

    public static void Map(IEndpointRouteBuilder app)
    {
        var voice = app.MapGroup(TwilioAddresses.Door).WithMetadata(new WithoutAntiforgery(), new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(MostBytes)).ExcludeFromDescription().AllowAnonymous();
        voice.MapPost("", (HttpContext http, TwilioVoiceDoor door, CancellationToken ct) => door.Called(http, ct));
        voice.MapPost("/step", (HttpContext http, string? call, int? n, TwilioVoiceDoor door, CancellationToken ct) => door.Stepped(http, call, n, ct));
        voice.MapPost("/joined", (HttpContext http, string? call, TwilioVoiceDoor door, CancellationToken ct) => door.Joined(http, call, ct));
        voice.MapPost("/talked", (HttpContext http, string? call, TwilioVoiceDoor door, CancellationToken ct) => door.Talked(http, call, ct));
        voice.MapPost("/part", (HttpContext http, string? leg, TwilioVoiceDoor door, CancellationToken ct) => door.Part(http, leg, ct));
        voice.MapPost("/part-status", (HttpContext http, string? leg, TwilioVoiceDoor door, CancellationToken ct) => door.PartStatus(http, leg, ct));
        voice.MapPost("/status", (HttpContext http, string? call, TwilioVoiceDoor door, CancellationToken ct) => door.Status(http, call, ct));
        voice.MapPost("/talk", (HttpContext http, string? call, TwilioVoiceDoor door, CancellationToken ct) => door.Talk(http, call, ct));
        voice.MapPost("/recording", (HttpContext http, string? call, TwilioVoiceDoor door, CancellationToken ct) => door.Recording(http, call, ct));
        voice.MapPost("/message", (HttpContext http, string? call, TwilioVoiceDoor door, CancellationToken ct) => door.Message(http, call, ct));
        voice.MapPost("/wait", (HttpContext http, TwilioVoiceDoor door) => door.Wait(http));
        voice.MapGet("/sounds/{file}", (string file, TwilioAddresses addresses) => addresses.SoundOf(file) is { } path
            ? (IResult)TypedResults.PhysicalFile(path, file.EndsWith(".mp3", StringComparison.Ordinal) ? "audio/mpeg" : "audio/wav") : TypedResults.NotFound());
    }

    /// <summary>A call comes in, or Twilio asks again for the same one.</summary>
    private Task<IResult> Called(HttpContext http, CancellationToken ct) => OfCall(http, async request =>
    {
        // A browser's telephone calls nobody by itself: whom it could reach would be its own words.
        if (request.Caller == CallerKind.Client) return addresses.Document().Reject().ToString();
        var id = await desk.Begin(TwilioAddresses.Carrier, request.CallSid, request.Caller == CallerKind.Number ? request.From : null, request.To.Length == 0 ? null : request.To, ct);
        return await desk.Step(id, 0, (_, _) => new CallInput.Began(), Render, ct);
    });

    /// <summary>Keys, words, silence, the end of a message or of a talk.</summary>
    private Task<IResult> Stepped(HttpContext http, string? call, int? step, CancellationToken ct) => OfCall(http, async request =>
    {
        if (!Guid.TryParse(call, out var id) || step is null) return null;
        if (request.Recording is not null) await Keep(http, id, request.Recording.Sid, ct);
        return await desk.Step(id, step, (known, state) => known.CallerSid == request.CallSid ? InputOf(request, state) : null, Render, ct);
    });

    /// <summary>The caller was brought to the agent who answered, or the resident who was promised a call has answered.</summary>
    private Task<IResult> Joined(HttpContext http, string? call, CancellationToken ct) => OfCall(http, async request =>
    {
        if (!Guid.TryParse(call, out var id)) return null;
        return await desk.Step(id, null, (known, state) =>
        {
            // Twilio's answer to the call's making may still be under way.
            if (known is { CallBack: CallBackState.Calling, CallerSid: null }) known.CallerSid = request.CallSid;
            if (known.CallerSid != request.CallSid || !state.InLine || request.IsOver) return null;
            known.Rank = Math.Max(known.Rank, CallProgress.Rank("in-progress"));
            return new CallInput.AgentJoined();
        }, Render, ct);
    });

    private Task<IResult> Talked(HttpContext http, string? call, CancellationToken ct) => OfCall(http, async request => !Guid.TryParse(call, out var id) ? null
        : await desk.Step(id, null, (known, state) => known.CallerSid == request.CallSid && state.Talk == TalkState.WithAgent && !request.IsOver ? new CallInput.TalkEnded(true) : null, Render, ct));

    /// <summary>Somebody who was rung has answered: an agent hears the whisper first.</summary>
    private Task<IResult> Part(HttpContext http, string? leg, CancellationToken ct) => OfCall(http, async request =>
    {
        if (!Guid.TryParse(leg, out var id) || await legs.Report(id, request.CallSid, "in-progress", ct) is not { State: LegState.Talking } part || part.Sid != request.CallSid) return null;
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.PhoneCalls.AsNoTracking().SingleOrDefaultAsync(c => c.Id == part.CallId, ct) is not { EndedAt: null } call) return null;
        var whisper = new List<SpokenWords>();
        if (part.Role == LegRole.Agent && personal.OpenOrNull(call.Whisper) is { } told) whisper.Add(new("zh-CN", told));
        if (part.Role == LegRole.Agent && call.CallBack != CallBackState.None && call.CallerSid is null) whisper.Add(new("zh-CN", "这是回电，正在拨打来电人，请稍候。"));
        var coached = part.Mode == nameof(Distribution.MonitorMode.Coach)
            ? await db.PhoneLegs.Where(l => l.CallId == part.CallId && l.Role == LegRole.Agent && l.State == LegState.Talking).OrderBy(l => l.AnsweredAt).Select(l => l.Sid).FirstOrDefaultAsync(ct) : null;
        var silent = part.Mode == nameof(Distribution.MonitorMode.Silent) || (part.Mode == nameof(Distribution.MonitorMode.Coach) && coached is null);
        return addresses.Join(part.CallId, part.Id, silent, coached, part.Role == LegRole.Supervisor, whisper);
    });

    private Task<IResult> PartStatus(HttpContext http, string? leg, CancellationToken ct) => Told(http, async form =>
    {
        if (!TwilioVoice.TryReadProgress(form, out var news, out var error)) return TwilioDoors.BadField(error);
        // That it was answered is taken from the request for what to do: only then is there somebody in the talk.
        if (Guid.TryParse(leg, out var id) && news.Status != "in-progress") await legs.Report(id, news.CallSid, news.Status, ct);
        return null;
    });

    /// <summary>The caller's own line.</summary>
    private Task<IResult> Status(HttpContext http, string? call, CancellationToken ct) => Told(http, async form =>
    {
        if (!TwilioVoice.TryReadProgress(form, out var news, out var error)) return TwilioDoors.BadField(error);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var named = Guid.TryParse(call, out var id);
        var known = await db.PhoneCalls.FirstOrDefaultAsync(c => c.CallerSid == news.CallSid || (named && c.Id == id && c.CallerSid == null), ct);
        if (known is null) return null;
        var (before, rank) = (known.Rank, CallProgress.Rank(news.Status));
        if (rank <= before) return null;   // behind what is known
        known.CallerSid ??= known.CallBack == CallBackState.Calling ? news.CallSid : null;
        known.Rank = rank;
        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateConcurrencyException) { return await StatusAgain(news, ct); }
        await Over(known, before, news, ct);
        return null;
    });

    private async Task<IResult?> StatusAgain(CallProgress news, CancellationToken ct)
    {
        // Changed by another request at this moment; that a call is over must not be lost for it.
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (CallProgress.IsTerminal(news.Status) && await db.PhoneCalls.AsNoTracking().SingleOrDefaultAsync(c => c.CallerSid == news.CallSid, ct) is { } known) await Over(known, known.Rank, news, ct);
        return null;
    }

    private async Task Over(PhoneCall known, int before, CallProgress news, CancellationToken ct)
    {
        if (!CallProgress.IsTerminal(news.Status)) return;
        if (known.CallBack == CallBackState.Calling && (before < CallProgress.Rank("in-progress") || news.Status != "completed")) await legs.CallBackFailed(known.Id, ct);
        else await desk.Close(known.Id, ct);
    }

    private Task<IResult> Talk(HttpContext http, string? call, CancellationToken ct) => Told(http, async form =>
    {
        if (!TwilioVoice.TryReadTalk(form, out var news, out var error)) return TwilioDoors.BadField(error);
        if (!Guid.TryParse(call, out var id) || news.Name != TwilioAddresses.TalkOf(id)) return null;
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.PhoneCalls.SingleOrDefaultAsync(c => c.Id == id, ct) is not { EndedAt: null } known) return null;
        // A second talk of the same call (back in line, another agent) has another identity; the end of the first may be told late.
        if (known.TalkSid == news.ConferenceSid || news.Happening == "conference-end") return null;
        known.TalkSid = news.ConferenceSid;
        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateConcurrencyException) { /* it is told again with the next happening, and can be asked for */ }
        return null;
    });

    /// <summary>The recording of a talk can be fetched.</summary>
    private Task<IResult> Recording(HttpContext http, string? call, CancellationToken ct) => Told(http, async form =>
    {
        if (!TwilioVoice.TryReadRecordingNews(form, out var news, out var error)) return TwilioDoors.BadField(error);
        if (news.Url is null || !Guid.TryParse(call, out var id)) return null;
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Calls.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, ct) is not { } known) return null;
        await calls.Take(new CtiEvent($"twilio:{news.Sid}", CtiEventKind.RecordingReady, known.ProviderCallId, clock.GetUtcNow(), null, null, null, news.Url), ct);
        await AddFurther(news.Sid, news.Url, id, ct);
        await Announce(news.Sid, id, ct);
        return null;
    });

    /// <summary>A caller who spoke, waited again and spoke has two talks: the call record shows the first recording, and the ticket has both.</summary>
    private async Task AddFurther(string sid, Uri url, Guid callId, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var call = await db.Calls.AsNoTracking().SingleAsync(c => c.Id == callId, ct);
        var since = call.FirstHeardAt.AddMinutes(-1);
        if (await db.Attachments.AnyAsync(a => a.Kind == AttachmentKind.Recording && a.AddedAt >= since && a.RemoteUrl == url.AbsoluteUri, ct)) return;
        var now = clock.GetUtcNow();
        db.Attachments.Add(new Attachment
        {
            Id = Guid.CreateVersion7(now), TicketId = call.TicketId, Kind = AttachmentKind.Recording, State = AttachmentState.Fetching, FileName = $"{sid}.wav", ContentType = "audio/wav", RemoteUrl = url.AbsoluteUri, AddedAt = now,
            AddedBy = Hotline.Domain.Staff.Actor.System.UserName,
        });
        await db.SaveChangesAsync(ct);
    }

    /// <summary>The recording of a message can be fetched: a backstop for the request at its end, with the same identity.</summary>
    private Task<IResult> Message(HttpContext http, string? call, CancellationToken ct) => Told(http, async form =>
    {
        if (!TwilioVoice.TryReadRecordingNews(form, out var news, out var error)) return TwilioDoors.BadField(error);
        return news.Url is not null && Guid.TryParse(call, out var id) && await Keep(form, id, news.Sid, ct) is { } full ? Problems.ToResult(full) : null;
    });

    private async Task<IResult> Wait(HttpContext http)
    {
        var (_, refused) = await TwilioDoors.Open(http, twilio, hotline);
        return refused ?? Xml(addresses.Document().Pause(60).Redirect(TwilioAddresses.Wait).ToString());
    }

    private Task<Error?> Keep(HttpContext http, Guid callId, string recording, CancellationToken ct) => Keep((UrlForm)http.Items[typeof(UrlForm)]!, callId, recording, ct);

    /// <summary>What the caller left after the tone becomes a ticket, of the number that called.</summary>
    private async Task<Error?> Keep(UrlForm form, Guid callId, string recording, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Calls.AsNoTracking().SingleOrDefaultAsync(c => c.Id == callId, ct) is not { } call || !TwilioVoice.TryReadVoicemail(form, clock.GetUtcNow(), out var message, out _)) return null;
        if ((await intake.Submit(new IntakeRequest(message with { Sender = calls.NumberOf(call) }))).Error is { } full) return full;   // the report of completion is the second chance
        await Announce(recording, callId, ct);
        return null;
    }

    private async Task Announce(string sid, Guid callId, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.PhoneRecordings.AnyAsync(r => r.Sid == sid, ct)) return;
        var now = clock.GetUtcNow();
        db.PhoneRecordings.Add(new PhoneRecording { Sid = sid, CallId = callId, AnnouncedAt = now, NextAttemptAt = now });
        try { await db.SaveChangesAsync(ct); }
        catch (DbUpdateException) { return; }   // announced twice at once
        signal.Raise();
    }

    private string Render(PhoneCall call, FlowStep step) => addresses.Render(call.Id, call.Step, step);

    private static CallInput? InputOf(VoiceCall request, FlowState state) =>
        request.IsOver && request.Recording is null ? new CallInput.HungUp()
        : state.Talk != TalkState.None ? new CallInput.TalkEnded(request.Bridged ?? false)
        : request.Recording is not null ? new CallInput.Recorded()
        : request.Digits.TrimEnd('#') is { Length: > 0 } keys ? new CallInput.Keys(keys)
        : request.Digits.Length > 0 ? new CallInput.Keys(request.Digits)
        : request.Speech is { } words ? new CallInput.Speech(words)
        : new CallInput.Silence();

    /// <summary>A request that wants to be told what to do; an unknown call is ended politely.</summary>
    private async Task<IResult> OfCall(HttpContext http, Func<VoiceCall, Task<string?>> answer)
    {
        var (form, refused) = await TwilioDoors.Open(http, twilio, hotline);
        if (refused is not null) return refused;
        http.Items[typeof(UrlForm)] = form;
        if (!TwilioVoice.TryRead(form!, out var call, out var error)) return TwilioDoors.BadField(error);
        return Xml(await answer(call) ?? addresses.Document().HangUp().ToString());
    }

    /// <summary>A report that wants no answer.</summary>
    private async Task<IResult> Told(HttpContext http, Func<UrlForm, Task<IResult?>> take)
    {
        var (form, refused) = await TwilioDoors.Open(http, twilio, hotline);
        if (refused is not null) return refused;
        return await take(form!) ?? Xml(TwilioWebhook.EmptyResponse);
    }

    private static Microsoft.AspNetCore.Http.HttpResults.ContentHttpResult Xml(string document) => TypedResults.Text(document, TwilioWebhook.ResponseContentType, Encoding.UTF8);
}
