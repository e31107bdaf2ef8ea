using System.Diagnostics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Hotline.Domain.Publishing;

namespace Hotline.Domain.Tests.Publishing;

public class RedactorTests
{
    [Theory]
    [InlineData("请拨13800001234联系", "请拨[电话]联系")]
    [InlineData("电话138 0000 1234。", "电话[电话]。")]
    [InlineData("１３８－００００－１２３４", "[电话]")]
    [InlineData("打+86 13800001234", "打[电话]")]
    [InlineData("打0086-13800001234", "打[电话]")]
    [InlineData("一三八零零零零一二三四给我", "[电话]给我")]
    [InlineData("1 3 8 0 0 0 0 1 2 3 4", "[phone]")]
    [InlineData("座机0532-88881234", "座机[电话]")]
    [InlineData("座机(0532)88881234", "座机[电话]")]
    [InlineData("电话:88881234", "电话:[电话]")]
    [InlineData("13800001234 13900005678", "[phone] [phone]")]
    [InlineData("押金13800001234 5000元", "押金[电话] 5000元")]
    public void Hides_phones(string text, string redacted) => Redacted(text, redacted, PersonalDataKind.Phone);

    [Theory]
    [InlineData("身份证11010519491231002X，", "身份证[身份证号]，", PersonalDataKind.IdCard)]
    [InlineData("身份证110105 19491231 002X", "身份证[身份证号]", PersonalDataKind.IdCard)]
    [InlineData("证号110105491231002", "证号[身份证号]", PersonalDataKind.IdCard)]
    [InlineData("证号999999999999999999", "证号[身份证号]", PersonalDataKind.IdCard)]
    [InlineData("卡号4111 1111 1111 1111", "卡号[银行卡号]", PersonalDataKind.BankCard)]
    [InlineData("卡号6222020000000000000", "卡号[银行卡号]", PersonalDataKind.BankCard)]
    [InlineData("车京A·12345违停", "车[车牌]违停", PersonalDataKind.Plate)]
    [InlineData("鲁BD12345充电", "[车牌]充电", PersonalDataKind.Plate)]
    [InlineData("鲁b1234学", "[车牌]", PersonalDataKind.Plate)]
    [InlineData("写信到zhang.san@example.org。", "写信到[邮箱]。", PersonalDataKind.Email)]
    [InlineData("微信号：abc_12345", "微信号：[账号]", PersonalDataKind.Account)]
    [InlineData("加我微信 zhang2000", "加我微信 [账号]", PersonalDataKind.Account)]
    [InlineData("QQ是12345678", "QQ是[账号]", PersonalDataKind.Account)]
    public void Hides_numbers_and_accounts(string text, string redacted, PersonalDataKind kind) => Redacted(text, redacted, kind);

    [Theory]
    [InlineData("幸福小区3栋2单元501室漏水", "幸福小区[门牌]漏水")]
    [InlineData("幸福小区三栋二单元五〇一室", "幸福小区[门牌]")]
    [InlineData("幸福小区3栋501漏水", "幸福小区[门牌]漏水")]
    [InlineData("幸福小区3-2-501漏水", "幸福小区[门牌]漏水")]
    [InlineData("家住和平路12号", "家住和平路[门牌]")]
    [InlineData("A座1203室", "[门牌]")]
    [InlineData("I live in Room 501, Elm Court", "I live in [room], Elm Court")]
    [InlineData("at 12 Elm Street", "at [room] Elm Street")]
    public void Hides_rooms_and_keeps_the_street(string text, string redacted) => Redacted(text, redacted, PersonalDataKind.Room);

