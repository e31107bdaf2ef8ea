using System.Globalization;
using Hotline.Domain.Departments;

namespace Hotline.Api.Features.Classifier;

internal static class CategoryNames
{
    /// <summary>The category's name in the reader's language; the code itself when the city no longer has it.</summary>
    public static string Of(City city, string code) =>
        city.Category(code) is not { } category ? code : CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? category.NameEn : category.Name;
}
