using Hotline.Domain.Calendar;
using Hotline.Domain.CallFlows;
using Hotline.Domain.Deadlines;
using Hotline.Domain.Tickets;

namespace Hotline.Domain.Departments;

/// <summary>One state of the city's data, read from its documents as a whole. It never changes; a change makes another one.</summary>
public sealed class CityFacts
{
    private readonly Dictionary<string, Department> _departments;
    private readonly Dictionary<string, Category> _categories;
    private readonly (string Name, District District)[] _places;

    /// <exception cref="FormatException">A code is given twice, a parent or a department is unknown, or the tree of departments has a ring; the message names it.</exception>
    public CityFacts(IReadOnlyList<Department> departments, IReadOnlyList<Category> categories, IReadOnlyList<District> districts, IReadOnlyList<DutyRule> duties)
    {
        (Departments, Categories, Districts, Directory) = (departments, categories, districts, new DutyDirectory(duties));
        _departments = ByCode("departments", departments, d => d.Code);
        _categories = ByCode("categories", categories, c => c.Code);
        ByCode("districts", districts, d => d.Code);
        foreach (var unit in departments.Where(d => d.Parent is not null))
            for (var (at, steps) = (unit, 0); at.Parent is { } parent; steps++)
                at = _departments.GetValueOrDefault(parent) is not { } above ? throw new FormatException($"departments: {at.Code} names the unknown parent {parent}.")
                    : steps > departments.Count ? throw new FormatException($"departments: {unit.Code} is its own ancestor.") : above;
        if (categories.FirstOrDefault(c => c.Parent is { } parent && !_categories.ContainsKey(parent)) is { } orphan)
            throw new FormatException($"categories: {orphan.Code} stands under {orphan.Parent}, which is missing.");
        if (duties.FirstOrDefault(r => !_departments.ContainsKey(r.Department)) is { } stray)
            throw new FormatException($"directory: category {stray.Category} names the unknown department {stray.Department}.");
        _places = [.. districts.SelectMany(d => d.Aliases.Append(d.Name).Select(a => (a, d))).OrderByDescending(p => p.a.Length).ThenByDescending(p => p.d.Code.Length)];
    }

    public required string Name { get; init; }
    public required string NameEn { get; init; }
    public required string RegionCode { get; init; }
    public required string HotlineNumber { get; init; }
    /// <summary>The clocks of every policy that the city keeps on file, by the policy's code.</summary>
    public required IReadOnlyDictionary<string, ServiceClock> Clocks { get; init; }
    /// <summary>The code of the policy in force.</summary>
    public required string Policy { get; init; }
    public required DangerWords Dangers { get; init; }
    public required DangerWords Officials { get; init; }
    /// <summary>occasion.language.form -> text</summary>
    public required IReadOnlyDictionary<string, string> Notices { get; init; }

    /// <summary>Local hours in which residents get messages that can wait; the rest of the day and the night is quiet.</summary>
    public OfficeSpan MessageHours { get; init; } = new(new TimeOnly(8, 0), new TimeOnly(21, 0));
    /// <summary>What callers meet, by the flow's code; <c>default</c> is always there.</summary>
    public IReadOnlyDictionary<string, CallFlow> CallFlows { get; init; } = new Dictionary<string, CallFlow>();

    public ServiceClock Clock => Clocks[Policy];
    public IReadOnlyList<Department> Departments { get; }
    public IReadOnlyList<Category> Categories { get; }
    public IReadOnlyList<District> Districts { get; }
    public DutyDirectory Directory { get; }

    public Department? Department(string? code) => code is null ? null : _departments.GetValueOrDefault(code);
    public Category? Category(string? code) => code is null ? null : _categories.GetValueOrDefault(code);

    /// <summary>The flow that answers a dialled number.</summary>
    public CallFlow CallFlowFor(string? dialled) => CallFlows.Values.FirstOrDefault(f => dialled is not null && f.Numbers.Contains(dialled)) ?? CallFlows["default"];

    /// <summary>The words for an occasion in a language and form (Sms, SmsWithoutSite, Voice), with the placeholders filled in; empty when the city has none.</summary>
    public string Notice(string occasion, string language, string form, params (string Name, string Value)[] values)
    {
        // A text that names no address is the same with and without a site.
        var plain = form == "SmsWithoutSite" ? "Sms" : form;
        var text = Notices.GetValueOrDefault($"{occasion}.{language}.{form}") ?? Notices.GetValueOrDefault($"{occasion}.{language}.{plain}")
            ?? Notices.GetValueOrDefault($"{occasion}.zh-CN.{form}") ?? Notices.GetValueOrDefault($"{occasion}.zh-CN.{plain}") ?? "";
        return values.Aggregate(text, (t, v) => t.Replace($"{{{v.Name}}}", v.Value, StringComparison.Ordinal));
    }

    /// <summary>When the quiet hours that an instant lies in end, by the city's clock; null outside of them.</summary>
    public DateTimeOffset? QuietUntil(DateTimeOffset instant)
    {
        var local = TimeZoneInfo.ConvertTime(instant, Clock.Calendar.TimeZone).DateTime;
        var (day, time) = (DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local));
        return time < MessageHours.From ? Clock.Calendar.At(day, MessageHours.From) : time >= MessageHours.To ? Clock.Calendar.At(day.AddDays(1), MessageHours.From) : null;
    }

    /// <summary>The place a text speaks of: the longest known name in it decides.</summary>
    public District? FindPlace(string text)
    {
        foreach (var (place, district) in _places)
            if (text.Contains(place, StringComparison.Ordinal)) return district;
        return null;
    }

    private static Dictionary<string, T> ByCode<T>(string document, IReadOnlyList<T> rows, Func<T, string> code)
    {
        var known = new Dictionary<string, T>();
        foreach (var row in rows)
            if (code(row).Length == 0) throw new FormatException($"{document}: a row has no code.");
            else if (!known.TryAdd(code(row), row)) throw new FormatException($"{document}: {code(row)} is given twice.");
        return known;
    }
}
