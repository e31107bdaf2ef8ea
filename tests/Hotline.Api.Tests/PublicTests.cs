using Hotline.Api.Features.Public;

namespace Hotline.Api.Tests;

public sealed class PublicOnSqlite(Sqlite fixture) : PublicTests(fixture), IClassFixture<Sqlite>;
public sealed class PublicOnPostgres(Postgres fixture) : PublicTests(fixture), IClassFixture<Postgres>;

public abstract class PublicTests(HostFixture fixture) : ThroughTheFrontDoor(fixture)
{
    private Task<Answer> Track(string number, string? code) => Host.Anybody().Get($"/api/public/tickets/{number}?code={code}");

    [Fact]
    public async Task A_resident_follows_the_ticket_with_number_and_code()
    {
        var ticket = await Given.ATicketInHand();
        var seen = (await Track(ticket.Number, ticket.Code)).Ok();
        seen["state"].Text.ShouldBe("Handling");
        seen["stateText"].Text.ShouldBe("办理中");
        seen["holder"].Text.ShouldBe("城市管理局");
        seen["history"].Items.Select(h => h["text"].Text).ShouldBe(["收到您的诉求", "已受理", "已转交城市管理局", "城市管理局已签收"]);
        seen["reply"].IsMissing.ShouldBeTrue();
        seen["canWithdraw"].Flag.ShouldBeTrue();
        (await Track(ticket.Number, ticket.Code.ToLowerInvariant()[..3] + " " + ticket.Code[3..])).Ok();
    }

    [Fact]
    public async Task A_wrong_code_and_an_unknown_number_get_the_same_bytes()
    {
        var ticket = await Given.AReceivedTicket();
        var unknown = ticket.Number[..^4] + (ticket.Number.EndsWith("9999", StringComparison.Ordinal) ? "9998" : "9999");
        var wrong = await Track(ticket.Number, ticket.Code == "333333" ? "444444" : "333333");
        wrong.Refused(404, "public.not_found");
        foreach (var other in new[] { await Track(unknown, ticket.Code), await Track("nonsense", "333333"), await Track(ticket.Number, null) })
        {
            other.Refused(404, "public.not_found");
            Same.WithoutTrace(other).ShouldBe(Same.WithoutTrace(wrong));
        }
    }

    [Fact]
    public async Task Five_wrong_codes_close_the_door_for_a_quarter_of_an_hour()
    {
        var (ticket, other) = (await Given.AReceivedTicket(), await Given.AReceivedTicket());
        for (var i = 0; i < 5; i++) (await Track(ticket.Number, "333333")).Refused(404, "public.not_found");
        var refused = await Track(ticket.Number, ticket.Code);
        refused.Refused(429, "rate.limited");
        int.Parse(refused.Header("Retry-After")!, System.Globalization.CultureInfo.InvariantCulture).ShouldBeInRange(1, 900);
        (await Track(other.Number, other.Code)).Ok();
        Host.Clock.Advance(TimeSpan.FromMinutes(16));
        (await Track(ticket.Number, ticket.Code)).Ok();
    }

    [Fact]
    public async Task What_is_no_number_is_counted_by_what_was_typed()
    {
        foreach (var typed in new[] { "a", "b", "c", "d", "e", "f" }) (await Track($"typo-{typed}", "333333")).Refused(404, "public.not_found");
        for (var i = 0; i < 5; i++) (await Track("typo-again", "333333")).Refused(404, "public.not_found");
        (await Track("typo-again", "333333")).Refused(429, "rate.limited");
    }

    [Fact]
    public void The_counting_of_wrong_codes_has_a_bound()
    {
        var attempts = new CodeAttempts(Host.Clock);
        for (var i = 0; i < 60_000; i++) attempts.Failed($"address|{i}");
        attempts.Counted.ShouldBeLessThanOrEqualTo(50_000);
        for (var i = 0; i < 100; i++) attempts.TooMany($"asked|{i}").ShouldBeNull();
        attempts.Counted.ShouldBeLessThanOrEqualTo(50_000);
    }

