using System.Net;

namespace Hotline.Api.Tests;

/// <summary>The residents' form, as a browser without scripts sends it.</summary>
public sealed class SubmitFormTests(Sqlite fixture) : ThroughTheFrontDoor(fixture), IClassFixture<Sqlite>
{
    [Fact]
    public async Task Switching_the_language_keeps_what_was_typed()
    {
        var resident = Host.Anybody();
        var page = (await resident.Get("/submit")).Body;
        page.ShouldContain("formaction=\"/submit?handler=Language&amp;lang=en\"");
        page.ShouldContain("formnovalidate");

        var switched = await resident.Form("/submit?handler=Language&lang=en", "photo.png",
            ("submissionId", "0199aaaa-0000-7000-8000-000000000001"), ("type", "Complaint"), ("subject", "路灯"), ("body", "路灯坏了\r\n一周"), ("phone", "不是号码"), ("anonymous", "true"));
        switched.Status.ShouldBe(200);
        var text = WebUtility.HtmlDecode(switched.Body);
        text.ShouldContain("<html lang=\"en\"");
        foreach (var kept in new[] { "value=\"路灯\"", "路灯坏了", "value=\"不是号码\"", "0199aaaa-0000-7000-8000-000000000001" }) text.ShouldContain(kept);
        text.ShouldContain("Please choose the files again");
        text.ShouldNotContain("error-summary");
        (await resident.Get("/submit")).Body.ShouldContain("<html lang=\"en\"");   // switched for good
    }

    [Fact]
    public async Task Switching_the_language_is_not_counted_as_sending()
    {
        using var host = Fixture.With(("Hotline:RateLimits:SubmitPerMinute", "1"));
        var resident = host.Anybody();
        for (var i = 0; i < 3; i++) (await resident.Form("/submit?handler=Language&lang=en", null, ("body", "x"))).Status.ShouldBe(200);
        (await resident.Form("/submit?handler=other", null, ("body", "x"))).Status.ShouldBe(400);   // no token
        (await resident.Form("/submit?handler=other", null, ("body", "x"))).Status.ShouldBe(429);
    }
}
