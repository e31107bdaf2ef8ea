using System.Globalization;
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

    public void OnGet(int status) => Tell(status);

    public async Task OnPostAsync(int status)
    {
        Tell(status);
        if (status != StatusCodes.Status429TooManyRequests || HttpContext.Features.Get<IStatusCodeReExecuteFeature>() is not { } before) return;
        From = before.OriginalPath;
        try { Kept = [.. (await Request.ReadFormAsync()).SelectMany(f => f.Value, (f, value) => KeyValuePair.Create(f.Key, value ?? ""))]; }
        catch (BadHttpRequestException) { Kept = []; }   // with files it is larger than anything read for a limited sender
    }

    private void Tell(int status)
    {
        var fault = HttpContext.Features.Get<IExceptionHandlerPathFeature>()?.Error as BadHttpRequestException;
        if (fault is not null) status = fault.StatusCode;
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
