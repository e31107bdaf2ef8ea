using Hotline.Channels.Mail;

namespace Hotline.Channels.Tests.Mail;

public sealed class MailReportsTests
{
    private static readonly Guid Sent = Guid.Parse("0198a5f0-0000-7000-8000-00000000abcd");
    private static readonly MailThread Thread = new(Write.Address);
    private static readonly string OwnId = Thread.MessageIdOf("990100202603020000018", Sent);

    private static MailReport? Read(string mail) => MailReports.Read(MimeReaderTests.Read(Write.Bare(mail)), Thread);

    /// <summary>As Postfix writes one (RFC 3464).</summary>
    private static string Report(string action, string status, string envelope = "Original-Envelope-Id: 0198a5f000007000800000000000abcd", string returned = "") => $"""
        Return-Path: <>
        From: MAILER-DAEMON@mx.city.example (Mail Delivery System)
        To: 12345@city.example
        Subject: Mail Delivery Status Report
        Content-Type: multipart/report; report-type=delivery-status; boundary="b"

        --b
        Content-Type: text/plain; charset=us-ascii

        This is the mail system at host mx.city.example.
        --b
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mx.city.example
        {envelope}
        Arrival-Date: Mon,  2 Mar 2026 10:00:00 +0800 (CST)

        Final-Recipient: rfc822; lin@mail.example
        Original-Recipient: rfc822;lin@mail.example
        Action: {action}
        Status: {status}
        Diagnostic-Code: smtp; 550 5.1.1 <lin@mail.example>: Recipient address
            rejected: User unknown
        --b
        Content-Type: text/rfc822-headers

        {returned}
        Subject: =?utf-8?B?6Lev54Gv?=
        --b--
        """;

    [Theory]
    [InlineData("failed", "5.1.1", DeliveryState.Failed)]
    [InlineData("delivered", "2.0.0", DeliveryState.Delivered)]
    [InlineData("relayed", "2.0.0", DeliveryState.Sent)]
    [InlineData("expanded", "2.0.0", DeliveryState.Sent)]
    [InlineData("delayed", "4.4.1", DeliveryState.Sent)]
    public void A_report_names_the_notice_and_what_became_of_it(string action, string status, DeliveryState state)
    {
        var report = Read(Report(action, status))!;
        (report.Mail, report.State).ShouldBe((Sent, state));
        report.Reason!.ShouldContain(status);
        report.Reason!.ShouldContain("User unknown");
        report.Reason!.ShouldNotContain("lin@");
    }

    [Fact]
    public void Without_the_envelopes_id_the_returned_head_names_it() => Read(Report("failed", "5.1.1", "X-Postfix-Queue-ID: 1", $"Message-ID: <{OwnId}>"))!.Mail.ShouldBe(Sent);

    [Theory]
    [InlineData("退信通知", "抱歉，您的邮件被退回来了：收件人不存在。")]
    [InlineData("Undelivered Mail Returned to Sender", "The address does not exist.")]
    [InlineData("failure notice", "Remote host said: 550 5.1.1 no such user")]
    public void A_bounce_in_words_counts_when_it_shows_our_mail(string subject, string text)
    {
        var mail = $"From: postmaster@mail.example\nTo: 12345@city.example\nSubject: {subject}\nReferences: <{OwnId}>\nContent-Type: text/plain; charset=utf-8\n\n{text}";
        var report = Read(mail)!;
        (report.Mail, report.State).ShouldBe((Sent, DeliveryState.Failed));
    }

    [Theory]
    [InlineData("From: postmaster@mail.example\nSubject: failure notice\n\nnothing of ours")]
    [InlineData("From: postmaster@mail.example\nSubject: failure notice\nReferences: <990100202603020000018.0198a5f0000070008000000000000000.hotline@other.example>\n\nof another hotline")]
    public void What_is_not_about_a_mail_of_ours_is_no_report(string mail) => Read(mail).ShouldBeNull();

    [Fact]
    public void Spoilt_reports_never_throw()
    {
        var whole = Write.Bare(Report("failed", "5.1.1"));
        var random = new Random(5);
        for (var i = 0; i < 2_000; i++)
        {
            var spoilt = whole.ToArray();
            for (var change = 0; change < 8; change++) spoilt[random.Next(spoilt.Length)] = (byte)random.Next(256);
            if (MimeReader.TryRead(spoilt, out var mail, out _)) MailReports.Read(mail, Thread);
        }
    }
}
