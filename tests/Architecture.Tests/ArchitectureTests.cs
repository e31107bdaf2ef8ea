using System.Reflection;
using Hotline.Api.Platform;

namespace Hotline.Architecture.Tests;

public sealed class ArchitectureTests
{
    [Fact]
    public void Projects_reference_only_what_the_table_allows() => ProjectRules.Table
        .SelectMany(r => ProjectRules.Violations(r.Project, File.ReadAllText(Path.Combine(Repository.Folder, "src", r.Project, $"{r.Project}.csproj")))).ShouldBeEmpty();

    [Fact]
    public void Every_source_project_stands_in_the_table() => ProjectRules.Table.Select(r => r.Project).ShouldBe(
        Directory.GetFiles(Path.Combine(Repository.Folder, "src"), "*.csproj", SearchOption.AllDirectories).Select(f => Path.GetFileNameWithoutExtension(f)), ignoreOrder: true);

    [Theory]
    [InlineData("Hotline.Domain", "<ProjectReference Include=\"../Channels/Channels.csproj\" />")]
    [InlineData("Hotline.Domain", "<PackageReference Include=\"Dapper\" />")]
    [InlineData("Classifier", "<ProjectReference Include=\"..\\Hotline.Domain\\Hotline.Domain.csproj\" />")]
    [InlineData("Channels", "<PackageReference Include=\"Microsoft.EntityFrameworkCore.Sqlite\" />")]
    [InlineData("Hotline.Api", "<ProjectReference Include=\"../../tests/Hotline.Testing/Hotline.Testing.csproj\" />")]
    public void A_planted_reference_is_found(string project, string reference) =>
        ProjectRules.Violations(project, $"<Project><ItemGroup>{reference}</ItemGroup></Project>").ShouldHaveSingleItem();

    [Fact]
    public void Sources_name_only_what_their_room_may_see()
    {
        var sources = Sources().ToList();
        sources.Count.ShouldBeGreaterThan(100);
        sources.SelectMany(s => SourceRules.Violations(s.Path, s.Text)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("src/Hotline.Domain/Tickets/Planted.cs", "using Microsoft.EntityFrameworkCore;")]
    [InlineData("src/Hotline.Domain/Tickets/Planted.cs", "using System.Net.Http;")]
    [InlineData("src/Classifier/Planted.cs", "using Hotline.Domain.Tickets;")]
    [InlineData("src/Channels/Twilio/Planted.cs", "using Hotline.Domain;")]
    [InlineData("src/Channels/Twilio/Planted.cs", "class X { Hotline.Domain.Tickets.Ticket T; }")]
    [InlineData("src/Hotline.Api/Features/Drafts/Planted.cs", "using Hotline.Api.Features.Publishing;")]
    [InlineData("src/Hotline.Api/Features/Tickets/Planted.cs", "using Hotline.Api.Features.Residents;")]
    [InlineData("src/Hotline.Api/Features/Tickets/Planted.cs", "using Hotline.Channels;")]
    [InlineData("src/Hotline.Api/Features/Tickets/Planted.cs", "using static Hotline.Channels.Twilio.TwilioVoice;")]
    [InlineData("src/Hotline.Api/Features/Public/Planted.cs", "using Microsoft.AspNetCore.SignalR;")]
    [InlineData("src/Hotline.Api/Features/Public/Planted.cs", "namespace Hotline.Api.Features.Private;")]
    [InlineData("src/Hotline.Api/Data/Planted.cs", "using Hotline.Api.Features.Tickets;")]
    public void A_planted_name_is_found(string path, string source) => SourceRules.Violations(path, source).ShouldNotBeEmpty();

    [Theory]
    [InlineData("src/Hotline.Api/Features/Publishing/Fine.cs", "using Hotline.Api.Features.Tickets;")]
    [InlineData("src/Hotline.Api/Features/ApiEndpoints.cs", "using Hotline.Api.Features.Publishing;")]
    [InlineData("src/Hotline.Domain/Tickets/Fine.cs", "using Hotline.Domain.Staff;\nnamespace Hotline.Domain.Tickets;")]
    public void What_is_allowed_is_not_found(string path, string source) => SourceRules.Violations(path, source).ShouldBeEmpty();

    [Fact]
    public void Every_request_says_who_may_send_it()
    {
        var requests = Requests(typeof(IHandler<,>).Assembly.GetTypes()).ToList();
        requests.Count.ShouldBeGreaterThan(30);
        WithoutAllow(requests).ShouldBeEmpty();
    }

    [Fact]
    public void A_planted_request_that_says_nothing_is_found() => WithoutAllow(Requests([typeof(PlantedHandler)])).ShouldBe([nameof(Planted)]);

    private static IEnumerable<Type> Requests(IEnumerable<Type> types) => types.Where(t => t is { IsAbstract: false, IsGenericTypeDefinition: false })
        .SelectMany(t => t.GetInterfaces()).Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IHandler<,>)).Select(i => i.GetGenericArguments()[0]);

    private static IEnumerable<string> WithoutAllow(IEnumerable<Type> requests) => requests
        .Where(r => r.GetCustomAttribute<AllowAttribute>() is not { } allow || !(allow.Anybody || allow.Staff || allow.Roles.Count > 0)).Select(r => r.Name);

    private static IEnumerable<(string Path, string Text)> Sources() => Directory.EnumerateFiles(Path.Combine(Repository.Folder, "src"), "*.cs", SearchOption.AllDirectories)
        .Select(f => (Path: Path.GetRelativePath(Repository.Folder, f).Replace('\\', '/'), File: f)).Where(f => !f.Path.Contains("/obj/", StringComparison.Ordinal) && !f.Path.Contains("/bin/", StringComparison.Ordinal) && !f.Path.Contains("/node_modules/", StringComparison.Ordinal))
        .Select(f => (f.Path, File.ReadAllText(f.File)));

    private sealed record Planted;

    private sealed class PlantedHandler : IHandler<Planted, Done>
    {
        public Task<Result<Done>> Handle(Planted request, CancellationToken ct) => Task.FromResult<Result<Done>>(Done.Instance);
    }
}
