using System.IO.Compression;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Hotline.Api.Tests;

public sealed class FileImportOnSqlite(Sqlite fixture) : FileImportTests(fixture), IClassFixture<Sqlite>;
public sealed class FileImportOnPostgres(Postgres fixture) : FileImportTests(fixture), IClassFixture<Postgres>;

/// <summary>Departments hand over files of matters.</summary>
public abstract class FileImportTests(HostFixture fixture) : ThroughTheFrontDoor(fixture)
{
    private const string Heading = "工单编号,标题,诉求内容,联系电话,姓名,受理时间\r\n";

    private static byte[] Csv(params string[] rows) => Encoding.UTF8.GetBytes(Heading + string.Join("\r\n", rows));

    private async Task<Answer> Upload(byte[] bytes, string fileName = "matters.csv", string? system = null)
    {
        var admin = await Host.As("admin1");
        return system is null ? await admin.Upload("/api/imports", bytes, fileName) : await admin.UploadWith("/api/imports", bytes, fileName, ("system", system));
    }

    private async Task<Json> Ran(Json import)
    {
        var admin = await Host.As("admin1");
        (await admin.Post($"/api/imports/{import["id"].Text}/run")).Status.ShouldBe(202);
        Json now = import;
        await Eventually.Holds(async () => (now = (await admin.Get($"/api/imports/{import["id"].Text}")).Ok())["state"].Text == "Done", "the import is done");
        return now;
    }

    private static string NewSystem() => $"bureau-{Guid.NewGuid():N}"[..20];

    [Fact]
    public async Task A_file_is_shown_before_it_is_taken_and_each_row_tells_its_outcome()
    {
        var system = NewSystem();
        var draft = (await Upload(Csv("CG-1,路灯不亮,桂子路路灯三天不亮。,15005550006,王小明,2026-03-01 09:30", "CG-2,,,15005550006,王小明,", "CG-1,路灯不亮,重复的一行。,,,", "CG-3,噪音,夜里施工。,call me,,someday"), system: system)).Ok();
        var preview = draft["preview"];
        preview["mapping"]["sourceNumber"].Number.ShouldBe(0);
        preview["mapping"]["phone"].Number.ShouldBe(3);
        preview["wrongRows"].Number.ShouldBe(2);
        preview["repeatedRows"].Number.ShouldBe(1);
        preview["rows"][1]["errors"].Items.Select(e => e["column"].Text).ShouldBe(["诉求内容"]);
        preview["rows"][3]["errors"].Items.Select(e => e["column"].Text).ShouldBe(["联系电话", "受理时间"], ignoreOrder: true);
        draft.ToString().ShouldNotContain("15005550006");
        draft.ToString().ShouldNotContain("王小明");

        var done = await Ran(draft);
        (done["taken"].Number, done["known"].Number, done["refused"].Number).ShouldBe((1, 1, 2));
        var agent = await Host.As("agent1");
        var ticket = await agent.Ticket((await agent.Get($"/api/tickets?q={system}:CG-1")).Ok()["items"].Items.ShouldHaveSingleItem()["id"].Id);
        ticket["subject"].Text.ShouldBe("路灯不亮");
        ticket["source"]["system"].Text.ShouldBe(system);
        ticket["receivedAt"].Time.ShouldBe(new DateTimeOffset(2026, 3, 1, 9, 30, 0, TimeSpan.FromHours(8)));

        // The same file once more makes nothing new.
        var again = (await Upload(Csv("CG-1,路灯不亮,桂子路路灯三天不亮。,15005550006,王小明,2026-03-01 09:30"), system: system)).Ok();
        again["preview"]["knownRows"].Number.ShouldBe(1);
        (await Ran(again))["taken"].Number.ShouldBe(0);
    }