    [Theory]
    [InlineData("Reached", "城市管理局已与您取得联系")]
    [InlineData("NoAnswer", "城市管理局曾与您联系，未能接通")]
    [InlineData("Refused", "城市管理局曾与您联系，您表示不便沟通")]
    [InlineData("Anonymous", "城市管理局无法与您联系：诉求未留联系方式")]
    public async Task The_resident_reads_how_the_first_contact_went(string outcome, string words)
    {
        var ticket = await Given.ATicketInHand();
        await (await Host.As("handler1")).Do(ticket.Id, "first-contact", new { outcome, note = "内部说明" });
        (await Track(ticket.Number, ticket.Code)).Ok()["history"].Items[^1]["text"].Text.ShouldBe(words);
    }

    [Fact]
    public async Task A_resident_urges_at_most_once_in_a_day()
    {
        var ticket = await Given.ADispatchedTicket();
        (await TheResident.Urges(Host, ticket)).ShouldBeNull();
        (await Track(ticket.Number, ticket.Code)).Ok()["canUrge"].Flag.ShouldBeFalse();
        (await TheResident.Urges(Host, ticket))!.Code.ShouldBe("ticket.urged_recently");
        Host.Clock.Advance(TimeSpan.FromHours(25));
        (await TheResident.Urges(Host, ticket)).ShouldBeNull();
        (await (await Host.As("agent1")).Ticket(ticket.Id))["history"].Items.Count(h => h["action"].Text == "Urge").ShouldBe(2);
    }

    [Fact]
    public async Task A_resident_rates_once_in_each_round()
    {
        var ticket = await Given.AnAnsweredTicket();
        (await TheResident.Rates(Host, ticket, null, null))!.Fields.Keys.Order().ShouldBe(["satisfaction", "solved"]);
        (await TheResident.Rates(Host, ticket, true, Domain.Tickets.Satisfaction.Satisfied, "谢谢")).ShouldBeNull();
        var seen = (await Track(ticket.Number, ticket.Code)).Ok();
        seen["state"].Text.ShouldBe("Closed");
        seen["rating"]["satisfaction"].Text.ShouldBe("Satisfied");
        seen["canRate"].Flag.ShouldBeFalse();
        (await TheResident.IsSatisfied(Host, ticket))!.Code.ShouldBe("ticket.already_rated");
    }

    [Fact]
    public async Task Not_solved_is_dissatisfied_however_friendly_the_stars()
    {
        var ticket = await Given.AnAnsweredTicket();
        (await TheResident.Rates(Host, ticket, false, Domain.Tickets.Satisfaction.VerySatisfied)).ShouldBeNull();
        (await Track(ticket.Number, ticket.Code)).Ok()["state"].Text.ShouldBe("DissatisfactionReview");
    }

    [Fact]
    public async Task A_resident_adds_information_and_takes_the_request_back()
    {
        var ticket = await Given.AReceivedTicket();
        (await TheResident.Supplements(Host, ticket, "门牌是12号\0。")).ShouldBeNull();
        (await (await Host.As("agent1")).Ticket(ticket.Id))["supplements"][0]["text"].Text.ShouldBe("门牌是12号\ufffd。");
        (await TheResident.Withdraws(Host, ticket)).ShouldBeNull();
        (await Track(ticket.Number, ticket.Code)).Ok()["state"].Text.ShouldBe("Withdrawn");
        (await TheResident.Supplements(Host, ticket, "再补充"))!.Code.ShouldBe("ticket.not_open");
    }

    [Fact]
    public async Task The_resident_never_reads_inner_notes_or_names_of_the_staff()
    {
        var ticket = await Given.AnAnsweredTicket(innerNote: "内部意见：商户难缠");
        await (await Host.As("agent1")).Do(ticket.Id, "note", new { text = "内部备注：来电人情绪激动" });
        var seen = await Track(ticket.Number, ticket.Code);
        seen.Ok()["reply"]["publicText"].Text.ShouldBe("已到现场处理，商户同意关小音量。");
        foreach (var secret in new[] { "内部意见", "内部备注", "坐席一", "派单员", "城管经办人", "城管审批人", "agent1", "handler1" }) seen.Body.ShouldNotContain(secret);
    }

