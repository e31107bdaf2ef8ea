namespace Hotline.Api.Platform;

/// <summary>The console's files, and the words printed at the start.</summary>
internal static class StaticFiles
{
    /// <summary>The bundler puts a hash into the name, so such a file never changes.</summary>
    public static Task CacheHashedAssets(HttpContext http, RequestDelegate next)
    {
        if (http.Request.Path.StartsWithSegments("/console/assets"))
            http.Response.OnStarting(() =>
            {
                if (http.Response.StatusCode is 200 or 304) http.Response.Headers.CacheControl = "public,max-age=31536000,immutable";
                return Task.CompletedTask;
            });
        return next(http);
    }

    /// <summary>Every address below /console that is no file is a page of the console.</summary>
    public static void MapConsole(this WebApplication app) => app.MapFallbackToFile("/console/{*path:nonfile}", "console/index.html",
        new StaticFileOptions { OnPrepareResponse = c => c.Context.Response.Headers.CacheControl = "no-cache" });

    /// <summary>Says where everything is; in Development also who may sign in.</summary>
    public static void PrintAddressesWhenStarted(this WebApplication app, string? setUpPath) => app.Lifetime.ApplicationStarted.Register(() =>
    {
        var address = app.Urls.FirstOrDefault() is { } url ? url.Replace("0.0.0.0", "localhost", StringComparison.Ordinal).Replace("[::]", "localhost", StringComparison.Ordinal) : "";
        Console.WriteLine($"""

            Hotline is running.
              console          {address}/console/
              residents' site  {address}/
              API document     {address}/openapi/v1.json
            """);
        if (setUpPath is not null) Console.WriteLine($"  set-up (once)    {address}{setUpPath}");
        if (app.Environment.IsDevelopment())
        {
            Console.WriteLine($"  demo sign-ins    password {Data.Seed.StaffSeed.DemoPassword}");
            foreach (var (userName, displayName, role, department) in Data.Seed.StaffSeed.Demo)
                Console.WriteLine($"    {userName,-12} {role.ToString().ToLowerInvariant()}{(department is null ? "" : $" ({department})")}  {displayName}");
            Console.WriteLine("  intake key       demo-intake-key");
        }
        Console.WriteLine("  stop with Ctrl-C");
    });
}
