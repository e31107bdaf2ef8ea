using Hotline.Domain.Deadlines;
using Hotline.Domain.Tickets;

namespace Hotline.Domain.Departments;

/// <summary>Everything that differs from city to city, read from its files at the start and never changed while running.</summary>
public sealed class City(
    string name, string nameEn, string regionCode, string hotlineNumber, ServiceClock clock,
    IReadOnlyList<Department> departments, IReadOnlyList<Category> categories, IReadOnlyList<District> districts, DutyDirectory directory,
    DangerWords dangers, DangerWords officials, IReadOnlyDictionary<string, string> notices)
{
    private readonly Dictionary<string, Department> _departments = departments.ToDictionary(d => d.Code);
    private readonly Dictionary<string, Category> _categories = categories.ToDictionary(c => c.Code);
    private readonly (string Name, District District)[] _places =
        [.. districts.SelectMany(d => d.Aliases.Append(d.Name).Select(a => (a, d))).OrderByDescending(p => p.a.Length).ThenByDescending(p => p.d.Code.Length)];

    public string Name => name;
    public string NameEn => nameEn;
    /// <summary>Six digits of GB/T 2260; begins every ticket number.</summary>
    public string RegionCode => regionCode;
    public string HotlineNumber => hotlineNumber;
    public ServiceClock Clock => clock;
    public IReadOnlyList<Department> Departments => departments;
    public IReadOnlyList<Category> Categories => categories;
    public IReadOnlyList<District> Districts => districts;
    public DutyDirectory Directory => directory;
    /// <summary>Words of danger: fire, gas, suicide, violence, ...</summary>
    public DangerWords Dangers => dangers;
    /// <summary>Words that accuse officials; such a ticket never goes out without a person.</summary>
    public DangerWords Officials => officials;

    public Department? Department(string? code) => code is null ? null : _departments.GetValueOrDefault(code);
    public Category? Category(string? code) => code is null ? null : _categories.GetValueOrDefault(code);

    /// <summary>The words for an occasion in a language and form (Sms, SmsWithoutSite, Voice), with the placeholders filled in; empty when the city has none.</summary>
    public string Notice(string occasion, string language, string form, params (string Name, string Value)[] values)
    {
        var text = notices.GetValueOrDefault($"{occasion}.{language}.{form}") ?? notices.GetValueOrDefault($"{occasion}.zh-CN.{form}") ?? "";
        return values.Aggregate(text, (t, v) => t.Replace($"{{{v.Name}}}", v.Value, StringComparison.Ordinal));
    }

    /// <summary>The place a text speaks of: the longest known name in it decides.</summary>
    public District? FindPlace(string text)
    {
        foreach (var (place, district) in _places)
            if (text.Contains(place, StringComparison.Ordinal)) return district;
        return null;
    }
}
