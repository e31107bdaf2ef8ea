using Hotline.Api.Data.Seed;
using Hotline.Domain.Staff;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Api.Tests;

public sealed class PermissionOnSqlite(Sqlite fixture) : PermissionTests(fixture), IClassFixture<Sqlite>;
public sealed class PermissionOnPostgres(Postgres fixture) : PermissionTests(fixture), IClassFixture<Postgres>;

/// <summary>The table of permissions against the program: every address the host has mapped, in every role, over HTTP.</summary>
public abstract class PermissionTests(HostFixture fixture) : ThroughTheFrontDoor(fixture)
{
    /// <summary>What is not the API has rules of its own: the live line, the API's document, probes, provider webhooks (which are signed), the console's one page and the residents' preferences.</summary>
    private static readonly string[] Elsewhere = ["/hubs/", "/openapi/", "/health/", "/webhooks/", "/console/", "/{**path:file}", "/language", "/view"];

    [Fact]
    public void Every_address_of_the_api_has_a_row_and_every_row_an_address()
    {
        var names = Endpoints().Select(e => e.Name ?? $"no name: {e.Method} {e.Pattern}").ToList();
        names.Count.ShouldBeGreaterThan(50);
        names.ShouldBe(Permissions.Table.Select(p => p.Request), ignoreOrder: true);
    }

    [Fact]
    public async Task What_is_not_the_api_is_known_too_and_the_live_line_is_for_the_staff()
    {
        All().Where(e => !e.Pattern.StartsWith("/api/", StringComparison.Ordinal) && !Elsewhere.Any(o => e.Pattern.StartsWith(o, StringComparison.Ordinal))).Select(e => e.Pattern).ShouldBeEmpty();
        (await Host.Anybody().Post("/hubs/desk/negotiate?negotiateVersion=1")).Status.ShouldBe(401);
        (await (await Host.As("auditor1")).Post("/hubs/desk/negotiate?negotiateVersion=1")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Every_role_gets_what_its_row_says_at_every_address()
    {
        var (own, other) = (await Given.ADispatchedTicket("CG", sender: "13800009999"), await Given.ADispatchedTicket("GR"));
        var wrong = new List<string>();
        var asked = 0;
        foreach (var endpoint in Endpoints())
        {
            var row = Permissions.Find(endpoint.Name!)!;
            foreach (var role in Permissions.StaffRoles.Cast<Role?>().Append(null))
            {
                if (role is { } r && row.Allows(r) && endpoint.Name is "TrainClassifier" or "SignOut") continue;   // would do it
                var person = role is { } named ? await Host.As(AccountOf(named)) : Host.Anybody();
                var status = await Ask(person, endpoint, own.Id);
                asked++;
                if (!Fits(row, role, status)) wrong.Add($"{endpoint.Name} as {role?.ToString() ?? "nobody"}: {status}");
                // Another department's ticket does not exist for a department.
                if (row is { Scope: DataScope.Tickets } && role is Role.Handler or Role.Approver && row.Allows(role.Value) && !endpoint.Pattern.Contains("attachments/", StringComparison.Ordinal)
                    && await Ask(person, endpoint, other.Id) is not (404 or 400) and var leaked) wrong.Add($"{endpoint.Name} as {role} on another department's ticket: {leaked}");
            }
        }
        wrong.ShouldBeEmpty();
        asked.ShouldBeGreaterThan(500);
    }

    [Fact]
    public void The_table_names_each_request_once_and_no_role_that_nobody_signs_in_with()
    {
        Permissions.Table.GroupBy(p => p.Request).Where(g => g.Count() > 1).ShouldBeEmpty();
        Permissions.Table.SelectMany(p => p.Roles).ShouldAllBe(r => Permissions.StaffRoles.Contains(r));
        Permissions.Table.Where(p => !p.IsOpen).ShouldAllBe(p => p.Roles.Count > 0);
        // The two who look after the house and its logs do nothing to tickets.
        foreach (var role in new[] { Role.Administrator, Role.Auditor }) Permissions.Table.Where(p => p.Action is not null && p.Allows(role)).ShouldBeEmpty();
    }

    /// <summary>Whether an answer is one that the row allows.</summary>
    private static bool Fits(Grant row, Role? role, int status)
    {
        if (row.IsOpen) return status is not 403;
        if (role is not { } r) return status == 401;
        if (!row.Allows(r)) return status == 403;
        // Who has no ticket in scope is told that there is none.
        if (row.Scope == DataScope.Tickets && r is Role.Administrator or Role.Auditor) return status == 404;
        return status is not (401 or 403) && (status != 404 || row.Scope != DataScope.Tickets || row.Request is "ReadAttachment" or "ReleaseAttachment" || row.Request.EndsWith("SubTask", StringComparison.Ordinal)) && status < 500;
    }

    private static async Task<int> Ask(Person person, (string? Name, string Method, string Pattern) endpoint, Guid ticket)
    {
        var path = endpoint.Pattern.Replace("{id:guid}", endpoint.Pattern.StartsWith("/api/tickets/", StringComparison.Ordinal) ? ticket.ToString() : Guid.NewGuid().ToString(), StringComparison.Ordinal)
            .Replace("{n:int}", "1", StringComparison.Ordinal).Replace("{code}", "CG", StringComparison.Ordinal).Replace("{userName}", "x", StringComparison.Ordinal).Replace("{category}", "99", StringComparison.Ordinal)
            .Replace("{number}", "51000026030210000", StringComparison.Ordinal);
        if (endpoint.Pattern.EndsWith("/drafts", StringComparison.Ordinal)) path += $"?ticketId={ticket}&field=permission";
        if (endpoint.Pattern.EndsWith("/events", StringComparison.Ordinal)) path += "?after=0";
        if (endpoint.Name == "AttachEvidence") return (await person.Upload(path, "GIF89a...."u8.ToArray(), "a.gif")).Status;
        return endpoint.Method switch
        {
            "GET" => (await person.Get(path)).Status,
            "DELETE" => (await person.Delete(path)).Status,
            "PUT" => (await person.Put(path, new { ticketId = ticket, field = "permission", text = "x" })).Status,
            _ => (await person.Post(path, Body(endpoint.Name!))).Status,
        };
    }

    /// <summary>Something wrong in each body, so that what is allowed is answered and changes nothing.</summary>
    private static object Body(string request) => request switch
    {
        "TakeDownTicket" => new { channel = "Phone", body = "" },
        "SignTicket" or "ApproveReply" or "CloseTicket" or "UnmergeTicket" or "ConfirmPublication" or "ProposePublication" or "DispatchTicket" => new { departmentCode = "none" },
        _ => new { },
    };

    private static string AccountOf(Role role) => StaffSeed.Demo.First(d => d.Role == role).UserName;

    private IEnumerable<(string? Name, string Method, string Pattern)> Endpoints() => All().Where(e => e.Pattern.StartsWith("/api/", StringComparison.Ordinal) && !Signed(e.Pattern));

    /// <summary>A door for machines: nobody is signed in there, every request is signed.</summary>
    private static bool Signed(string pattern) => pattern.StartsWith("/api/cti/", StringComparison.Ordinal);

    /// <summary>Everything that is mapped but the residents' pages and static files, which anybody reads.</summary>
    private IEnumerable<(string? Name, string Method, string Pattern)> All() =>
        Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<PageActionDescriptor>() is null && e.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
            .Select(e => (e.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName, e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods is [var method, ..] ? method : "", Pattern: "/" + e.RoutePattern.RawText!.Trim('/')));
}
