using System.Reflection;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Hotline.Domain.Publishing;

namespace Hotline.Domain.Tests.Publishing;

public class PersonalDataFinderTests
{
    [Fact]
    public void The_full_names_of_a_text_are_listed_once_and_a_form_of_address_is_none()
    {
        PersonalDataFinder.NamesIn("我叫欧阳小明，我叫欧阳小明，邻居王先生也这么说。").ShouldBe(["欧阳小明"]);
        PersonalDataFinder.NamesIn("路灯不亮。").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("业主司马文静来电", "司马文静")]
    [InlineData("我儿子何子轩上三年级", "何子轩")]
    [InlineData("宋建华、唐桂兰联名反映", "宋建华,唐桂兰")]
    [InlineData("谷雨，身份证37000020050317007X", "谷雨")]
    [InlineData("房东姓鲁，不肯退押金", "鲁")]
    [InlineData("联系人：阿依努尔·买买提，", "阿依努尔·买买提")]
    [InlineData("修空调的马师傅没有来", "马")]
    public void Finds_names_by_the_words_around_them(string text, string names) => Finds(text, PersonalDataKind.Name, names);

    [Theory]
    [InlineData("打+86 199-0000-1203", "+86 199-0000-1203")]
    [InlineData("打１９９００００１２０３", "１９９００００１２０３")]
    [InlineData("打一九九零零零零一二零三", "一九九零零零零一二零三")]
    [InlineData("打一九九 零零零零 一二零三", "一九九 零零零零 一二零三")]
    [InlineData("打0531-5550 0012转802。", "0531-5550 0012转802")]
    [InlineData("打(0531)55500012", "(0531)55500012")]
    [InlineData("电话：55500012", "55500012")]
    public void Finds_phones_with_their_extension(string text, string phone) => Finds(text, PersonalDataKind.Phone, phone);

    [Theory]
    [InlineData("查37000020050317007X", "37000020050317007X")]
    [InlineData("身份证号370000200503170071", "370000200503170071")]
    [InlineData("证件号370000850312001", "370000850312001")]
    public void Finds_identity_cards_a_wrong_check_digit_only_after_the_word(string text, string id)
    {
        Finds(text, PersonalDataKind.IdCard, id);
        PersonalDataFinder.Find("数370000200503170071").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("护照号TE0012345", PersonalDataKind.Passport, "TE0012345")]
    [InlineData("港澳通行证C00012346续签", PersonalDataKind.Passport, "C00012346")]
    [InlineData("台胞证号：00012347", PersonalDataKind.Passport, "00012347")]
    [InlineData("新能源车沪AD00123占位", PersonalDataKind.Plate, "沪AD00123")]
    [InlineData("苏E0012学", PersonalDataKind.Plate, "苏E0012学")]
    [InlineData("鲁B0013警逆行", PersonalDataKind.Plate, "鲁B0013警")]
    [InlineData("车牌号B00X12", PersonalDataKind.Plate, "B00X12")]
    [InlineData("转到6222000000000012348", PersonalDataKind.BankCard, "6222000000000012348")]
    [InlineData("发到a.b@example.org。", PersonalDataKind.Email, "a.b@example.org")]
    [InlineData("加V：hello_1", PersonalDataKind.Account, "hello_1")]
    [InlineData("QQ号2000123456", PersonalDataKind.Account, "2000123456")]
    public void Finds_papers_plates_cards_and_accounts(string text, PersonalDataKind kind, string found) => Finds(text, kind, found);

    [Theory]
    [InlineData("3栋2单元501室", "3栋2单元501室")]
    [InlineData("5号楼1203漏水", "5号楼1203")]
    [InlineData("7#楼2单元302", "7#楼2单元302")]
    [InlineData("9号楼东单元502室", "9号楼东单元502室")]
    [InlineData("3号楼1单元6楼西户", "3号楼1单元6楼西户")]
    [InlineData("4号楼1101、1102打通", "4号楼1101,1102")]
    [InlineData("李家村三组18号", "三组18号")]
    [InlineData("家住和平路26号", "26号")]
    public void Finds_what_leads_to_a_household(string text, string rooms) => Finds(text, PersonalDataKind.Room, rooms);

