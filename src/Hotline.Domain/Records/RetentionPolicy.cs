using Hotline.Domain.Tickets;

namespace Hotline.Domain.Records;

/// <summary>How long a city keeps what it knows of people.</summary>
/// <param name="AnonymiseAfterYears">Full years after closing; then personal data is taken out in place and statistics stay.</param>
/// <param name="DeleteRecordingsAfterYears">Full years after a recording was made.</param>
public sealed record RetentionRule(int AnonymiseAfterYears, int DeleteRecordingsAfterYears);

/// <summary>One rule per ticket type and one for the rest, and a term for what never became a ticket's.</summary>
public sealed class RetentionPolicy
{
    private readonly IReadOnlyDictionary<TicketType, RetentionRule> _byType;

    /// <param name="withoutTicketAfterYears">Full years that a mail set aside, a call without a ticket and an unsent text are kept.</param>
    /// <exception cref="FormatException">A term is less than one year.</exception>
    public RetentionPolicy(RetentionRule @default, IReadOnlyDictionary<TicketType, RetentionRule> byType, int withoutTicketAfterYears)
    {
        if (withoutTicketAfterYears < 1 || byType.Values.Append(@default).Any(r => r.AnonymiseAfterYears < 1 || r.DeleteRecordingsAfterYears < 1)) throw new FormatException("A retention term is at least one year.");
        (Default, _byType, WithoutTicketAfterYears) = (@default, byType, withoutTicketAfterYears);
    }

    public RetentionRule Default { get; }
    public int WithoutTicketAfterYears { get; }

    /// <summary>Every type a ticket can have, and null for one that never got any.</summary>
    public static IReadOnlyList<TicketType?> Types { get; } = [.. Enum.GetValues<TicketType>().Cast<TicketType?>(), null];

    public RetentionRule For(TicketType? type) => type is { } t ? _byType.GetValueOrDefault(t, Default) : Default;

    /// <summary>What was closed at or before this has been kept long enough.</summary>
    public DateTimeOffset AnonymiseClosedBy(TicketType? type, DateTimeOffset now) => now.AddYears(-For(type).AnonymiseAfterYears);

    /// <summary>What was recorded at or before this has been kept long enough.</summary>
    public DateTimeOffset DeleteRecordedBy(TicketType? type, DateTimeOffset now) => now.AddYears(-For(type).DeleteRecordingsAfterYears);

    /// <summary>What came at or before this and became no ticket's has been kept long enough.</summary>
    public DateTimeOffset ForgetReceivedBy(DateTimeOffset now) => now.AddYears(-WithoutTicketAfterYears);
}
