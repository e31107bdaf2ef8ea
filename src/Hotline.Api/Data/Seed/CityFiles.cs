using System.Globalization;
using System.Text.Json;
using Hotline.Domain.Calendar;
using Hotline.Domain.Deadlines;
using Hotline.Domain.Departments;
using Hotline.Domain.Records;
using Hotline.Domain.Tickets;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Hotline.Api.Data.Seed;

/// <summary>Reads the folder that describes the city. A mistake in a file stops the start with its name and place.</summary>
internal static class CityFiles
{
    private static readonly IDeserializer Yaml = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build();

    public sealed class CityRow { public string Name { get; set; } = ""; public string NameEn { get; set; } = ""; public string RegionCode { get; set; } = ""; public string TimeZone { get; set; } = "Asia/Shanghai"; public string HotlineNumber { get; set; } = "12345"; public List<string> OfficeHours { get; set; } = []; }
    public sealed class DepartmentRow { public string Code { get; set; } = ""; public string Name { get; set; } = ""; public string NameEn { get; set; } = ""; public string Kind { get; set; } = ""; public string? Parent { get; set; } public string? Phone { get; set; } public string? Duties { get; set; } }
    public sealed class CategoryRow { public string Code { get; set; } = ""; public string Name { get; set; } = ""; public string NameEn { get; set; } = ""; public Urgency Urgency { get; set; } public TicketType? Type { get; set; } }
    public sealed class DistrictRow { public string Code { get; set; } = ""; public string Name { get; set; } = ""; public string NameEn { get; set; } = ""; public string Kind { get; set; } = ""; public string? Parent { get; set; } public List<string> Aliases { get; set; } = []; }
    public sealed class DutyRow { public string Category { get; set; } = ""; public string? District { get; set; } public string Department { get; set; } = ""; public string Basis { get; set; } = ""; }
    public sealed class DangerRow { public string Kind { get; set; } = ""; public List<string> Hotlines { get; set; } = []; public string HintZh { get; set; } = ""; public string HintEn { get; set; } = ""; public List<string> Words { get; set; } = []; public List<string> NotAfter { get; set; } = []; }
    public sealed class OfficialsRow { public List<string> Words { get; set; } = []; public List<string> NotAfter { get; set; } = []; }

    public sealed class RetentionRow { public int AnonymiseAfterYears { get; set; } public int DeleteRecordingsAfterYears { get; set; } }
    public sealed class RetentionFile { public RetentionRow Default { get; set; } = new(); public Dictionary<TicketType, RetentionRow> Types { get; set; } = []; }

    /// <summary>The configured folder, or the first <c>config/</c> with a <c>city.yaml</c> at or above the given places.</summary>
    public static string Find(string? configured, params IEnumerable<string> startingAt)
    {
        if (configured is not null)
            return File.Exists(Path.Combine(configured, "city.yaml")) ? configured
                : throw new InvalidOperationException($"Hotline:City:Folder names '{configured}', where no city.yaml lies.");
        foreach (var start in startingAt)
            for (var at = new DirectoryInfo(start); at is not null; at = at.Parent)
                if (File.Exists(Path.Combine(at.FullName, "config", "city.yaml"))) return Path.Combine(at.FullName, "config");
        throw new InvalidOperationException("No config/city.yaml was found; set Hotline:City:Folder.");
    }

    /// <summary>How long personal data is kept; <c>retention.yaml</c> must be there: nobody keeps people's data by oversight.</summary>
    public static RetentionPolicy LoadRetention(string folder)
    {
        var path = Path.Combine(folder, "retention.yaml");
        try
        {
            var file = Yaml.Deserialize<RetentionFile>(File.ReadAllText(path));
            return new RetentionPolicy(Rule(file.Default), file.Types.ToDictionary(t => t.Key, t => Rule(t.Value)));
        }
        catch (Exception e) when (e is YamlException or FormatException or ArgumentException or IOException)
        {
            throw new InvalidOperationException($"{path}: {e.Message}", e);
        }
        static RetentionRule Rule(RetentionRow row) => new(row.AnonymiseAfterYears, row.DeleteRecordingsAfterYears);
    }

