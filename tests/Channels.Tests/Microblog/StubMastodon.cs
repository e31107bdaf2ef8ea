using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Hotline.Channels.Tests.Microblog;

/// <summary>
/// A stand-in for a Mastodon server, written from its documentation: notifications by min_id, replies with their idempotency key,
/// the open connection. Its answers have the fields the published OpenAPI names; what it proves is our behaviour, not the server's.
/// </summary>
internal sealed class StubMastodon : StubServer
{
    public const string Token = "a-token";
    public const string OwnId = "900";

    private readonly Lock _turn = new();
    private readonly List<JsonObject> _notifications = [];
    private readonly ConcurrentDictionary<string, JsonObject> _byKey = new();
    private readonly ConcurrentQueue<TaskCompletionSource> _listeners = [];
    private int _ids = 1000;
    private int _early;

    /// <summary>What the account posted.</summary>
    public List<JsonObject> Posted { get; } = [];

    /// <summary>Headers of every answer.</summary>
    public List<(string Name, string Value)> Headers { get; } = [];

    public bool Listened => !_listeners.IsEmpty;

    /// <summary>How many statuses were there before an answer is given up on: the next post is stored, its answer never comes.</summary>
    public bool SwallowNextAnswer { get; set; }

    public string Mention(string text, string acct = "resident@example.social", string visibility = "public", string? inReplyTo = null, string name = "路人甲", bool bot = false, string? picture = null, string? statusId = null)
    {
        lock (_turn)
        {
            var id = statusId ?? (++_ids).ToString(System.Globalization.CultureInfo.InvariantCulture);
            _notifications.Add(Notification((++_ids).ToString(System.Globalization.CultureInfo.InvariantCulture), id, text, acct, visibility, inReplyTo, name, bot, picture));
            while (_listeners.TryDequeue(out var listener))
            {
                listener.TrySetResult();
            }

            return id;
        }
    }

    /// <summary>A mention whose notification got its number before all that were read: reading on from there does not meet it.</summary>
    public string PassedOver(string text, DateTimeOffset at, string acct = "resident@example.social", string visibility = "public", string? inReplyTo = null, bool bot = false)
    {
        lock (_turn)
        {
            var id = (++_ids).ToString(System.Globalization.CultureInfo.InvariantCulture);
            _notifications.Insert(_early, Notification((++_early).ToString(System.Globalization.CultureInfo.InvariantCulture), id, text, acct, visibility, inReplyTo, "路人甲", bot, null, at));
            return id;
        }
    }

    /// <summary>Something the server lists that no program expects.</summary>
    public void Add(string notification)
    {
        lock (_turn)
        {
            _notifications.Add(JsonNode.Parse(notification)!.AsObject());
        }
    }

    public override ValueTask DisposeAsync()
    {
        while (_listeners.TryDequeue(out var listener))
        {
            listener.TrySetCanceled();
        }

        return base.DisposeAsync();
    }

    protected override async Task Answer(HttpContext context, Asked asked)
    {
        foreach (var (name, value) in Headers)
        {
            context.Response.Headers[name] = value;
        }

        if (asked.Headers.Authorization != $"Bearer {Token}")
        {
            context.Response.StatusCode = 401;
            await Json(context, """{"error":"The access token is invalid"}""");
            return;
        }

        var parts = asked.Path.Split('/');
        switch (asked.Path)
        {
            case "/api/v1/accounts/verify_credentials":
                await Json(context, $$"""{"id":"{{OwnId}}","username":"hotline","acct":"hotline"}""");
                break;
            case "/api/v2/instance":
                await Json(context, $$$$"""{"configuration":{"urls":{"streaming":"ws://{{{{Address.Authority}}}}"},"statuses":{"max_characters":500,"characters_reserved_per_url":23}}}""");
                break;
            case "/api/v1/notifications":
                await Json(context, Page(asked));
                break;
            case "/api/v1/statuses" when asked.Method == "POST":
                await Post(context, asked);
                break;
            case "/api/v1/streaming/user/notification":
                await Stream(context);
                break;
            default:
                if (parts is ["", "api", "v1", "statuses", var one] && Status(one) is { } status)
                {
                    await Json(context, status);
                    break;
                }

                if (parts is ["", "api", "v1", "statuses", var under, "context"])
                {
                    lock (_turn)
                    {
                        asked = asked with { Body = new JsonObject { ["ancestors"] = new JsonArray(), ["descendants"] = new JsonArray([.. Posted.Where(p => Thread(p, under)).Select(p => p.DeepClone())]) }.ToJsonString() };
                    }

                    await Json(context, asked.Body);
                    break;
                }

                context.Response.StatusCode = 404;
                await Json(context, """{"error":"Record not found"}""");
                break;
        }
    }

