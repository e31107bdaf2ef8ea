using Hotline.Domain.Residents;

namespace Hotline.Domain.Tests.Residents;

public class PhoneNumberTests
{
    [Theory]
    [InlineData("15000000006")]
    [InlineData("+86 150 0000 0006")]
    [InlineData("0086-150-0000-0006")]
    [InlineData("8615000000006")]
    public void One_person_has_one_number_however_it_is_written(string written) => PhoneNumber.Normalize(written).ShouldBe("15000000006");

    [Theory]
    [InlineData("0532-8600000", "05328600000")]
    [InlineData("+44 20 7946 0000", "442079460000")]
    [InlineData("0044 20 7946 0000", "442079460000")]
    [InlineData("12345", "12345")]
    [InlineData("", "")]
    public void Area_codes_and_other_countries_stay(string written, string number) => PhoneNumber.Normalize(written).ShouldBe(number);

    [Theory]
    [InlineData("15000000006", "+8615000000006")]
    [InlineData("+86 150 0000 0006", "+8615000000006")]
    [InlineData("0086-150-0000-0006", "+8615000000006")]
    [InlineData("8615000000006", "+8615000000006")]
    [InlineData("0532-86000000", "+8653286000000")]
    [InlineData("(010) 86000000", "+861086000000")]
    [InlineData("+44 20 7946 0000", "+442079460000")]
    [InlineData("0044 20 7946 0000", "+442079460000")]
    public void What_people_write_is_dialled_as_providers_want_it(string written, string dialled)
    {
        PhoneNumber.ToE164(written).ShouldBe(dialled);
        PhoneNumber.IsE164(dialled).ShouldBeTrue();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("12345")]
    [InlineData("86000000")]
    [InlineData("+0532 8600000")]
    [InlineData("+123456")]
    [InlineData("+1234567890123456")]
    [InlineData("000 150 0000 0006")]
    [InlineData("15000000006;ext=1")]
    [InlineData("+8615000000006\n")]
    public void What_cannot_be_dialled_has_no_number(string? written) => PhoneNumber.ToE164(written).ShouldBeNull();

    [Theory]
    [InlineData("+86150000", true)]
    [InlineData("+861500", false)]
    [InlineData("8615000000006", false)]
    [InlineData("+8615000000006\n", false)]
    [InlineData("+86 15000000006", false)]
    [InlineData("+８６15000000006", false)]
    public void A_provider_is_given_a_plus_and_digits_only(string number, bool dialled) => PhoneNumber.IsE164(number).ShouldBe(dialled);
}
