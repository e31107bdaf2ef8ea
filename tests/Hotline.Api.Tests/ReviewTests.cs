using System.Buffers.Binary;
using System.Text;

namespace Hotline.Api.Tests;

public sealed class ReviewOnSqlite(Sqlite fixture) : ReviewTests(fixture), IClassFixture<Sqlite>;
public sealed class ReviewOnPostgres(Postgres fixture) : ReviewTests(fixture), IClassFixture<Postgres>;

/// <summary>What a reply must have, and what the centre looks at before it goes out.</summary>
public abstract class ReviewTests(HostFixture fixture) : ThroughTheFrontDoor(fixture)
{
    private static readonly byte[] Picture = [0xff, 0xd8, 0xff, 0xdb, 0, 4, 1, 2, 0xff, 0xda, 0, 4, 1, 2, 9, 9, 9, 0xff, 0xd9];

    [Fact]
    public async Task The_centre_cannot_approve_without_its_checklist()
    {
        var ticket = await Given.ATicketInReview();
        (await (await Host.As("dispatcher1")).Try(ticket.Id, "approve")).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["checklist"]);
        // A wrong desk is told that first.
        (await (await Host.As("handler1")).Try(ticket.Id, "approve")).Refused(403, "ticket.forbidden");
        var view = await (await Host.As("dispatcher1")).Do(ticket.Id, "approve", Given.Approval);
        view["state"].Text.ShouldBe("Evaluation");
        view["history"].Items[^1]["outcome"].Text.ShouldBe("OnThePoint,EveryItemAnswered,ContactProven,BasisCited");
    }

    [Theory]
    [InlineData(false, true, true, true, "checklist.onThePoint")]
    [InlineData(true, false, true, true, "checklist.everyItemAnswered")]
    [InlineData(true, true, false, true, "checklist.contactProven")]
    [InlineData(true, true, true, false, "checklist.basisCited")]
    public async Task Each_point_must_hold(bool point, bool items, bool contact, bool basis, string field)
    {
        var ticket = await Given.ATicketInReview(sender: "13800007001");
        (await (await Host.As("dispatcher1")).Try(ticket.Id, "approve", Ticks(point, items, contact, basis, "没有也行"))).Refused(400, "request.invalid")["errors"].Names.ShouldBe([field]);
    }

    [Fact]
    public async Task What_the_record_does_not_say_cannot_be_ticked()
    {
        var ticket = await Given.ATicketInHand(sender: "13800007002");
        await (await Host.As("handler1")).Do(ticket.Id, "reply", new { publicText = "已办。", result = "Solved" });
        var view = await (await Host.As("approver1")).Do(ticket.Id, "approve");
        (view["joint"]["contactProven"].Flag, view["joint"]["basisCited"].Flag, view["joint"]["mayWaive"].Flag).ShouldBe((false, false, false));
        var dispatcher = await Host.As("dispatcher1");
        (await dispatcher.Try(ticket.Id, "approve", Given.Approval)).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["checklist.contactProven"]);
        await dispatcher.Do(ticket.Id, "send-back", new { reason = "未联系", points = new[] { "ContactProven", "BasisCited" } });
        await (await Host.As("handler1")).Do(ticket.Id, "first-contact", new { outcome = "Reached" });
        await (await Host.As("handler1")).Do(ticket.Id, "reply", new { publicText = "已办。", result = "Solved" });
        await (await Host.As("approver1")).Do(ticket.Id, "approve");
        (await dispatcher.Try(ticket.Id, "approve", Given.Approval)).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["checklist.basisCited"]);
    }

    [Fact]
    public async Task Contact_and_basis_may_be_waived_with_a_reason_where_nobody_left_a_contact_or_it_is_a_question()
    {
        foreach (var (type, sender) in new (string?, string?)[] { (null, null), ("Consultation", "13800007003") })
        {
            var ticket = await Given.ATicketInHand(type: type, sender: sender);
            await (await Host.As("handler1")).Do(ticket.Id, "reply", new { publicText = "政策如下。", result = "Explained" });
            await (await Host.As("approver1")).Do(ticket.Id, "approve");
            var dispatcher = await Host.As("dispatcher1");
            (await dispatcher.Try(ticket.Id, "approve", Ticks(true, true, false, false))).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["overrideReason"]);
            var view = await dispatcher.Do(ticket.Id, "approve", Ticks(true, true, false, false, "咨询件，无需联系"));
            (view["history"].Items[^1]["note"].Text, view["history"].Items[^1]["outcome"].Text).ShouldBe(("咨询件，无需联系", "OnThePoint,EveryItemAnswered"));
        }
    }

    [Fact]
    public async Task The_centre_sends_back_with_the_points_that_fail()
    {
        var ticket = await Given.ATicketInReview();
        var dispatcher = await Host.As("dispatcher1");
        (await dispatcher.Try(ticket.Id, "send-back", new { reason = "不行" })).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["points"]);
        var entry = (await dispatcher.Do(ticket.Id, "send-back", new { reason = "没有回应第二项", points = new[] { "EveryItemAnswered", "Other" } }))["history"].Items[^1];
        (entry["outcome"].Text, entry["note"].Text).ShouldBe(("EveryItemAnswered,Other", "没有回应第二项"));
    }

    [Fact]
    public async Task A_reply_answers_each_request_item_and_the_resident_reads_them_apart()
    {
        var ticket = await Given.ATicketInHand(sender: "13800007004");
        var (agent, handler) = (await Host.As("agent1"), await Host.As("handler1"));
        (await handler.Try(ticket.Id, "request-items", new { items = new[] { "一" } })).Refused(403, "ticket.forbidden");
        foreach (var items in new[] { new[] { "有", " " }, [.. Enumerable.Range(0, 21).Select(i => $"第{i}项")], [new string('长', 1_001)] })
            (await agent.Try(ticket.Id, "request-items", new { items })).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["items"]);
        var view = await agent.Do(ticket.Id, "request-items", new { items = new[] { "关小音响", "公开执法电话" } });
        view["joint"]["requestItems"].Items.Select(i => (i["n"].Number, i["text"].Text)).ShouldBe([(1, "关小音响"), (2, "公开执法电话")]);
        var refused = (await handler.Try(ticket.Id, "reply", new { publicText = "已办。", result = "Solved", items = new[] { new { n = 1, text = "已关小" } } })).Refused(400, "request.invalid");
        refused["errors"].Names.ShouldBe(["items"]);
        refused["errors"]["items"][0].Text.ShouldContain("2");

        await handler.Do(ticket.Id, "first-contact", new { outcome = "Reached" });
        view = await handler.Do(ticket.Id, "reply", new { publicText = "已办。", result = "Solved", legalBasis = Given.Basis, items = new[] { new { n = 1, text = (string?)"已关小" }, new { n = 2, text = (string?)null } } });
        view["reply"]["items"].Items.Count.ShouldBe(2);
        await (await Host.As("approver1")).Do(ticket.Id, "approve");
        // An item put in after the reply is not answered by it.
        await agent.Do(ticket.Id, "request-items", new { items = new[] { "关小音响", "公开执法电话", "赔偿损失" } });
        (await (await Host.As("dispatcher1")).Try(ticket.Id, "approve", Given.Approval)).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["checklist.everyItemAnswered"]);
        await agent.Do(ticket.Id, "request-items", new { items = new[] { "关小音响", "公开执法电话" } });
        await (await Host.As("dispatcher1")).Do(ticket.Id, "approve", Given.Approval);
        (await Host.Anybody().Get($"/api/public/tickets/{ticket.Number}?code={ticket.Code}")).Ok()["reply"]["items"].Items.Select(i => (i["request"].Text, i["answer"].Text)).ShouldBe([("关小音响", "已关小"), ("公开执法电话", "")]);
    }

    [Fact]
    public async Task A_message_that_asks_for_two_things_is_split_and_the_centre_may_undo_it()
    {
        var ticket = await Given.AReceivedTicket($"一、{Given.Noise}二、{Given.Cold}");
        var agent = await Host.As("agent1");
        (await agent.Ticket(ticket.Id))["joint"]["requestItems"].Items.Count.ShouldBe(2);
        (await agent.Do(ticket.Id, "request-items", new { items = Array.Empty<string>() }))["joint"]["requestItems"].Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_category_that_asks_for_a_photo_takes_none_without_time_and_place()
    {
        Host.Clock.Set(new DateTimeOffset(2026, 3, 2, 10, 0, 0, TimeSpan.FromHours(8)));
        var ticket = await InHand("020502");
        var handler = await Host.AsAgain("handler1");
        var files = $"/api/tickets/{ticket.Id}/attachments";
        var reply = new { publicText = "井盖已更换。", result = "Solved" };
        (await handler.Ticket(ticket.Id))["joint"]["evidence"].Text.ShouldBe("Photo");
        (await handler.Try(ticket.Id, "reply", reply)).Refused(400, "request.invalid")["errors"]["evidence"][0].Text.ShouldContain("照片");
        await handler.Upload(files, "%PDF-1.7 x"u8.ToArray(), "说明.pdf");
        await handler.Upload(files, Picture, "现场.jpg");
        (await handler.Try(ticket.Id, "reply", reply)).Refused(400, "request.invalid")["errors"]["evidence"][0].Text.ShouldContain("拍摄时间和地点");

        foreach (var (name, value) in new[] { ("takenAt", "昨天"), ("takenAt", "2026-03-05T10:00:00+08:00"), ("takenPlace", new string('长', 201)) })
            (await handler.UploadWith(files, Picture, "现场.jpg", (name, value))).Refused(400, "request.invalid")["errors"].Names.ShouldBe([name]);
        var stated = (await handler.UploadWith(files, Picture, "现场.jpg", ("takenAt", "2026-03-01T16:00:00+08:00"), ("takenPlace", "松影路 12 号门前"))).Ok();
        (stated["takenAt"].Time, stated["takenPlace"].Text, stated["takenStated"].Flag).ShouldBe((new DateTimeOffset(2026, 3, 1, 16, 0, 0, TimeSpan.FromHours(8)), "松影路 12 号门前", true));
        (await handler.Do(ticket.Id, "reply", reply))["state"].Text.ShouldBe("Replied");
    }

    [Fact]
    public async Task A_camera_says_itself_when_and_where_and_the_file_keeps_none_of_it()
    {
        var ticket = await InHand("020502");
        var handler = await Host.As("handler1");
        var added = (await handler.Upload($"/api/tickets/{ticket.Id}/attachments", PhotoOf("2026:02:27 15:30:00", 30.5, 104.25), "现场.jpg")).Ok();
        (added["takenAt"].Time, added["takenPlace"].Text, added["takenStated"].Flag).ShouldBe((new DateTimeOffset(2026, 2, 27, 15, 30, 0, TimeSpan.FromHours(8)), "30.5,104.25", false));
        (await handler.Get($"/api/attachments/{added["id"].Text}")).Bytes.ShouldBe(Picture);
        (await handler.Do(ticket.Id, "reply", new { publicText = "井盖已更换。", result = "Solved" }))["state"].Text.ShouldBe("Replied");
    }

    [Fact]
    public async Task A_category_that_asks_for_a_document_takes_no_photo_for_it()
    {
        var ticket = await InHand("030302");
        var handler = await Host.As("handler1");
        var files = $"/api/tickets/{ticket.Id}/attachments";
        await handler.Upload(files, Picture, "现场.jpg");
        (await handler.Try(ticket.Id, "reply", new { publicText = "见附件。", result = "Explained" })).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["evidence"]);
        await handler.Upload(files, "%PDF-1.7 x"u8.ToArray(), "复函.pdf");
        await handler.Do(ticket.Id, "reply", new { publicText = "见附件。", result = "Explained" });
    }

    private async Task<GivenTicket> InHand(string category)
    {
        var ticket = await Given.AnAcceptedTicket(category: category);
        await (await Host.As("dispatcher1")).Do(ticket.Id, "dispatch", new { departmentCode = "CG" });
        await (await Host.As("handler1")).Do(ticket.Id, "sign");
        return ticket;
    }

    private static object Ticks(bool onThePoint, bool everyItemAnswered, bool contactProven, bool basisCited, string? overrideReason = null) =>
        new { checklist = new { onThePoint, everyItemAnswered, contactProven, basisCited }, overrideReason };

    /// <summary>The picture with the EXIF block of a camera that knows time and place.</summary>
    private static byte[] PhotoOf(string time, double latitude, double longitude)
    {
        var tiff = new byte[200];
        "II*\0"u8.CopyTo(tiff);
        UInt32(4, 8);
        Directory(8, (0x8769, 4, 1, 40), (0x8825, 4, 1, 60));
        Directory(40, (0x9003, 2, 20, 130));
        Directory(60, (1, 2, 2, 'N'), (2, 5, 3, 152), (3, 2, 2, 'E'), (4, 5, 3, 176));
        Encoding.ASCII.GetBytes(time + "\0").CopyTo(tiff, 130);
        Fractions(152, latitude);
        Fractions(176, longitude);
        byte[] exif = [.. "Exif\0\0"u8, .. tiff];
        return [0xff, 0xd8, 0xff, 0xe1, (byte)((exif.Length + 2) >> 8), (byte)(exif.Length + 2), .. exif, .. Picture[2..]];

        void UInt32(int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(tiff.AsSpan(at), value);
        void UInt16(int at, int value) => BinaryPrimitives.WriteUInt16LittleEndian(tiff.AsSpan(at), (ushort)value);
        void Directory(int at, params (int Tag, int Type, int Count, int Value)[] entries)
        {
            UInt16(at, entries.Length);
            for (var i = 0; i < entries.Length; i++)
            {
                UInt16(at + 2 + (12 * i), entries[i].Tag);
                UInt16(at + 4 + (12 * i), entries[i].Type);
                UInt32(at + 6 + (12 * i), (uint)entries[i].Count);
                UInt32(at + 10 + (12 * i), (uint)entries[i].Value);
            }
        }
        void Fractions(int at, double degrees)
        {
            foreach (var (value, i) in new[] { (int)degrees, (int)((degrees - (int)degrees) * 60), 0 }.Select((v, i) => (v, i)))
            {
                UInt32(at + (8 * i), (uint)value);
                UInt32(at + (8 * i) + 4, 1);
            }
        }
    }
}
