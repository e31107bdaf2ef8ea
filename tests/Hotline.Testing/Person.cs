using System.Net;
using System.Net.Http.Json;
using System.Text;

namespace Hotline.Testing;

/// <summary>Somebody at a browser: keeps cookies, and sends the token that every unsafe request of a session must carry.</summary>
public sealed class Person
{
    /// <summary>Well inside the life of a session; a test that sets the clock further signs in anew.</summary>
    private static readonly TimeSpan SessionLife = TimeSpan.FromHours(6);

    private readonly HotlineHost _host;
    private readonly CookieContainer _cookies = new();
    private readonly HttpClient _http;
    private DateTimeOffset _signedInAt;

    internal Person(HotlineHost host, string? userName)
    {
        (_host, UserName) = (host, userName);
        _http = host.CreateDefaultClient(new Cookies(_cookies, host));
    }

    public string? UserName { get; }

    /// <summary>True to send the session's token; false to act like a foreign page.</summary>
    public bool SendsToken { get; set; } = true;

    /// <summary>Sent with each request; the language of the answers.</summary>
    public string Language { get; set; } = "zh-CN";

    /// <summary>The session's cookies, for a socket of the same browser.</summary>
    internal string CookieHeader => _cookies.GetCookieHeader(_http.BaseAddress!);

    public async Task<Json> SignIn()
    {
        var answer = await Send(HttpMethod.Post, "/api/session", JsonContent.Create(new { userName = UserName, password = HotlineHost.Password }));
        _signedInAt = _host.Clock.GetUtcNow();
        return answer.Ok();
    }

    public Task<Answer> Get(string path) => Act(HttpMethod.Get, path, null);
    public Task<Answer> Post(string path, object? body = null, params (string Name, string Value)[] headers) => Act(HttpMethod.Post, path, Content(body), headers);
    public Task<Answer> Put(string path, object body) => Act(HttpMethod.Put, path, Content(body));
    public Task<Answer> Delete(string path) => Act(HttpMethod.Delete, path, null);

    /// <summary>Any request with any content, as a program without manners may send it.</summary>
    public Task<Answer> Raw(HttpMethod method, string path, string body, string contentType = "application/json", params (string Name, string Value)[] headers)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return Act(method, path, content, headers);
    }

    public Task<Answer> Upload(string path, byte[] bytes, string fileName) => UploadWith(path, bytes, fileName);

    /// <summary>A file with fields beside it.</summary>
    public Task<Answer> UploadWith(string path, byte[] bytes, string fileName, params (string Name, string Value)[] fields)
    {
        var form = new MultipartFormDataContent { { new ByteArrayContent(bytes), "file", fileName } };
        foreach (var (name, value) in fields) form.Add(new StringContent(value), name);
        return Act(HttpMethod.Post, path, form);
    }

    /// <summary>A form of the residents' site, with a file when one is named.</summary>
    public Task<Answer> Form(string path, string? fileName, params (string Name, string Value)[] fields)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields) form.Add(new StringContent(value), name);
        if (fileName is not null) form.Add(new ByteArrayContent([1, 2, 3]), "files", fileName);
        return Act(HttpMethod.Post, path, form);
    }

    /// <summary>An action on a ticket; whatever the answer.</summary>
    public Task<Answer> Try(Guid ticket, string action, object? body = null, params (string Name, string Value)[] headers) =>
        Post($"/api/tickets/{ticket}/{action}", body ?? new { }, headers);

    /// <summary>An action on a ticket that must succeed; the ticket afterwards.</summary>
    public async Task<Json> Do(Guid ticket, string action, object? body = null) => (await Try(ticket, action, body)).Ok();

    public async Task<Json> Ticket(Guid id) => (await Get($"/api/tickets/{id}")).Ok();

    private async Task<Answer> Act(HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        if (UserName is not null && (_host.Clock.GetUtcNow() - _signedInAt).Duration() > SessionLife) await SignIn();
        return await Send(method, path, content, headers);
    }

    private async Task<Answer> Send(HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.TryAddWithoutValidation("Accept-Language", Language);
        if (SendsToken && _cookies.GetCookies(_http.BaseAddress!)["XSRF-TOKEN"] is { } token)
            request.Headers.TryAddWithoutValidation("X-XSRF-TOKEN", Uri.UnescapeDataString(token.Value));
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        using var response = await _http.SendAsync(request);
        return new Answer($"{method} {path}", (int)response.StatusCode, response.Headers, response.Content.Headers, await response.Content.ReadAsByteArrayAsync());
    }

    private static JsonContent? Content(object? body) => body is null ? null : JsonContent.Create(body, body.GetType());

    /// <summary>Keeps cookies for a client that has no handler of its own to do so.</summary>
    private sealed class Cookies(CookieContainer jar, HotlineHost host) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var header = jar.GetCookieHeader(request.RequestUri!);
            if (header.Length > 0) request.Headers.TryAddWithoutValidation("Cookie", header);
            HttpResponseMessage response;
            try { response = await base.SendAsync(request, cancellationToken); }
            catch (ObjectDisposedException e) { throw new InvalidOperationException($"The program has stopped: {string.Join('\n', host.ErrorLog)}", e); }
            if (response.Headers.TryGetValues("Set-Cookie", out var set))
                foreach (var cookie in set) jar.SetCookies(request.RequestUri!, cookie);
            return response;
        }
    }
}
