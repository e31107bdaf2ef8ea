using System.Globalization;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Hotline.Api.Portal;

/// <summary>What could not be shown, in the site's own dress. Nothing is done here, so no token is asked for.</summary>
[IgnoreAntiforgeryToken]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class ErrorModel(PortalTexts texts, PortalView view) : PageModel
{
    public string Title { get; private set; } = "";
    public string Text { get; private set; } = "";
    /// <summary>The page that was asked for.</summary>
    public string From { get; private set; } = "/";
    /// <summary>What was typed into a form that came too soon; hidden fields send it again.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Kept { get; private set; } = [];

    /// <summary>Taken from the route itself: a form that cannot be read keeps the framework from binding anything.</summary>
    private int Status => int.Parse((string)RouteData.Values["status"]!, CultureInfo.InvariantCulture);

    public void OnGet() => Tell(Status);

    public async Task OnPostAsync()
    {
        Tell(Status);
        if (Status != StatusCodes.Status429TooManyRequests || HttpContext.Features.Get<IStatusCodeReExecuteFeature>() is not { } before) return;
        From = before.OriginalPath;
        try { Kept = [.. (await Request.ReadFormAsync()).SelectMany(f => f.Value, (f, value) => KeyValuePair.Create(f.Key, value ?? ""))]; }
        catch (Exception e) when (e is BadHttpRequestException or InvalidDataException) { Kept = []; }   // with files it is larger than anything read for a limited sender
    }

    private void Tell(int status)
    {
        // Antiforgery wraps what it met while reading the form.
        var fault = HttpContext.Features.Get<IExceptionHandlerPathFeature>()?.Error;
        if (fault is AntiforgeryValidationException { InnerException: { } inside }) fault = inside;
        if (fault is BadHttpRequestException or InvalidDataException or IOException) status = fault is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status400BadRequest;
        Response.StatusCode = status is >= 400 and < 600 ? status : StatusCodes.Status404NotFound;
        (Title, Text) = Response.StatusCode switch
        {
            404 => (texts.NotFoundTitle, texts.NotFoundText),
            413 => (texts.TooLargeTitle, texts.TooLargeText),
            429 => (texts.TooManyTitle, texts.TooManyText(texts.Wait(int.TryParse(Response.Headers.RetryAfter, CultureInfo.InvariantCulture, out var seconds) ? seconds : 60))),
            400 => (texts.ExpiredTitle, texts.ExpiredText),
            >= 500 => (texts.ServerErrorTitle, texts.ServerErrorText(view.HotlineNumber)),
            _ => (texts.OtherErrorTitle, texts.OtherErrorText),
        };
    }
}