    [Fact]
    public async Task A_workbook_is_read_with_its_dates_long_numbers_and_formulas_as_text()
    {
        var system = NewSystem();
        var draft = (await Upload(Workbook([["编号", "内容", "电话", "时间"], ["7", "井盖松动。", 15005550006L, 46082.5], ["=1+1", "=HYPERLINK(\"http://x\")", "", ""]]), "matters.xlsx", system)).Ok();
        draft["rows"].Number.ShouldBe(2);
        (await Ran(draft))["taken"].Number.ShouldBe(2);
        var agent = await Host.As("agent1");
        (await agent.Ticket((await agent.Get($"/api/tickets?q={system}:7")).Ok()["items"].Items.ShouldHaveSingleItem()["id"].Id))["resident"]["phone"].Text.ShouldStartWith("150");
        // What a spreadsheet would compute is made inert in the file that goes back.
        var result = (await (await Host.As("admin1")).Get($"/api/imports/{draft["id"].Text}/result")).Body;
        result.ShouldContain("1+1");
        result.ShouldNotContain(",=");
        result.ShouldNotContain("\n=");
    }

    [Fact]
    public async Task A_file_in_the_mainlands_own_encoding_is_read()
    {
        var gb = CodePagesEncodingProvider.Instance.GetEncoding(54936)!;
        var draft = (await Upload(gb.GetBytes(Heading + "G-1,路灯,路灯不亮。,,,"), system: NewSystem())).Ok();
        draft["preview"]["headings"][2].Text.ShouldBe("诉求内容");
    }