    [Theory]
    [InlineData("我叫王小明，住在这里", "我叫某某，住在这里")]
    [InlineData("我叫王明住在这里", "我叫某某住在这里")]
    [InlineData("姓名：阿依古丽·买买提", "姓名：某某")]
    [InlineData("联系人:李四", "联系人:某某")]
    [InlineData("本人欧阳小明反映", "本人某某反映")]
    [InlineData("王先生说", "某先生说")]
    [InlineData("找张经理和刘医生", "找某经理和某医生")]
    [InlineData("客服王小红态度差", "客服某某态度差")]
    [InlineData("王小明老师迟到，王小明又迟到", "某某老师迟到，某某又迟到")]
    [InlineData("我姓王", "我姓某")]
    [InlineData("我叫John Smith。", "我叫某某。")]
    [InlineData("My name is John Smith.", "My name is [name].")]
    [InlineData("Mr. Smith was rude", "Mr. [name] was rude")]
    [InlineData("Contact: Ann Lee, please", "Contact: [name], please")]
    public void Hides_names_that_a_cue_announces(string text, string redacted) => Redacted(text, redacted, PersonalDataKind.Name);

    [Theory]
    [InlineData("2026-11-20 09:30 小区停水")]
    [InlineData("11月20号停电，1380元没退")]
    [InlineData("地铁和平路1号线太吵，3号线停运")]
    [InlineData("拨打110和12345")]
    [InlineData("三室一厅的房子，一层楼道灯坏了")]
    [InlineData("高中老师补课收费5000元")]
    [InlineData("本人于昨天到政务大厅")]
    [InlineData("微信支付失败，QQ打不开")]
    [InlineData("园区2026-11-20停水")]
    [InlineData("和平路12号路灯不亮")]
    [InlineData("12号楼没有电梯")]
    [InlineData("WeChat payment failed at 12.50")]
    [InlineData("车间主任和班主任都在")]
    [InlineData("二〇二六年十一月二十日")]
    [InlineData("")]
    public void Leaves_other_words_and_numbers_alone(string text)
    {
        var result = Redactor.Redact(text);

        result.Text.ShouldBe(text);
        result.Redactions.ShouldBeEmpty();
    }

    [Fact]
    public void A_tickets_own_number_is_no_bank_card_and_a_card_beside_it_goes()
    {
        const string number = "9901002611223000011", card = "6222021234567890128";
        var known = new KnownPersonalData { TicketNumbers = [number] };
        Redactor.Redact($"诉求{number}已办结。", known).Text.ShouldBe($"诉求{number}已办结。");
        Redactor.Redact($"诉求{number}，退款到{card}。", known).Text.ShouldBe($"诉求{number}，退款到[银行卡号]。");
        Redactor.Redact($"诉求{number}已办结。").Text.ShouldNotContain(number);   // so it is the knowing that spares it
    }

    [Fact]
    public void Hides_what_the_ticket_knows_without_any_cue()
    {
        var known = new KnownPersonalData { Names = ["阿依古丽"], Phones = ["+86 5550-123"], Addresses = ["幸福里东头"] };

        var result = Redactor.Redact("阿依古丽住幸福里东头，打865550123或8655 50 123", known);

        result.Text.ShouldBe("某某住[地址]，打[电话]或[电话]");
    }

    [Fact]
    public void Says_what_was_hidden_and_where_it_stands_in_the_new_text()
    {
        var result = Redactor.Redact("我叫王小明，电话138 0000 1234");

        result.Redactions.ShouldBe(
        [
            new(2, 2, PersonalDataKind.Name, "王小明"),
            new(7, 4, PersonalDataKind.Phone, "138 0000 1234"),
        ]);
    }

