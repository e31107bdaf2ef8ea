using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Hotline.Channels.Tests.Microblog;

/// <summary>
/// A stand-in for Weibo, written from the vendor's documentation alone: there is no specification, simulator or account to check it
/// against. What passes here is true of the documentation, not proven of Weibo.
/// </summary>
internal sealed class StubWeibo : StubServer
{
    public const string Token = "weibo-token";
    public const string Uid = "1700000001";

    private readonly Lock _turn = new();
    private readonly Dictionary<string, List<JsonObject>> _lists = new() { ["statuses"] = [], ["comments/mentions"] = [], ["comments/to_me"] = [] };
    // Beyond 2^53, where neighbours are one number for a program that reads them as floating point.
    private long _ids = 9_234_567_890_123_456;

    public List<JsonObject> Sent { get; } = [];

    public int TokenLife { get; set; } = 30 * 86_400;

    /// <summary>The next comment is kept, its answer never comes.</summary>
    public bool SwallowNextAnswer { get; set; }

    /// <summary>A post that names the account.</summary>
    public string Post(string text, string uid = "1700000099", string name = "路人甲", params string[] pictures)
    {
        lock (_turn)
        {
            var id = ++_ids;
            _lists["statuses"].Add(new()
            {
                ["created_at"] = "Mon Mar 02 10:00:00 +0800 2026", ["id"] = id, ["mid"] = Text(id), ["idstr"] = Text(id), ["text"] = text, ["user"] = User(uid, name),
                ["pic_urls"] = new JsonArray([.. pictures.Select(p => (JsonNode)new JsonObject { ["thumbnail_pic"] = p })]),
            });
            return Text(id);
        }
    }

    /// <summary>A comment, in the list of those that name the account or of those on its own posts, or in both.</summary>
    public string Comment(string text, string postId, string uid = "1700000099", string? replyTo = null, bool mention = true, bool toMe = false)
    {
        lock (_turn)
        {
            var id = ++_ids;
            var comment = new JsonObject
            {
                ["created_at"] = "Mon Mar 02 10:00:00 +0800 2026", ["id"] = id, ["idstr"] = Text(id), ["text"] = text, ["user"] = User(uid, "路人甲"),
                ["status"] = new JsonObject { ["id"] = long.Parse(postId, CultureInfo.InvariantCulture), ["idstr"] = postId },
            };
            if (replyTo is not null)
            {
                comment["reply_comment"] = new JsonObject { ["id"] = long.Parse(replyTo, CultureInfo.InvariantCulture), ["idstr"] = replyTo };
            }

            if (mention)
            {
                _lists["comments/mentions"].Add(comment);
            }

            if (toMe)
            {
                _lists["comments/to_me"].Add(comment.DeepClone().AsObject());
            }

            return Text(id);
        }
    }

    protected override async Task Answer(HttpContext context, Asked asked)
    {
        var fields = asked.Method == "POST" ? asked.Form : Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(asked.Query);
        string Field(string name) => fields.TryGetValue(name, out var value) ? value.ToString() : "";
        if (Field("access_token") != Token)
        {
            context.Response.StatusCode = 403;
            await Json(context, $$"""{"request":"{{asked.Path}}","error_code":"21327","error":"expired_token"}""");
            return;
        }

        switch (asked.Path)
        {
            case "/2/statuses/mentions.json":
                await Json(context, Page("statuses", "statuses", Field));
                break;
            case "/2/comments/mentions.json":
                await Json(context, Page("comments/mentions", "comments", Field));
                break;
            case "/2/comments/to_me.json":
                await Json(context, Page("comments/to_me", "comments", Field));
                break;
            case "/2/comments/create.json" or "/2/comments/reply.json" when asked.Method == "POST":
                await Send(context, Field);
                break;
            case "/2/comments/by_me.json":
                string list;
                lock (_turn)
                {
                    list = new JsonObject { ["comments"] = new JsonArray([.. Enumerable.Reverse(Sent).Take(50).Select(c => c.DeepClone())]) }.ToJsonString();
                }

                await Json(context, list);
                break;
            case "/oauth2/get_token_info" when asked.Method == "POST":
                await Json(context, $$"""{"uid":{{Uid}},"appkey":"1","scope":null,"create_at":1,"expire_in":{{TokenLife}}}""");
                break;
            default:
                context.Response.StatusCode = 404;
                await Json(context, """{"error":"Request Api not found!","error_code":10020,"request":"x"}""");
                break;
        }
    }

    private async Task Send(HttpContext context, Func<string, string> field)
    {
        string answer;
        lock (_turn)
        {
            if (Sent.Exists(s => (string?)s["text"] == field("comment") && (string?)s["status"]!["idstr"] == field("id")))
            {
                context.Response.StatusCode = 400;
                answer = """{"request":"/2/comments/create.json","error_code":20019,"error":"repeated content"}""";
            }
            else
            {
                var id = ++_ids;
                Sent.Add(new()
                {
                    ["created_at"] = "Mon Mar 02 10:00:00 +0800 2026", ["id"] = id, ["idstr"] = Text(id), ["text"] = field("comment"), ["cid"] = field("cid"),
                    ["user"] = User(Uid, "云江12345"), ["status"] = new JsonObject { ["id"] = long.Parse(field("id"), CultureInfo.InvariantCulture), ["idstr"] = field("id") },
                });
                answer = Sent[^1].ToJsonString();
            }
        }

        if (SwallowNextAnswer)
        {
            SwallowNextAnswer = false;
            context.Abort();
            return;
        }

        await Json(context, answer);
    }

    private string Page(string list, string member, Func<string, string> field)
    {
        long Of(string name) => long.TryParse(field(name), out var value) ? value : 0;
        lock (_turn)
        {
            var (since, max, count) = (Of("since_id"), Of("max_id"), (int)Of("count"));
            var page = _lists[list].Where(e => (long)e["id"]! > since && (max == 0 || (long)e["id"]! <= max)).OrderByDescending(e => (long)e["id"]!).Take(count == 0 ? 20 : count);
            return new JsonObject { [member] = new JsonArray([.. page.Select(p => p.DeepClone())]), ["total_number"] = _lists[list].Count }.ToJsonString();
        }
    }

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);

    private static JsonObject User(string uid, string name) => new() { ["id"] = long.Parse(uid, CultureInfo.InvariantCulture), ["idstr"] = uid, ["screen_name"] = name };
}