    public static City Load(string folder, string policyName)
    {
        var city = Read<CityRow>("city.yaml");
        var departments = Read<List<DepartmentRow>>("departments.yaml").ConvertAll(d => new Department(d.Code, d.Name, d.NameEn, d.Kind, d.Parent, d.Phone, d.Duties));
        var categories = Read<List<CategoryRow>>("categories.yaml").ConvertAll(c => new Category(c.Code, c.Name, c.NameEn, c.Urgency, c.Type));
        var districts = Read<List<DistrictRow>>("districts.yaml").ConvertAll(d => new District(d.Code, d.Name, d.NameEn, d.Kind, d.Parent, d.Aliases));
        var duties = Read<List<DutyRow>>("directory.yaml").ConvertAll(r => new DutyRule(r.Category, r.District, r.Department, r.Basis));
        var known = departments.Select(d => d.Code).ToHashSet();
        if (duties.Find(r => !known.Contains(r.Department)) is { } stray)
            throw new InvalidOperationException($"directory.yaml: category {stray.Category} names the unknown department {stray.Department}.");

        var policy = Guarded($"policies/{policyName}.yaml", text => ServicePolicy.Parse(ToJson(text)));
        var years = Directory.GetFiles(Path.Combine(folder, "calendars"), "*.json").Order(StringComparer.Ordinal)
            .Select(f => Guarded($"calendars/{Path.GetFileName(f)}", CalendarYear.Parse)).ToList();
        var calendar = Guarded("city.yaml", _ => new WorkingCalendar(
            string.Join('+', years.Select(y => y.Year)), TimeZoneInfo.FindSystemTimeZoneById(city.TimeZone), years, city.OfficeHours.ConvertAll(Span)));
        var dangers = new DangerWords(Read<List<DangerRow>>("danger-words.yaml").Select(d => new DangerRule(d.Kind, d.Words, d.NotAfter, d.NotAfter)));
        var officials = Read<OfficialsRow>("officials-words.yaml");

        return new City(city.Name, city.NameEn, city.RegionCode, city.HotlineNumber, new ServiceClock(policy, calendar), departments, categories, districts,
            new DutyDirectory(duties), dangers, new DangerWords([new DangerRule("Officials", officials.Words, officials.NotAfter, officials.NotAfter)]), Notices());

        static OfficeSpan Span(string text) =>
            text.Split('-') is [var from, var to] ? new(TimeOnly.Parse(from, CultureInfo.InvariantCulture), TimeOnly.Parse(to, CultureInfo.InvariantCulture))
                : throw new FormatException($"officeHours: '{text}' is not like 09:00-12:00.");

        T Read<T>(string file) => Guarded(file, Yaml.Deserialize<T>);

        T Guarded<T>(string file, Func<string, T> parse)
        {
            try { return parse(File.ReadAllText(Path.Combine(folder, file))); }
            catch (Exception e) when (e is YamlException or JsonException or FormatException or ArgumentException or IOException)
            {
                throw new InvalidOperationException($"{Path.Combine(folder, file)}: {e.Message}", e);
            }
        }

        // occasion -> language -> form -> text, flattened to "acknowledgement.zh-CN.Sms"
        Dictionary<string, string> Notices() => Guarded("notices.yaml", yaml =>
        {
            var texts = Yaml.Deserialize<Dictionary<string, Dictionary<string, Dictionary<string, string>>>>(yaml)
                .SelectMany(o => o.Value.SelectMany(l => l.Value.Select(f => (Key: $"{o.Key}.{l.Key}.{f.Key}", f.Value)))).ToDictionary(t => t.Key, t => t.Value);
            foreach (var (key, text) in texts.Where(t => t.Key.EndsWith(".Sms", StringComparison.Ordinal) && t.Value.Contains("{url}", StringComparison.Ordinal)))
                if (!texts.ContainsKey($"{key}WithoutSite")) throw new FormatException($"{key} names {{url}}, so {key}WithoutSite must stand beside it.");
            return texts;
        });
    }

    private static string ToJson(string yaml) =>
        new SerializerBuilder().JsonCompatible().Build().Serialize(new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build().Deserialize<object>(yaml)!);
}
