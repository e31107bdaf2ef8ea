using System.Text.Encodings.Web;
using System.Text.Unicode;
using Hotline.Api.Platform;
using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Microsoft.AspNetCore.RateLimiting;

namespace Hotline.Api.Portal;

/// <summary>The residents' site: Razor Pages that work without scripts.</summary>
internal static class PortalPages
{
    private const string SubmitPage = "/Submit";
    private const string ErrorPage = "/Error";

    public static void AddPortal(this IServiceCollection services)
    {
        services.AddRazorPages(o =>
        {
            o.RootDirectory = "/Portal";
            o.Conventions.AddFolderApplicationModelConvention("/", Limit);
        });
        services.AddWebEncoders(o => o.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));   // Chinese stays readable in the page source
        services.AddScoped<TicketPass>().AddScoped<PortalView>().AddScoped(_ => PortalTexts.Current);
    }

    public static void MapPortal(this WebApplication app)
    {
        app.MapRazorPages();
        Preferences.Map(app);
    }

    /// <summary>What goes wrong on a page is told on a page; a language asked for in the address stays.</summary>
    public static void UsePortal(this WebApplication app) => app.UseWhen(http => Serves(http.Request), portal =>
    {
        portal.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandlingPath = "/error/500", SuppressDiagnosticsCallback = _ => true });
        portal.UseStatusCodePagesWithReExecute("/error/{0}");
        portal.Use(Preferences.RememberLanguage);
    });

    /// <summary>True for what a browser reads as a page; programs get problem documents instead.</summary>
    public static bool Serves(HttpRequest request) => !Array.Exists(Programs, p => request.Path.StartsWithSegments(p));

    /// <summary>True for a form that is only sent to come back in the other language.</summary>
    public static bool SwitchesLanguage(HttpRequest request) => "Language".Equals(request.Query["handler"], StringComparison.OrdinalIgnoreCase);

    private static readonly string[] Programs = ["/api", "/hubs", "/webhooks", "/openapi", "/health"];

    private static void Limit(PageApplicationModel page)
    {
        if (page.ViewEnginePath == ErrorPage) return;   // it is shown to those who were just limited
        page.EndpointMetadata.Add(new EnableRateLimitingAttribute(page.ViewEnginePath == SubmitPage ? RateLimits.Submit : RateLimits.Public));
    }
}
