namespace Hotline.Testing;

/// <summary>Where a test begins: a matter that has come so far, by the doors and desks everybody uses.</summary>
public sealed class Given(HotlineHost host)
{
    /// <summary>A complaint that the model knows well, about street noise; its department is the demo city's CG.</summary>
    public const string Noise = "楼下商铺用音响放音乐，从早放到晚，喇叭声音很大，吵得老人和孩子没法休息，请管一管。";

    /// <summary>A complaint about heating; its department is the demo city's GR.</summary>
    public const string Cold = "家里暖气不热，室温只有十四度，供暖公司一直没人来看，老人冻得受不了。";

    /// <summary>A legal basis that a reply may name.</summary>
    public const string Basis = "《云江市社会生活噪声管理办法》第十二条";

    /// <summary>The centre's approval with every point of the checklist ticked.</summary>
    public static object Approval => new { checklist = new { onThePoint = true, everyItemAnswered = true, contactProven = true, basisCited = true } };

    /// <summary>What another system handed over, as the intake answered it.</summary>
    public async Task<Json> AReceipt(object message) =>
        (await host.Anybody().Post("/api/intake/messages", message, ("X-Api-Key", HotlineHost.IntakeKey))).Ok();

    /// <summary>A ticket that waits in the queue with its suggestion.</summary>
    public async Task<GivenTicket> AReceivedTicket(string body = Noise, string? subject = null, string? sender = null, string? type = null, string? place = null,
        bool confidential = false, bool anonymous = false, string? receivedAt = null, string channel = "Api")
    {
        var receipt = await AReceipt(new { externalId = Guid.NewGuid().ToString(), channel, sender, subject, body, type, place, confidential, anonymous, receivedAt });
        var ticket = new GivenTicket(receipt["ticketId"].Id, receipt["ticketNumber"].Text, receipt["queryCode"].Text);
        await Routed(ticket.Id);
        return ticket;
    }

    public async Task<GivenTicket> AnAcceptedTicket(string body = Noise, string category = "010101", string? type = null, string? sender = null, bool confidential = false)
    {
        var ticket = await AReceivedTicket(body, sender: sender, confidential: confidential);
        await (await host.As("agent1")).Do(ticket.Id, "accept", new { categoryCode = category, type });
        return ticket;
    }

    /// <summary>A ticket that waits for its department's signature.</summary>
    public async Task<GivenTicket> ADispatchedTicket(string department = "CG", string body = Noise, string? type = null, string? sender = null, bool confidential = false)
    {
        var ticket = await AnAcceptedTicket(body, type: type, sender: sender, confidential: confidential);
        await (await host.As("dispatcher1")).Do(ticket.Id, "dispatch", new { departmentCode = department });
        return ticket;
    }

    /// <summary>A ticket in the hands of CG's handler.</summary>
    public async Task<GivenTicket> ATicketInHand(string body = Noise, string? type = null, string? sender = null, bool confidential = false)
    {
        var ticket = await ADispatchedTicket("CG", body, type, sender, confidential);
        await (await host.As("handler1")).Do(ticket.Id, "sign");
        return ticket;
    }

    /// <summary>A ticket whose reply the department stands by; the centre decides next.</summary>
    public async Task<GivenTicket> ATicketInReview(string body = Noise, string? sender = null, bool confidential = false, string publicText = "已到现场处理，商户同意关小音量。", string? innerNote = null)
    {
        var ticket = await ATicketInHand(body, sender: sender, confidential: confidential);
        await (await host.As("handler1")).Do(ticket.Id, "first-contact", new { outcome = "Reached" });
        await (await host.As("handler1")).Do(ticket.Id, "reply", new { publicText, innerNote, result = "Solved", legalBasis = Basis });
        await (await host.As("approver1")).Do(ticket.Id, "approve");
        return ticket;
    }

    /// <summary>A ticket whose resident has the reply and is asked to rate it.</summary>
    public async Task<GivenTicket> AnAnsweredTicket(string body = Noise, string? sender = null, bool confidential = false, string publicText = "已到现场处理，商户同意关小音量。", string? innerNote = null)
    {
        var ticket = await ATicketInReview(body, sender, confidential, publicText, innerNote);
        await (await host.As("dispatcher1")).Do(ticket.Id, "approve", Approval);
        return ticket;
    }

    public async Task<GivenTicket> AClosedTicket(string body = Noise, string? sender = null, bool confidential = false, string publicText = "已到现场处理，商户同意关小音量。")
    {
        var ticket = await AnAnsweredTicket(body, sender, confidential, publicText);
        await (await host.As("supervisor1")).Do(ticket.Id, "close", new { });
        return ticket;
    }

    public async Task<GivenTicket> APublishedTicket(string body = Noise, string? sender = null, string publicText = "已到现场处理，商户同意关小音量。", string? title = null)
    {
        var ticket = await AClosedTicket(body, sender, publicText: publicText);
        await (await host.As("publisher1")).Do(ticket.Id, "publish", new { title });
        await (await host.As("supervisor1")).Do(ticket.Id, "publish/confirm");
        return ticket;
    }

    /// <summary>Waits until the router has looked at the ticket.</summary>
    public async Task Routed(Guid ticket)
    {
        var agent = await host.As("agent1");
        await Eventually.Holds(async () => (await agent.Ticket(ticket))["history"].Items.Any(h => h["action"].Text == "Suggest"), $"ticket {ticket} gets its suggestion");
    }
}

/// <param name="Code">The resident's query code.</param>
public sealed record GivenTicket(Guid Id, string Number, string Code);

/// <summary>Waits for what background work will bring about.</summary>
public static class Eventually
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <exception cref="TimeoutException">It did not hold within a minute.</exception>
    public static async Task Holds(Func<Task<bool>> condition, string what)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(begun) > Longest) throw new TimeoutException($"Waited in vain: {what}.");
            await Task.Delay(15);
        }
    }
}