    [Theory]
    [InlineData("张局长和李书记到现场")]
    [InlineData("王镇长承诺年底前通水")]
    [InlineData("热线0531-12345、96110、4000001234")]
    [InlineData("咨询电话：0531-55500012")]
    [InlineData("工单编号：20240511000123")]
    [InlineData("订单号19900001203没有更新")]
    [InlineData("型号A19900001203")]
    [InlineData("共13900001203元")]
    [InlineData("统一社会信用代码913700000000000018")]
    [InlineData("某政发〔2024〕12号")]
    [InlineData("3号楼2单元电梯坏了")]
    [InlineData("6号楼100多户")]
    [InlineData("高速方便，万达马路，金融于是和平")]
    [InlineData("业主反映张家村路灯不亮")]
    [InlineData("提高老师待遇，公安民警到场")]
    [InlineData("业主QQ群12345678")]
    public void Leaves_public_roles_public_lines_buildings_and_other_numbers(string text) => PersonalDataFinder.Find(text).ShouldBeEmpty();

    [Fact]
    public void Gives_offsets_in_the_text_as_written_and_what_may_stand_there()
    {
        PersonalDataFinder.Find("　我叫王小明，电话１９９ ００００ １２０３").ShouldBe(
        [
            new(PersonalDataKind.Name, 3, 3, "某某"),
            new(PersonalDataKind.Phone, 9, 13, "[电话]"),
        ]);
        PersonalDataFinder.Find("Call 19900001203").Single().Replacement.ShouldBe("[phone]");
        PersonalDataFinder.Find(null).ShouldBeEmpty();
    }

    [Fact]
    public void Spans_stand_in_order_inside_the_text_and_never_overlap() =>
        Prop.ForAll(Texts(), text =>
        {
            var end = 0;
            foreach (var span in PersonalDataFinder.Find(text))
            {
                span.Start.ShouldBeGreaterThanOrEqualTo(end);
                span.Length.ShouldBeGreaterThan(0);
                end = span.Start + span.Length;
            }

            end.ShouldBeLessThanOrEqualTo(text.Length);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    // What is found in a paragraph depends on that paragraph alone, names found elsewhere apart: the work is a sum over paragraphs.
    [Fact]
    public void A_paragraph_is_judged_by_itself() =>
        Prop.ForAll(Texts(), Texts(), (first, second) =>
        {
            const string gap = "。\n\n。";
            var shift = first.Length + gap.Length;

            var together = PersonalDataFinder.Find(first + gap + second + "。中");

            var apart = PersonalDataFinder.Find(first + "。中").Concat(PersonalDataFinder.Find(second + "。中").Select(s => s with { Start = s.Start + shift }));
            together.Where(s => s.Kind != PersonalDataKind.Name).ShouldBe(apart.Where(s => s.Kind != PersonalDataKind.Name));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    [Fact]
    public void No_pattern_can_backtrack()
    {
        var patterns = typeof(PersonalDataFinder).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(PersonalDataFinder).Namespace)
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public))
            .Where(field => field.FieldType == typeof(Regex)).Select(field => (Regex)field.GetValue(null)!).ToArray();

        patterns.ShouldNotBeEmpty();
        patterns.ShouldAllBe(pattern => pattern.Options.HasFlag(RegexOptions.NonBacktracking));
    }

    private static void Finds(string text, PersonalDataKind kind, string expected) =>
        string.Join(',', PersonalDataFinder.Find(text).Where(s => s.Kind == kind).Select(s => text.Substring(s.Start, s.Length))).ShouldBe(expected);

    private static Arbitrary<string> Texts() => Gen.Elements(
        "19900001203", "0531-55500012", "37000020050317007X", "6222000000000012348", "沪AD00123", "a@b.cn", "微信", "hello_1", "护照", "C00012346", "3号楼", "2单元",
        "501室", "1203", "家住", "和平路", "26号", "、", "，", " ", "-", "转", "编号", "热线", "电话", "元", "一九九", "零零零零一二零三", "甲", "。").ArrayOf()
        .Select(string.Concat).ToArbitrary();
}
