using System.Globalization;
using Hotline.Api.Features.Public;
using Hotline.Domain.Departments;
using Hotline.Domain.Tickets;

namespace Hotline.Api.Portal;

/// <summary>What every page needs to show itself: the city in the reader's language, local times, the view chosen.</summary>
internal sealed class PortalView(City city, PortalTexts texts, IHttpContextAccessor accessor)
{
    private HttpContext Http => accessor.HttpContext!;

    public string Language => texts.Language;
    public bool English => texts.Language == "en";
    public bool Elder => Http.Request.Cookies[Preferences.ViewCookie] == Preferences.Elder;
    public string CityName => English ? city.NameEn : city.Name;
    public string HotlineNumber => city.HotlineNumber;
    public string Site => texts.SiteName(CityName, city.HotlineNumber);

    /// <summary>Where a reader comes back to after changing language or view; an address that names a language would undo the change.</summary>
    public string Back => Http.Request.Path.StartsWithSegments("/error") ? "/"
        : HttpMethods.IsGet(Http.Request.Method) ? Http.Request.Path + QueryString.Create(Http.Request.Query.Where(q => q.Key != Preferences.LanguageQuery))
        : Http.Request.Path;

    public IEnumerable<(string Code, string Name)> Departments => city.Departments.Select(d => (d.Code, English ? d.NameEn : d.Name));
    /// <summary>The top of the category tree.</summary>
    public IEnumerable<(string Code, string Name)> Categories => city.Categories.Where(c => c.Code.Length == 2).Select(c => (c.Code, English ? c.NameEn : c.Name));

    public string Time(DateTimeOffset at) => Local(at).ToString(English ? "d MMM yyyy, HH:mm" : "yyyy年M月d日 HH:mm", CultureInfo.InvariantCulture);
    public string Date(DateTimeOffset at) => Local(at).ToString(English ? "d MMM yyyy" : "yyyy年M月d日", CultureInfo.InvariantCulture);
    /// <summary>For the attribute <c>datetime</c>.</summary>
    public string Machine(DateTimeOffset at) => Local(at).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);

    /// <summary>The number in groups, as it is read aloud.</summary>
    public static string Grouped(string number) => TicketNumber.TryParse(number, out var parsed) ? parsed.Spoken : number;

    /// <summary>The first words of a published answer.</summary>
    public static string Excerpt(PublishedAnswer answer)
    {
        var text = answer.Answer.ReplaceLineEndings(" ");
        return text.Length <= 90 ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[89]) ? 89 : 90), "…");
    }

    private DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, city.Clock.Calendar.TimeZone);
}
