namespace Hotline.Api.Portal;

/// <summary>The residents' site: Razor Pages that work without scripts.</summary>
internal static class PortalPages
{
    public static void AddPortal(this IServiceCollection services) => services.AddRazorPages(o => o.RootDirectory = "/Portal");

    public static void MapPortal(this WebApplication app) => app.MapRazorPages();

    /// <summary>True for what a browser reads as a page; programs get problem documents instead.</summary>
    public static bool Serves(HttpRequest request) => !request.Path.StartsWithSegments("/api") && !request.Path.StartsWithSegments("/hubs") && !request.Path.StartsWithSegments("/webhooks");
}