    private bool Thread(JsonObject status, string under) =>
        (string?)status["in_reply_to_id"] == under || Posted.Find(p => (string?)p["id"] == (string?)status["in_reply_to_id"]) is { } parent && Thread(parent, under);

    private string Page(Asked asked)
    {
        lock (_turn)
        {
            var limit = int.TryParse(asked.Fields["limit"], out var given) ? Math.Min(given, 80) : 40;
            // min_id: the page that follows directly, newest first; without it the newest of all.
            var list = asked.Fields["max_id"] is [{ } before] ? _notifications.Where(n => Number(n) < long.Parse(before, System.Globalization.CultureInfo.InvariantCulture)).TakeLast(limit)
                : asked.Fields["min_id"] is [{ } after] ? _notifications.Where(n => Number(n) > long.Parse(after, System.Globalization.CultureInfo.InvariantCulture)).Take(limit) : _notifications.TakeLast(limit);
            return new JsonArray([.. list.Reverse().Select(n => n.DeepClone())]).ToJsonString();
        }
    }

    private string? Status(string id)
    {
        lock (_turn)
        {
            return _notifications.Find(n => n["status"] is JsonObject status && status["id"]?.ToString() == id)?["status"]!.ToJsonString();
        }
    }

    private static long Number(JsonObject notification) => long.TryParse(notification["id"]?.ToString(), out var id) ? id : long.MaxValue;

    private async Task Post(HttpContext context, Asked asked)
    {
        var body = JsonNode.Parse(asked.Body)!.AsObject();
        var status = _byKey.GetOrAdd(asked.Headers["Idempotency-Key"].ToString(), _ =>
        {
            lock (_turn)
            {
                var posted = new JsonObject
                {
                    ["id"] = (++_ids).ToString(System.Globalization.CultureInfo.InvariantCulture), ["in_reply_to_id"] = (string?)body["in_reply_to_id"], ["visibility"] = (string?)body["visibility"],
                    ["content"] = $"<p>{System.Net.WebUtility.HtmlEncode((string?)body["status"])}</p>", ["created_at"] = "2026-03-02T02:00:00.000Z", ["account"] = new JsonObject { ["id"] = OwnId, ["acct"] = "hotline" },
                };
                Posted.Add(posted);
                return posted;
            }
        });
        if (SwallowNextAnswer)
        {
            SwallowNextAnswer = false;
            context.Abort();
            return;
        }

        await Json(context, status.ToJsonString());
    }

    private async Task Stream(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync(":)\n");
        await context.Response.Body.FlushAsync();
        try
        {
            while (true)
            {
                var news = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _listeners.Enqueue(news);
                await news.Task.WaitAsync(context.RequestAborted);
                await context.Response.WriteAsync("event: notification\ndata: {}\n\n");
                await context.Response.Body.FlushAsync();
            }
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
    }

    private static JsonObject Notification(string id, string statusId, string text, string acct, string visibility, string? inReplyTo, string name, bool bot, string? picture, DateTimeOffset? at = null) => new()
    {
        ["id"] = id, ["type"] = "mention", ["created_at"] = (at ?? new DateTimeOffset(2026, 3, 2, 2, 0, 0, TimeSpan.Zero)).UtcDateTime.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
        ["account"] = new JsonObject { ["id"] = "1", ["acct"] = acct },
        ["status"] = new JsonObject
        {
            ["id"] = statusId, ["created_at"] = "2026-03-02T02:00:00.000Z", ["visibility"] = visibility, ["in_reply_to_id"] = inReplyTo, ["language"] = "zh", ["spoiler_text"] = "",
            ["content"] = $"<p><span class=\"h-card\"><a href=\"https://social.example/@hotline\" class=\"u-url mention\">@<span>hotline</span></a></span> {System.Net.WebUtility.HtmlEncode(text)}</p>",
            ["account"] = new JsonObject { ["id"] = acct == "hotline" ? OwnId : $"1{acct.Length}", ["acct"] = acct, ["username"] = acct.Split('@')[0], ["display_name"] = name, ["bot"] = bot },
            ["mentions"] = new JsonArray(new JsonObject { ["id"] = OwnId, ["acct"] = "hotline", ["username"] = "hotline" }),
            ["media_attachments"] = picture is null ? new JsonArray() : new JsonArray(new JsonObject { ["id"] = "5", ["type"] = "image", ["url"] = picture }),
        },
    };
}
