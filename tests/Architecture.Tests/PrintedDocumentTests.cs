using System.Text.RegularExpressions;
using Hotline.Api.Platform;

namespace Hotline.Architecture.Tests;

/// <summary>Documents made from the program say what the program does now.</summary>
public sealed partial class PrintedDocumentTests
{
    [Fact]
    public void The_committed_documents_are_fresh()
    {
        foreach (var (file, text) in DocPrinter.All())
            File.ReadAllText(Path.Combine(Repository.Folder, "docs", file)).ReplaceLineEndings("\n")
                .ShouldBe(text, $"docs/{file} is stale; print it: dotnet run --project src/Hotline.Api -- docs ../../docs");
    }

    [Fact]
    public void Every_kind_of_event_in_the_sources_is_described()
    {
        var raised = Directory.EnumerateFiles(Path.Combine(Repository.Folder, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal) && !f.EndsWith("DocPrinter.cs", StringComparison.Ordinal))
            .SelectMany(f => Raised().Matches(File.ReadAllText(f))).Select(m => m.Groups[1].Value).Distinct().ToList();
        raised.Count.ShouldBeGreaterThan(10);
        raised.Except(DocPrinter.EventKinds).ShouldBeEmpty();
    }

    [Fact]
    public void Every_code_has_both_languages_and_every_code_in_the_sources_is_known()
    {
        foreach (var (code, (zh, en)) in ErrorTexts.All)
        {
            zh.ShouldNotBeEmpty(code);
            en.ShouldNotBeEmpty(code);
        }
        var used = Directory.EnumerateFiles(Path.Combine(Repository.Folder, "src"), "*.cs", SearchOption.AllDirectories).SelectMany(f => Code().Matches(File.ReadAllText(f))).Select(m => m.Groups[1].Value).Distinct().ToList();
        used.Count.ShouldBeGreaterThan(20);
        used.Except(ErrorTexts.All.Keys).ShouldBeEmpty();
    }

    [GeneratedRegex("(?:Record|Note|Emit)\\((?:\"\\w+\", )?\"((?:Ticket|Publication|Message|Notice)[A-Z]\\w+)\"")]
    private static partial Regex Raised();

    [GeneratedRegex("new(?: Error)?\\(ErrorKind\\.\\w+, \"([a-z_]+\\.[a-z_]+)\"\\)")]
    private static partial Regex Code();
}
