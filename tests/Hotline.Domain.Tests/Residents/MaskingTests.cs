using FsCheck;
using FsCheck.Fluent;
using Hotline.Domain.Residents;

namespace Hotline.Domain.Tests.Residents;

public class MaskingTests
{
    [Theory]
    [InlineData("王明", "王*")]
    [InlineData("王小明", "王**")]
    [InlineData("王 小明", "王**")]
    [InlineData("欧阳小明", "欧阳**")]
    [InlineData("欧阳", "欧*")]
    [InlineData("阿依古丽·买买提", "阿*******")]
    [InlineData("王", "*")]
    [InlineData("John Smith", "J*** S****")]
    [InlineData("J Smith", "* S****")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void Masks_names(string? name, string masked) => Masking.MaskName(name).ShouldBe(masked);

    [Theory]
    [InlineData("13800001234", "138****1234")]
    [InlineData("138 0000-1234", "138****1234")]
    [InlineData("１３８００００１２３４", "138****1234")]
    [InlineData("+86 13800001234", "+86 138****1234")]
    [InlineData("008613800001234", "+86 138****1234")]
    [InlineData("8613800001234", "+86 138****1234")]
    [InlineData("0532-88881234", "0532-****1234")]
    [InlineData("(010) 88881234", "010-****1234")]
    [InlineData("0831-8881234", "0831-****234")]
    [InlineData("88881234", "88****34")]
    [InlineData("+1 415 555 0123", "+141****0123")]
    [InlineData("110", "1****")]
    [InlineData("none", "****")]
    [InlineData(null, "")]
    public void Masks_phones(string? phone, string masked) => Masking.MaskPhone(phone).ShouldBe(masked);

    [Theory]
    [InlineData("zhang@example.org", "z***@example.org")]
    [InlineData("z@example.org", "***@example.org")]
    [InlineData("zhang", "****")]
    [InlineData("@example.org", "****")]
    [InlineData(null, "")]
    public void Masks_mail_addresses(string? email, string masked) => Masking.MaskEmail(email).ShouldBe(masked);

    [Theory]
    [InlineData("示范市东城区和平路12号3栋2单元501室", "示范市东城区和平路****")]
    [InlineData("幸福小区３栋", "幸福小区****")]
    [InlineData("幸福小区三栋", "幸福小区****")]
    [InlineData("某某大厦", "****")]
    [InlineData("12 Elm Street, Springfield", "****, Springfield")]
    [InlineData("12 Elm Street", "****")]
    [InlineData(null, "")]
    public void Masks_addresses(string? address, string masked) => Masking.MaskAddress(address).ShouldBe(masked);

    [Fact]
    public void Never_gives_back_what_it_was_given() =>
        Prop.ForAll(Texts(), text =>
        {
            if (text.Length == 0) return;
            Masking.MaskName(text).ShouldNotBe(text);
            Masking.MaskPhone(text).ShouldNotBe(text);
            Masking.MaskEmail(text).ShouldNotBe(text);
            Masking.MaskAddress(text).ShouldNotBe(text);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Masking_a_mask_still_hides_something()
    {
        foreach (var masked in new[] { "*", "王*", "****", "***@example.org", "+86 138****1234" })
        {
            Masking.MaskName(masked).ShouldNotBe(masked);
            Masking.MaskPhone(masked).ShouldNotBe(masked);
            Masking.MaskEmail(masked).ShouldNotBe(masked);
            Masking.MaskAddress(masked).ShouldNotBe(masked);
        }
    }

    private static Arbitrary<string> Texts() => Gen.OneOf(
        ArbMap.Default.GeneratorFor<NonNull<string>>().Select(text => text.Get),
        Gen.Elements("王", "*", "路", "1", "8", "+", "0", "@", "a", " ", "，", "号").ArrayOf().Select(string.Concat)).ToArbitrary();
}
