namespace Hotline.Api.Tests;

public sealed class AttachmentOnSqlite(Sqlite fixture) : AttachmentTests(fixture), IClassFixture<Sqlite>;
public sealed class AttachmentOnPostgres(Postgres fixture) : AttachmentTests(fixture), IClassFixture<Postgres>;

public abstract class AttachmentTests(HostFixture fixture) : ThroughTheFrontDoor(fixture)
{
    private static readonly byte[] Picture = [0xff, 0xd8, 0xff, 0xdb, 0, 4, 1, 2, 0xff, 0xda, 0, 4, 1, 2, 9, 9, 9, 0xff, 0xd9];

    /// <summary>The same picture with a place in it.</summary>
    private static readonly byte[] PictureWithPlace = [0xff, 0xd8, 0xff, 0xe1, 0, 14, .. "Exif\0\0GPS30N"u8, .. Picture[2..]];

    [Theory]
    [InlineData("GIF89a....", "photo.gif", "image/gif")]
    [InlineData("%PDF-1.7 ...", "letter.pdf", "application/pdf")]
    [InlineData("GIF89a....", "really-a-picture.exe", "image/gif")]
    [InlineData("PK\u0003\u0004....", "table.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")]
    public async Task A_files_type_is_what_its_content_says(string content, string name, string type)
    {
        var ticket = await Given.AReceivedTicket();
        var answer = await (await Host.As("agent1")).Upload($"/api/tickets/{ticket.Id}/attachments", System.Text.Encoding.Latin1.GetBytes(content), name);
        answer.Status.ShouldBe(201, answer.Body);
        answer.Json["contentType"].Text.ShouldBe(type);
        answer.Json["kind"].Text.ShouldBe("Evidence");
        (await (await Host.As("agent1")).Ticket(ticket.Id))["attachments"].Items.ShouldHaveSingleItem()["fileName"].Text.ShouldBe(name);
    }

    [Theory]
    [InlineData("MZ\u0090\u0000 program", "photo.jpg")]
    [InlineData("<html><script>alert(1)</script></html>", "page.html")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "image.svg")]
    [InlineData("PK\u0003\u0004....", "archive.zip")]
    [InlineData("#!/bin/sh", "note.pdf")]
    [InlineData("", "empty.png")]
    public async Task What_could_run_or_is_not_what_it_claims_is_refused(string content, string name)
    {
        var ticket = await Given.AReceivedTicket();
        (await (await Host.As("agent1")).Upload($"/api/tickets/{ticket.Id}/attachments", System.Text.Encoding.Latin1.GetBytes(content), name))
            .Refused(400, "request.invalid")["errors"].Names.ShouldBe(["file"]);
        (await (await Host.As("agent1")).Ticket(ticket.Id))["attachments"].Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task Where_a_photo_was_taken_is_cut_out_and_the_picture_stays()
    {
        var ticket = await Given.AReceivedTicket();
        var agent = await Host.As("agent1");
        var added = (await agent.Upload($"/api/tickets/{ticket.Id}/attachments", PictureWithPlace, "现场.jpg")).Ok();
        var bytes = await agent.Get($"/api/attachments/{added["id"].Text}");
        bytes.Bytes.ShouldBe(Picture);
        bytes.Body.ShouldNotContain("GPS");
        added["size"].Number.ShouldBe(Picture.Length);
    }

    [Fact]
    public async Task A_download_is_boxed_in()
    {
        var ticket = await Given.AReceivedTicket();
        var agent = await Host.As("agent1");
        var added = (await agent.Upload($"/api/tickets/{ticket.Id}/attachments", Picture, "现场 1.jpg")).Ok();
        var answer = await agent.Get($"/api/attachments/{added["id"].Text}");
        answer.Header("Content-Security-Policy")!.ShouldStartWith("sandbox;");
        answer.Header("X-Content-Type-Options").ShouldBe("nosniff");
        answer.ContentHeaders.ContentType?.MediaType.ShouldBe("image/jpeg");
        answer.ContentHeaders.ContentDisposition?.DispositionType.ShouldBe("attachment");
    }

    [Theory]
    [InlineData("../../etc/passwd.gif", "passwd.gif")]
    [InlineData("C:\\photos\\1.gif", "1.gif")]
    public async Task A_name_keeps_no_path(string name, string kept)
    {
        var ticket = await Given.AReceivedTicket();
        (await (await Host.As("agent1")).Upload($"/api/tickets/{ticket.Id}/attachments", "GIF89a...."u8.ToArray(), name)).Ok()["fileName"].Text.ShouldBe(kept);
    }

    [Fact]
    public async Task A_request_without_a_file_says_so()
    {
        var ticket = await Given.AReceivedTicket();
        (await (await Host.As("agent1")).Raw(HttpMethod.Post, $"/api/tickets/{ticket.Id}/attachments", "--x\r\nContent-Disposition: form-data; name=\"other\"\r\n\r\n1\r\n--x--\r\n", "multipart/form-data; boundary=x"))
            .Refused(400, "request.invalid")["errors"].Names.ShouldBe(["file"]);
    }

    [Fact]
    public async Task Unsent_words_are_kept_for_their_writer_alone()
    {
        var ticket = await Given.AReceivedTicket();
        var (one, two) = (await Host.As("agent1"), await Host.As("agent2"));
        (await one.Put("/api/drafts", new { ticketId = ticket.Id, field = "reply", text = "写到一半" })).Ok()["savedAt"].IsMissing.ShouldBeFalse();
        (await one.Put("/api/drafts", new { ticketId = ticket.Id, field = "reply", text = "写到一半，又改" })).Ok();
        (await two.Get($"/api/drafts?ticketId={ticket.Id}")).Ok().Items.ShouldBeEmpty();
        var kept = (await one.Get($"/api/drafts?ticketId={ticket.Id}")).Ok().Items.ShouldHaveSingleItem();
        (kept["field"].Text, kept["text"].Text).ShouldBe(("reply", "写到一半，又改"));
        (await two.Delete($"/api/drafts?ticketId={ticket.Id}&field=reply")).Status.ShouldBe(204);
        (await one.Get($"/api/drafts?ticketId={ticket.Id}")).Ok().Items.Count.ShouldBe(1);
        (await one.Delete($"/api/drafts?ticketId={ticket.Id}&field=reply")).Status.ShouldBe(204);
        (await one.Get($"/api/drafts?ticketId={ticket.Id}")).Ok().Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_tabs_that_save_one_draft_at_once_keep_one()
    {
        var ticket = await Given.AReceivedTicket();
        var agent = await Host.As("agent1");
        foreach (var answer in await Task.WhenAll(Enumerable.Range(0, 8).Select(i => agent.Put("/api/drafts", new { ticketId = ticket.Id, field = "note", text = $"第{i}个窗口" })))) answer.Ok();
        (await agent.Get($"/api/drafts?ticketId={ticket.Id}")).Ok().Items.Count.ShouldBe(1);
    }
}
