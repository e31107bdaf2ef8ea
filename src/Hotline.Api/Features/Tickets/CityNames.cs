using System.Globalization;
using Hotline.Domain.Departments;

namespace Hotline.Api.Features.Tickets;

/// <summary>Names of the city's codes in the reader's language; a code that nobody knows any more stands for itself.</summary>
internal static class CityNames
{
    private static bool English => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";

    public static string CategoryName(this City city, string code) => city.Category(code) is { } c ? English ? c.NameEn : c.Name : code;

    public static string DepartmentName(this City city, string code) => city.Department(code) is { } d ? English ? d.NameEn : d.Name : code;

    public static string DistrictName(this City city, string code) => city.Districts.FirstOrDefault(d => d.Code == code) is { } d ? English ? d.NameEn : d.Name : code;
}
