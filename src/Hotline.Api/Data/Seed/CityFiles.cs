using System.Security.Cryptography;
using System.Text;
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

    public sealed class CityRow { public string Name { get; set; } = ""; public string NameEn { get; set; } = ""; public string RegionCode { get; set; } = ""; public string TimeZone { get; set; } = "Asia/Shanghai"; public string HotlineNumber { get; set; } = "12345"; public List<string> OfficeHours { get; set; } = []; public string MessageHours { get; set; } = "08:00-21:00"; }
    public sealed class DepartmentRow { public string Code { get; set; } = ""; public string Name { get; set; } = ""; public string NameEn { get; set; } = ""; public string Kind { get; set; } = ""; public string? Parent { get; set; } public string? Phone { get; set; } public string? Duties { get; set; } }
    public sealed class CategoryRow { public string Code { get; set; } = ""; public string Name { get; set; } = ""; public string NameEn { get; set; } = ""; public Urgency Urgency { get; set; } public TicketType? Type { get; set; } public EvidenceKind Evidence { get; set; } }
    public sealed class DistrictRow { public string Code { get; set; } = ""; public string Name { get; set; } = ""; public string NameEn { get; set; } = ""; public string Kind { get; set; } = ""; public string? Parent { get; set; } public List<string> Aliases { get; set; } = []; }
    public sealed class DutyRow { public string Category { get; set; } = ""; public string? District { get; set; } public string Department { get; set; } = ""; public string Basis { get; set; } = ""; }
    public sealed class DangerRow { public string Kind { get; set; } = ""; public List<string> Hotlines { get; set; } = []; public string HintZh { get; set; } = ""; public string HintEn { get; set; } = ""; public List<string> Words { get; set; } = []; public List<string> NotAfter { get; set; } = []; }
    public sealed class OfficialsRow { public List<string> Words { get; set; } = []; public List<string> NotAfter { get; set; } = []; }

    public sealed class RetentionRow { public int AnonymiseAfterYears { get; set; } public int DeleteRecordingsAfterYears { get; set; } }
    public sealed class RetentionFile { public RetentionRow Default { get; set; } = new(); public Dictionary<TicketType, RetentionRow> Types { get; set; } = []; public int WithoutTicketAfterYears { get; set; } }

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
            return new RetentionPolicy(Rule(file.Default), file.Types.ToDictionary(t => t.Key, t => Rule(t.Value)), file.WithoutTicketAfterYears);
        }
        catch (Exception e) when (e is YamlException or FormatException or ArgumentException or IOException)
        {
            throw new InvalidOperationException($"{path}: {e.Message}", e);
        }
        static RetentionRule Rule(RetentionRow row) => new(row.AnonymiseAfterYears, row.DeleteRecordingsAfterYears);
    }

    /// <summary>Reads the city's documents: a newer one from the database stands in for the file of its name.</summary>
    /// <param name="newer">Document name such as <c>departments.yaml</c> or <c>calendars/2027.json</c>, and its text.</param>
    /// <exception cref="InvalidOperationException">A document cannot be used; the message names it and the place.</exception>
    public static CityFacts Load(string folder, string policy, IReadOnlyDictionary<string, string>? newer = null)
    {
        newer ??= new Dictionary<string, string>();
        var city = Read<CityRow>("city.yaml");
        var departments = Read<List<DepartmentRow>>("departments.yaml").ConvertAll(d => new Department(d.Code, d.Name, d.NameEn, d.Kind, d.Parent, d.Phone, d.Duties));
        var categories = Read<List<CategoryRow>>("categories.yaml").ConvertAll(c => new Category(c.Code, c.Name, c.NameEn, c.Urgency, c.Type, c.Evidence));
        var districts = Read<List<DistrictRow>>("districts.yaml").ConvertAll(d => new District(d.Code, d.Name, d.NameEn, d.Kind, d.Parent, d.Aliases));
        var duties = Read<List<DutyRow>>("directory.yaml").ConvertAll(r => new DutyRule(r.Category, r.District, r.Department, r.Basis));

        var years = Names("calendars", ".json").Select(f => Guarded(f, CalendarYear.Parse)).ToList();
        var calendar = Guarded("city.yaml", _ => new WorkingCalendar(CalendarVersion(), TimeZoneInfo.FindSystemTimeZoneById(city.TimeZone), years, city.OfficeHours.ConvertAll(OfficeSpan.Parse)));
        var clocks = Names("policies", ".yaml").Select(f => Guarded(f, ParsePolicy)).GroupBy(p => p.Code)
            .ToDictionary(p => p.Key, p => Guarded("city.yaml", _ => new ServiceClock(p, calendar)));
        if (!clocks.ContainsKey(policy)) throw new InvalidOperationException($"Hotline:City:Policy names '{policy}', and no policy in {Path.Combine(folder, "policies")} has that code.");
        var dangers = new DangerWords(Read<List<DangerRow>>("danger-words.yaml").Select(d => new DangerRule(d.Kind, d.Words, d.NotAfter, d.NotAfter)));
        var officials = Read<OfficialsRow>("officials-words.yaml");

        var flows = (Directory.Exists(Path.Combine(folder, CallFlowYaml.Folder)) ? Names(CallFlowYaml.Folder, ".yaml") : newer.Keys.Where(n => n.StartsWith(CallFlowYaml.Folder + "/", StringComparison.Ordinal)))
            .Select(f => (File: f, Flow: Guarded(f, CallFlowYaml.Parse))).ToList();
        foreach (var (file, flow) in flows)
            if (file != CallFlowYaml.NameOf(flow.Code)) throw new InvalidOperationException($"{Path.Combine(folder, file)}: the flow calls itself {flow.Code}.");
        if (flows.SelectMany(f => f.Flow.Numbers).GroupBy(n => n).FirstOrDefault(n => n.Count() > 1) is { Key: var twice }) throw new InvalidOperationException($"{Path.Combine(folder, CallFlowYaml.Folder)}: two flows answer {twice}.");
        var callFlows = flows.ToDictionary(f => f.Flow.Code, f => f.Flow);
        callFlows.TryAdd("default", CallFlowYaml.Parse(DefaultFlow()));

        return Guarded("city.yaml", _ => new CityFacts(departments, categories, districts, duties)
        {
            Name = city.Name, NameEn = city.NameEn, RegionCode = city.RegionCode, HotlineNumber = city.HotlineNumber, Clocks = clocks, Policy = policy, MessageHours = DayHours(city.MessageHours),
            Dangers = dangers, Officials = new DangerWords([new DangerRule("Officials", officials.Words, officials.NotAfter, officials.NotAfter)]), Notices = Notices(), CallFlows = callFlows,
        });

        static OfficeSpan DayHours(string text) => OfficeSpan.Parse(text) is var hours && hours.From < hours.To ? hours : throw new FormatException($"messageHours: '{text}' must begin before it ends.");

        T Read<T>(string file) => Guarded(file, Yaml.Deserialize<T>);

        IEnumerable<string> Names(string sub, string ending) => Directory.GetFiles(Path.Combine(folder, sub), "*" + ending).Select(f => $"{sub}/{Path.GetFileName(f)}")
            .Union(newer.Keys.Where(n => n.StartsWith(sub + "/", StringComparison.Ordinal))).Order(StringComparer.Ordinal);

        // Names the years and, by its first digits, the very data: 2025+2026 #1f0c9a
        string CalendarVersion()
        {
            var all = SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(Names("calendars", ".json").Select(Text))));
            return $"{string.Join('+', years.Select(y => y.Year))} #{Convert.ToHexStringLower(all.AsSpan(0, 3))}";
        }

        string Text(string file) => newer.GetValueOrDefault(file) ?? File.ReadAllText(Path.Combine(folder, file));

        T Guarded<T>(string file, Func<string, T> parse)
        {
            try { return parse(Text(file)); }
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

    /// <summary>The flow that goes straight to a person, for a city that has none.</summary>
    public static string DefaultFlow()
    {
        using var resource = new StreamReader(typeof(CityFiles).Assembly.GetManifestResourceStream("callflows/default.yaml")!);
        return resource.ReadToEnd();
    }

    /// <summary>The documents of rows as YAML that <see cref="Load"/> reads.</summary>
    public static string Write(IEnumerable<Department> rows) =>
        Rows(rows.Select(d => new DepartmentRow { Code = d.Code, Name = d.Name, NameEn = d.NameEn, Kind = d.Kind, Parent = d.Parent, Phone = d.Phone, Duties = d.Duties }));

    /// <inheritdoc cref="Write(IEnumerable{Department})"/>
    public static string Write(IEnumerable<Category> rows) =>
        Rows(rows.Select(c => new CategoryRow { Code = c.Code, Name = c.Name, NameEn = c.NameEn, Urgency = c.Urgency, Type = c.Type }));

    /// <inheritdoc cref="Write(IEnumerable{Department})"/>
    public static string Write(IEnumerable<DutyRule> rows) =>
        Rows(rows.Select(r => new DutyRow { Category = r.Category, District = r.District, Department = r.Department, Basis = r.Basis }));

    private static string Rows<T>(IEnumerable<T> rows) => new SerializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).WithQuotingNecessaryStrings()
        .ConfigureDefaultValuesHandling(DefaultValuesHandling.OmitNull).Build().Serialize(rows.ToList());

    /// <summary>Reads a policy as its file has it.</summary>
    /// <exception cref="FormatException">Something is missing, unknown or wrong; the message names the field.</exception>
    public static ServicePolicy ParsePolicy(string yaml) => ServicePolicy.Parse(ToJson(yaml));

    private static string ToJson(string yaml) =>
        new SerializerBuilder().JsonCompatible().Build().Serialize(new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build().Deserialize<object>(yaml)!);
}
