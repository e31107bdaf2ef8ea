using System.CommandLine;

namespace Hotline.Bench;

/// <summary>How the commands that feed a running server find it.</summary>
internal static class ServerOptions
{
    public static readonly Option<string> To = new("--to") { Description = "The server's address", DefaultValueFactory = _ => "http://localhost:5080" };
    public static readonly Option<string> Key = new("--key") { Description = "X-Api-Key of the API door", DefaultValueFactory = _ => "demo-intake-key" };
    public static readonly Option<bool> NoBuild = new("--no-build") { Description = "Measure the Release build that is there" };

    public static Uri Address(ParseResult given)
    {
        var text = given.GetRequiredValue(To).TrimEnd('/') + "/";
        return Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address : throw new BenchException($"--to is an address such as http://localhost:5080, not '{text}'.");
    }

    /// <summary>Says at once that nobody is there, instead of failing message by message.</summary>
    public static async Task MustAnswer(Uri server, CancellationToken ct)
    {
        if (!await IsUp(server, ct)) throw new BenchException($"Nobody answers at {server}. Start the server (./hotline run), or name its address with --to.");
    }

    public static async Task<bool> IsUp(Uri server, CancellationToken ct)
    {
        using var http = new HttpClient { BaseAddress = server, Timeout = TimeSpan.FromSeconds(5) };
        try
        {
            using var answer = await http.GetAsync("health/ready", ct);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            return false;
        }
    }
}
