using FsCheck;
using FsCheck.Fluent;
using Hotline.Domain.Tickets;

namespace Hotline.Domain.Tests.Tickets;

public class TicketNumberTests
{
    private static readonly DateOnly Day = new(2026, 11, 21);

    [Fact]
    public void Is_region_date_channel_sequence_and_check_digit() =>
        // Luhn by hand: the doubled digits of 370200261121100042 give 20, the others 13; 33 needs 7 to reach 40.
        TicketNumber.Format("370200", Day, 1, 42).ShouldBe("3702002611211000427");

    [Fact]
    public void Grows_when_a_day_passes_99999_tickets()
    {
        var number = TicketNumber.Create("370200", Day, 1, 100_000);

        number.ToString().Length.ShouldBe(20);
        TicketNumber.TryParse(number.ToString(), out var read).ShouldBeTrue();
        read.ShouldBe(number);
    }

    [Theory]
    [InlineData(" 370200-261121-1-00042-7 ")]
    [InlineData("３７０２００　２６１１２１　１０００４２７")]
    public void Reads_what_people_type(string typed)
    {
        TicketNumber.TryParse(typed, out var number).ShouldBeTrue();
        (number!.Region, number.Date, number.Channel, number.Sequence).ShouldBe(("370200", Day, 1, 42));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("3702002611211000423")] // wrong check digit
    [InlineData("370200261121100042")] // too short
    [InlineData("3702002611211000427-R1")]
    [InlineData("37020026112110004Z2")]
    public void Refuses_what_is_no_number(string? typed) => TicketNumber.TryParse(typed, out _).ShouldBeFalse();

    [Fact]
    public void Refuses_a_date_that_does_not_exist()
    {
        var impossible = Enumerable.Range(0, 10).Select(check => $"370200261331100042{check}");

        impossible.Where(Reads).ShouldBeEmpty();
    }

    [Fact]
    public void Refuses_a_padded_sequence_so_that_a_ticket_has_one_number()
    {
        var padded = Enumerable.Range(0, 10).Select(check => $"3702002611211000042{check}");

        padded.Where(Reads).ShouldBeEmpty();
    }

    [Fact]
    public void Is_spoken_in_groups_of_three() =>
        TicketNumber.Create("370200", Day, 1, 42).Spoken.ShouldBe("370 200 261 121 100 042 7");

    [Fact]
    public void Is_masked_for_public_pages() =>
        TicketNumber.Create("370200", Day, 1, 42).Masked.ShouldBe("370200261121*****27");

    [Fact]
    public void Out_of_range_parts_are_refused()
    {
        Should.Throw<ArgumentException>(() => TicketNumber.Create("37020", Day, 1, 1));
        Should.Throw<ArgumentOutOfRangeException>(() => TicketNumber.Create("370200", Day, 10, 1));
        Should.Throw<ArgumentOutOfRangeException>(() => TicketNumber.Create("370200", Day, 1, 0));
        Should.Throw<ArgumentOutOfRangeException>(() => TicketNumber.Create("370200", new DateOnly(2100, 1, 1), 1, 1));
    }

    [Fact]
    public void Every_number_reads_back_and_one_wrong_digit_is_noticed() =>
        Prop.ForAll(
            Gen.Choose(1, 2_000_000).ToArbitrary(),
            Gen.Choose(0, 36_000).ToArbitrary(),
            Gen.Choose(0, 1_000).ToArbitrary(),
            (sequence, day, slip) =>
            {
                var number = TicketNumber.Create("510100", new DateOnly(2000, 1, 1).AddDays(day), slip % 10, sequence);
                var text = number.ToString();
                TicketNumber.TryParse(text, out var read).ShouldBeTrue();
                read.ShouldBe(number);

                var at = slip % text.Length;
                var wrong = text.ToCharArray();
                wrong[at] = (char)('0' + ((wrong[at] - '0' + 1 + (slip % 9)) % 10));
                TicketNumber.TryParse(new string(wrong), out _).ShouldBeFalse();
            }).QuickCheckThrowOnFailure();

    private static bool Reads(string text) => TicketNumber.TryParse(text, out _);
}
