using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Hotline.Architecture.Tests;

/// <summary>Who may reference whom among the projects, as data.</summary>
internal static class ProjectRules
{
    private static readonly string[] Nothing = [];

    /// <summary>Project, the projects it may reference, and the beginnings of the packages it may use; null: any package.</summary>
    public static readonly IReadOnlyList<(string Project, string[] Projects, string[]? Packages)> Table =
    [
        ("Hotline.Domain", Nothing, Nothing),
        ("Classifier", Nothing, ["System.Numerics.Tensors"]),
        ("Channels", Nothing, ["Polly", "Microsoft.Extensions."]),
        ("Hotline.Api", ["Hotline.Domain", "Channels", "Classifier"], null),
    ];

    /// <summary>What a project file references against the table.</summary>
    public static IReadOnlyList<string> Violations(string project, string projectFile)
    {
        var (_, projects, packages) = Table.Single(r => r.Project == project);
        var document = XDocument.Parse(projectFile);
        var found = new List<string>();
        foreach (var reference in Includes(document, "ProjectReference").Select(p => Path.GetFileNameWithoutExtension(p.Replace('\\', '/'))))
            if (!projects.Contains(reference)) found.Add($"{project} references the project {reference}");
        if (packages is null) return found;
        foreach (var package in Includes(document, "PackageReference"))
            if (!packages.Any(p => package.StartsWith(p, StringComparison.Ordinal))) found.Add($"{project} references the package {package}");
        return found;
    }

    private static IEnumerable<string> Includes(XDocument document, string element) => document.Descendants(element).Select(e => e.Attribute("Include")?.Value).OfType<string>();
}

/// <summary>What a source file may name, by the room it stands in.</summary>
internal static partial class SourceRules
{
    /// <summary>The noun everybody shares: TicketCommand, TicketReader, TicketView and Page are how any feature loads, acts on and shows a ticket.</summary>
    private const string SharedNoun = "Tickets";

    /// <summary>The room by the beginning of its path, and what may never be named there.</summary>
    public static readonly IReadOnlyList<(string Room, string[] Never)> Table =
    [
        ("src/Hotline.Domain/", ["Microsoft.", "Hotline.Api", "Hotline.Channels", "Hotline.Classifier", "System.Net.Http", "System.Data"]),
        ("src/Classifier/", ["Microsoft.", "Hotline.Domain", "Hotline.Api", "Hotline.Channels", "System.Net"]),
        ("src/Channels/", ["Hotline.Domain", "Hotline.Api", "Hotline.Classifier", "Microsoft.EntityFrameworkCore", "Microsoft.AspNetCore"]),
        ("src/Hotline.Api/Features/", ["Hotline.Channels", "Microsoft.AspNetCore.SignalR", "Hotline.Classifier"]),
        ("src/Hotline.Api/Data/", ["Hotline.Channels", "Microsoft.AspNetCore.SignalR", "Hotline.Api.Features"]),
    ];

    public static IReadOnlyList<string> Violations(string path, string source)
    {
        var named = Used(source).ToList();
        var found = new List<string>();
        foreach (var (room, never) in Table.Where(r => path.StartsWith(r.Room, StringComparison.Ordinal)))
            foreach (var name in named)
                if (never.Any(n => name == n.TrimEnd('.') || name.StartsWith(n.EndsWith('.') ? n : n + ".", StringComparison.Ordinal))) found.Add($"{path} names {name}");
        if (Noun(path) is { } noun)
            foreach (var name in named)
                if (OtherNoun().Match(name) is { Success: true } other && other.Groups[1].Value != noun && other.Groups[1].Value != SharedNoun) found.Add($"{path} names {name}");
        if (DeclaredNamespace().Match(source) is { Success: true } space && Expected(path) is { } expected && space.Groups[1].Value != expected)
            found.Add($"{path} declares {space.Groups[1].Value} instead of {expected}");
        return found;
    }

    /// <summary>The noun of a feature's folder; the table of contents above the folders names them all.</summary>
    private static string? Noun(string path) => path.Split('/') is ["src", "Hotline.Api", "Features", var noun, _, ..] ? noun : null;

    private static string? Expected(string path) =>
        path.Split('/') is ["src", "Hotline.Api", "Features", .. var rest] && rest.Length > 1 ? $"Hotline.Api.Features.{rest[0]}" : null;

    private static IEnumerable<string> Used(string source) => Using().Matches(source).Select(m => m.Groups[1].Value).Concat(FullName().Matches(source).Select(m => m.Value)).Distinct();

    [GeneratedRegex(@"^\s*(?:global )?using (?:static )?(?:\w+ = )?([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Using();

    [GeneratedRegex(@"\bHotline\.(?:Api|Channels|Classifier|Domain)(?:\.[A-Z]\w*)+")]
    private static partial Regex FullName();

    [GeneratedRegex(@"^Hotline\.Api\.Features\.(\w+)")]
    private static partial Regex OtherNoun();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex DeclaredNamespace();
}
