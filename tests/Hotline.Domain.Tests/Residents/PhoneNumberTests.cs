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
}