    [Fact]
    public void No_seeded_secret_survives() =>
        Prop.ForAll(Seeded(), seeded =>
        {
            var result = Redactor.Redact(seeded.Text);
            foreach (var secret in seeded.Secrets) result.Text.ShouldNotContain(secret);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Putting_the_originals_back_gives_the_text() =>
        Prop.ForAll(Texts(), text =>
        {
            var result = Redactor.Redact(text);
            var restored = new StringBuilder(result.Text);
            foreach (var redaction in result.Redactions.Reverse())
                restored.Remove(redaction.Start, redaction.Length).Insert(redaction.Start, redaction.Original);
            restored.ToString().ShouldBe(text);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    [Fact]
    public void Redacting_again_changes_nothing() =>
        Prop.ForAll(Texts(), text =>
        {
            var once = Redactor.Redact(text).Text;
            Redactor.Redact(once).Text.ShouldBe(once);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));

    [Theory]
    [InlineData("1")]
    [InlineData("1 ")]
    [InlineData("1楼")]
    [InlineData("1-")]
    [InlineData("a@")]
    [InlineData("一")]
    [InlineData("王")]
    [InlineData("我叫王")]
    [InlineData("Mr A")]
    [InlineData("微信:")]
    [InlineData("Room 1 A St ")]
    public void Hostile_text_takes_no_longer_than_its_length_warrants(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 100_000 / piece.Length));
        Redactor.Redact(piece);

        var watch = Stopwatch.StartNew();
        Redactor.Redact(text);

        // Quadratic work on 100,000 characters would take minutes.
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
    }

    private static void Redacted(string text, string redacted, PersonalDataKind kind)
    {
        var result = Redactor.Redact(text);

        result.Text.ShouldBe(redacted);
        result.Redactions.ShouldAllBe(redaction => redaction.Kind == kind);
    }

    private sealed record SeededText(string Text, string[] Secrets);

    private static Arbitrary<SeededText> Seeded()
    {
        var digits = Gen.Elements("0123456789".ToCharArray());
        var phone = from middle in digits.ArrayOf(9) from second in Gen.Elements('3', '5', '7', '8', '9') select $"1{second}{new string(middle)}";
        var id = from day in Gen.Choose(0, 20_000)
                 from tail in digits.ArrayOf(3)
                 from check in Gen.Elements("0123456789X".ToCharArray())
                 select $"110105{new DateOnly(1950, 1, 1).AddDays(day):yyyyMMdd}{new string(tail)}{check}";
        var name = from family in Gen.Elements("王", "李", "欧阳", "陈") from given in Gen.Elements("小明", "建国", "静", "梓涵") select family + given;
        var mail = from user in Gen.Elements("zhang", "li.si", "w_5") select user + "@example.org";
        var plate = from tail in digits.ArrayOf(5) select "鲁B·" + new string(tail);
        var room = from building in Gen.Choose(1, 40) from flat in Gen.Choose(101, 3301) select $"{building}栋1单元{flat}室";
        var account = from tail in digits.ArrayOf(6) select "wx_" + new string(tail);
        var clause = Gen.OneOf(
            phone.Select(p => ($"请打{p}", p)),
            phone.Select(p => ($"手机：{p[..3]}-{p[3..7]}-{p[7..]}", $"{p[..3]}-{p[3..7]}-{p[7..]}")),
            id.Select(i => ($"身份证号{i}", i)),
            name.Select(n => ($"我叫{n}", n)),
            name.Select(n => ($"联系人：{n}", n)),
            name.Select(n => ($"找过{n}经理", n)),
            mail.Select(m => ($"邮箱{m}", m)),
            plate.Select(p => ($"车牌{p}", p)),
            room.Select(r => ($"我家在幸福小区{r}", r)),
            account.Select(a => ($"微信号{a}", a)));
        return clause.NonEmptyListOf().Select(clauses =>
            new SeededText(string.Join('，', clauses.Select(c => c.Item1)), [.. clauses.Select(c => c.Item2)])).ToArbitrary();
    }

    private static Arbitrary<string> Texts() => Gen.OneOf(
        Seeded().Generator.Select(seeded => seeded.Text),
        ArbMap.Default.GeneratorFor<NonNull<string>>().Select(text => text.Get),
        Gen.Elements(
            "1", "3", "8", "0", "13800001234", "86", "+", " ", "-", "(", ")", "X", "王", "小", "明", "某", "先生", "经理", "我叫", "联系人", "：", ":", "，",
            "栋", "单元", "室", "号", "路", "楼", "5", "501", "一", "二", "微信", "QQ", "abc123", "@", "example.org", ".", "京A", "鲁", "Mr ", "Smith", "Room ",
            "name", "is", "电话", "高", "中", "总", "李", "欧阳", "本人", "·").ArrayOf().Select(string.Concat)).ToArbitrary();
}
