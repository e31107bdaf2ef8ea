using Hotline.Domain.Deadlines;
using Hotline.Domain.Tickets;

namespace Hotline.Domain.Departments;

/// <summary>
/// Everything that differs from city to city. An administrator's change makes it become another one while the host runs: each
/// question is answered from the facts of that moment.
/// </summary>
public sealed class City(CityFacts facts)
{
    private volatile CityFacts _facts = facts;

    /// <summary>The facts of this moment, for whoever asks several questions that must fit together.</summary>
    public CityFacts Facts => _facts;

    public string Name => _facts.Name;
    public string NameEn => _facts.NameEn;
    /// <summary>Six digits of GB/T 2260; begins every ticket number.</summary>
    public string RegionCode => _facts.RegionCode;
    public string HotlineNumber => _facts.HotlineNumber;
    /// <summary>The policy in force with the calendar.</summary>
    public ServiceClock Clock => _facts.Clock;
    public IReadOnlyList<Department> Departments => _facts.Departments;
    public IReadOnlyList<Category> Categories => _facts.Categories;
    public IReadOnlyList<District> Districts => _facts.Districts;
    public DutyDirectory Directory => _facts.Directory;
    /// <summary>Words of danger: fire, gas, suicide, violence, ...</summary>
    public DangerWords Dangers => _facts.Dangers;
    /// <summary>Words that accuse officials; such a ticket never goes out without a person.</summary>
    public DangerWords Officials => _facts.Officials;

    public Department? Department(string? code) => _facts.Department(code);
    public Category? Category(string? code) => _facts.Category(code);

    /// <inheritdoc cref="CityFacts.Notice"/>
    public string Notice(string occasion, string language, string form, params (string Name, string Value)[] values) => _facts.Notice(occasion, language, form, values);

    /// <inheritdoc cref="CityFacts.QuietUntil"/>
    public DateTimeOffset? QuietUntil(DateTimeOffset instant) => _facts.QuietUntil(instant);

    /// <inheritdoc cref="CityFacts.FindPlace"/>
    public District? FindPlace(string text) => _facts.FindPlace(text);

    /// <summary>From the next question on these are the facts.</summary>
    public void Become(CityFacts facts) => _facts = facts;
}