    [Fact]
    public async Task Which_column_holds_what_can_be_said_and_nothing_runs_without_number_and_words()
    {
        var admin = await Host.As("admin1");
        var draft = (await Upload(Encoding.UTF8.GetBytes("a,b\n1,路灯不亮。"))).Ok();
        var address = $"/api/imports/{draft["id"].Text}";
        (await admin.Post($"{address}/run")).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["system"]);
        (await admin.Put(address, new { system = "bad name!", mapping = new { sourceNumber = 0 } })).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["system"]);
        (await admin.Put(address, new { system = "bureau", mapping = new { sourceNumber = 0, body = 0 } })).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["mapping"]);
        (await admin.Put(address, new { system = "bureau", mapping = new { nonsense = 0 } })).Refused(400, "request.invalid");
        (await admin.Put(address, new { system = "bureau", mapping = new { body = 1 } })).Ok()["preview"]["wrongRows"].Number.ShouldBe(1);
        (await admin.Post($"{address}/run")).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["mapping"]);
        (await admin.Put(address, new { system = NewSystem(), channel = "Counter", mapping = new { sourceNumber = 0, body = 1 } })).Ok()["preview"]["wrongRows"].Number.ShouldBe(0);
        (await Ran(draft))["taken"].Number.ShouldBe(1);
        (await admin.Put(address, new { system = "bureau", mapping = new { sourceNumber = 0, body = 1 } })).Refused(409, "import.not_draft");
        (await admin.Delete(address)).Refused(409, "import.not_draft");
    }

    [Fact]
    public async Task Columns_of_one_name_do_not_stop_an_import()
    {
        var admin = await Host.As("admin1");
        var draft = (await Upload(Encoding.UTF8.GetBytes("编号,内容,联系,联系\n1,路灯不亮。,abc,def\n2,路灯不亮。,,"))).Ok();
        (await admin.Put($"/api/imports/{draft["id"].Text}", new { system = NewSystem(), mapping = new { sourceNumber = 0, body = 1, phone = 2, email = 3 } })).Ok()["preview"]["wrongRows"].Number.ShouldBe(1);
        var done = await Ran(draft);
        (done["taken"].Number, done["refused"].Number).ShouldBe((1, 1));
    }

    [Fact]
    public async Task A_draft_can_be_forgotten()
    {
        var draft = (await Upload(Csv("1,x,y,,,"))).Ok();
        var admin = await Host.As("admin1");
        (await admin.Delete($"/api/imports/{draft["id"].Text}")).Status.ShouldBe(204);
        (await admin.Get($"/api/imports/{draft["id"].Text}")).Refused(404, "import.not_found");
    }

    [Fact]
    public async Task What_is_no_table_is_refused_whatever_its_name_says()
    {
        foreach (var (bytes, name) in new[]
        {
            (Zip("readme.txt", "hello"u8.ToArray()), "matters.xlsx"), (Zip("readme.txt", "hello"u8.ToArray()), "photo.jpg"), ("%PDF-1.7\n\0\0"u8.ToArray(), "matters.csv"),
            ([0xff, 0xd8, 0xff, 0xe0, 0, 0x10], "matters.csv"), ([.. "PK\u0003\u0004"u8, 1, 2, 3], "matters.xlsx"), (Zip("[Content_Types].xml", "<Types"u8.ToArray()), "matters.xlsx"),
        })
            (await Upload(bytes, name)).Refused(400, "request.invalid")["errors"].Names.ShouldBe(["file"]);
        (await Upload([], "matters.csv")).Refused(400, "request.invalid");
        (await Upload(Encoding.UTF8.GetBytes(Heading))).Refused(400, "request.invalid")["errors"]["file"][0].Text.ShouldContain("没有数据行");
    }

    [Fact]
    public async Task A_workbook_that_unpacks_without_end_is_refused_before_it_is_read()
    {
        var bomb = Zip("xl/worksheets/sheet1.xml", new byte[140 * 1024 * 1024]);
        bomb.Length.ShouldBeLessThan(1024 * 1024);
        (await Upload(bomb, "matters.xlsx")).Refused(400, "request.invalid")["errors"]["file"][0].Text.ShouldContain("128 MB");
    }

    [Fact]
    public async Task A_hundred_thousand_rows_are_too_many_and_a_field_without_an_end_does_no_harm()
    {
        var many = new StringBuilder(Heading);
        for (var i = 0; i < 100_000; i++) many.Append("N-").Append(i).Append(",题,文,,,\r\n");
        (await Upload(Encoding.UTF8.GetBytes(many.ToString()))).Refused(400, "request.invalid")["errors"]["file"][0].Text.ShouldContain("20000");
        (await Upload(Encoding.UTF8.GetBytes(Heading + "1,\"" + new string('x', 1_000_000)))).Status.ShouldBeOneOf(201, 400);
        (await Upload(Encoding.UTF8.GetBytes(string.Join(',', Enumerable.Range(0, 5000)) + "\n1"))).Refused(400, "request.invalid");
    }

    [Fact]
    public async Task An_import_goes_on_on_another_node_and_makes_no_row_twice()
    {
        var system = NewSystem();
        var draft = (await Upload(Csv([.. Enumerable.Range(0, 900).Select(i => $"R-{i},题{i},第{i}件路灯不亮。,,,")]), system: system)).Ok();
        using var other = Host.AnotherNode();
        var done = await Ran(draft);
        (done["taken"].Number + done["known"].Number, done["refused"].Number, done["position"].Number).ShouldBe((900, 0, 900));
        var lines = (await (await Host.As("admin1")).Get($"/api/imports/{draft["id"].Text}/result")).Body.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(901);
    }

    private static byte[] Zip(string name, byte[] content)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = zip.CreateEntry(name).Open();
            entry.Write(content);
        }
        return bytes.ToArray();
    }

    private static byte[] Workbook(object[][] rows)
    {
        using var bytes = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(bytes, SpreadsheetDocumentType.Workbook))
        {
            var book = document.AddWorkbookPart();
            var styles = book.AddNewPart<WorkbookStylesPart>();
            styles.Stylesheet = new Stylesheet(new Fonts(new Font()), new Fills(new Fill()), new Borders(new Border()), new CellFormats(new CellFormat(), new CellFormat { NumberFormatId = 22 }));
            var sheet = book.AddNewPart<WorksheetPart>();
            sheet.Worksheet = new Worksheet(new SheetData(rows.Select(r => new Row(r.Select(Cell)))));
            book.Workbook = new Workbook(new Sheets(new Sheet { Name = "1", SheetId = 1, Id = book.GetIdOfPart(sheet) }));
        }
        return bytes.ToArray();

        static Cell Cell(object value) => value switch
        {
            string text when text.StartsWith('=') => new Cell { CellFormula = new CellFormula(text[1..]), CellValue = new CellValue("2") },
            string text => new Cell { DataType = CellValues.InlineString, InlineString = new InlineString(new Text(text)) },
            double date => new Cell { StyleIndex = 1, CellValue = new CellValue(date) },
            _ => new Cell { CellValue = new CellValue($"{value}") },
        };
    }
}