    [Fact]
    public async Task The_reply_is_shown_only_after_the_centre_let_it_out()
    {
        var ticket = await Given.ATicketInReview(publicText: "尚未放行的答复");
        (await Track(ticket.Number, ticket.Code)).Body.ShouldNotContain("尚未放行的答复");
        await (await Host.As("dispatcher1")).Do(ticket.Id, "approve", Given.Approval);
        (await Track(ticket.Number, ticket.Code)).Body.ShouldContain("尚未放行的答复");
    }

    [Fact]
    public async Task A_merged_resident_follows_the_master_without_reading_of_the_other_person()
    {
        var master = await Given.AReceivedTicket("主件：我是隔壁的住户，夜里被音乐吵醒。", subject: "隔壁住户的主件");
        var member = await Given.AReceivedTicket();
        await (await Host.As("agent1")).Do(member.Id, "merge", new { masterId = master.Id });
        var seen = await Track(member.Number, member.Code);
        seen.Ok()["state"].Text.ShouldBe("Merged");
        seen.Body.ShouldNotContain("隔壁");
        seen.Body.ShouldNotContain(master.Number);
    }

    [Fact]
    public async Task Published_answers_are_found_by_their_words_and_without_personal_data()
    {
        var ticket = await Given.APublishedTicket("我叫慕容建国，电话13512349876，雁洲公园的秋千断了。", sender: "13512349876", publicText: "秋千已更换，联系人电话13512349876。");
        var found = (await Host.Anybody().Get($"/api/public/published?q={Uri.EscapeDataString("秋千")}")).Ok();
        var answer = found["items"].Items.ShouldHaveSingleItem();
        answer["number"].Text.ShouldNotBe(ticket.Number);
        answer["number"].Text.ShouldContain("*");
        found.ToString().ShouldNotContain("13512349876");
        found.ToString().ShouldNotContain(ticket.Code);
        (await Host.Anybody().Get($"/api/public/published/{answer["id"].Text}")).Ok()["title"].Text.ShouldBe(answer["title"].Text);
    }

    [Fact]
    public async Task What_is_only_proposed_or_withdrawn_is_not_public()
    {
        var ticket = await Given.AClosedTicket("鹤汀大道的喷泉不喷水。");
        await (await Host.As("publisher1")).Do(ticket.Id, "publish", new { title = "喷泉何时恢复" });
        (await Search("喷泉")).ShouldBeEmpty();
        await (await Host.As("supervisor1")).Do(ticket.Id, "publish/confirm");
        var id = (await Search("喷泉")).ShouldHaveSingleItem()["id"].Text;
        await (await Host.As("supervisor1")).Do(ticket.Id, "publish/withdraw", new { reason = "当事人要求" });
        (await Search("喷泉")).ShouldBeEmpty();
        (await Host.Anybody().Get($"/api/public/published/{id}")).Refused(404, "publication.not_found");
    }

    [Fact]
    public async Task Published_answers_are_paged_without_gaps()
    {
        for (var i = 0; i < 5; i++) await Given.APublishedTicket($"第{i}座报刊亭长期关门。", title: $"报刊亭{i}");
        var seen = new List<string>();
        string? next = null;
        do
        {
            var page = (await Host.Anybody().Get($"/api/public/published?q={Uri.EscapeDataString("报刊亭")}&limit=2{(next is null ? "" : $"&after={next}")}")).Ok();
            seen.AddRange(page["items"].Items.Select(a => a["title"].Text));
            next = page["next"].IsMissing ? null : page["next"].Text;
        }
        while (next is not null);
        seen.ShouldBe(["报刊亭4", "报刊亭3", "报刊亭2", "报刊亭1", "报刊亭0"]);
    }

    private async Task<IReadOnlyList<Json>> Search(string words) => (await Host.Anybody().Get($"/api/public/published?q={Uri.EscapeDataString(words)}")).Ok()["items"].Items;
}
