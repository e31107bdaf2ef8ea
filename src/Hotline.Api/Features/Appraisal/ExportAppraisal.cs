using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Staff;

namespace Hotline.Api.Features.Appraisal;

/// <summary>The table of figures as a file: one row for each unit and figure, with what it is made of.</summary>
[Allow(Role.Supervisor, Role.Leader)]
internal sealed record ExportAppraisal(string? From, string? To, [Words("departments", "districts", "streets")] string? Group, [Words("csv", "xlsx")] string? Format);

internal sealed record ExportedFile(string Name, string ContentType, byte[] Bytes);

internal sealed class ExportAppraisalHandler(IHandler<ReadAppraisal, AppraisalView> read) : IHandler<ExportAppraisal, ExportedFile>
{
    private static readonly string[] Chinese = ["单位代码", "单位", "指标", "口径", "数值", "分子", "分母", "剔除", "置信下限", "置信上限", "档次"];
    private static readonly string[] English = ["code", "unit", "figure", "made of", "value", "numerator", "denominator", "left out", "low", "high", "band"];

    public async Task<Result<ExportedFile>> Handle(ExportAppraisal request, CancellationToken ct)
    {
        if (request.Format is not ("csv" or "xlsx")) return Error.Field("format", "list.value_unknown", request.Format ?? "");
        var answer = await read.Handle(new ReadAppraisal(request.From, request.To, request.Group, null), ct);
        if (answer.Error is { } refused) return refused;
        var view = answer.Value!;
        var name = string.Create(CultureInfo.InvariantCulture, $"appraisal-{view.Group}-{view.From:yyyyMMdd}-{view.To:yyyyMMdd}.{request.Format}");
        var table = Table(view);
        return request.Format == "csv" ? new ExportedFile(name, "text/csv", Csv(table))
            : new ExportedFile(name, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Xlsx(table));
    }

    /// <summary>Cells are texts, numbers or null.</summary>
    private static List<object?[]> Table(AppraisalView view)
    {
        List<object?[]> rows = [[.. AppraisalReader.English ? English : Chinese]];
        // The city stands in a table of its own on the page; its figures never mix with those of the units.
        foreach (var unit in view.Units.Prepend(view.Whole))
        {
            foreach (var m in unit.Metrics) rows.Add([unit.Code, unit.Name, m.Name, m.Explanation, m.Value, m.Numerator, m.Denominator, m.LeftOut, m.Low, m.High, m.Band?.ToString()]);
            foreach (var (part, hours) in new[] { ("P50", unit.Duration.P50), ("P90", unit.Duration.P90) })
                rows.Add([unit.Code, unit.Name, AppraisalReader.English ? $"Resident's whole duration {part}, hours" : $"市民全程时长 {part}（小时）", null, hours, null, unit.Duration.Tickets, unit.Duration.LeftOut, null, null, null]);
        }
        return rows;
    }

    private static byte[] Csv(List<object?[]> rows)
    {
        using var text = new MemoryStream();
        // The byte order mark makes spreadsheets read it as UTF-8; a text that a spreadsheet would compute is made inert.
        using (var writer = new StreamWriter(text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true))
        using (var csv = new CsvWriter(writer, new CsvConfiguration(CultureInfo.InvariantCulture) { InjectionOptions = InjectionOptions.Escape }))
            foreach (var row in rows)
            {
                foreach (var cell in row) csv.WriteField(cell is IFormattable number ? number.ToString(null, CultureInfo.InvariantCulture) : cell as string);
                csv.NextRecord();
            }
        return text.ToArray();
    }

    private static byte[] Xlsx(List<object?[]> rows)
    {
        using var bytes = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(bytes, SpreadsheetDocumentType.Workbook))
        {
            var book = document.AddWorkbookPart();
            var sheet = book.AddNewPart<WorksheetPart>();
            sheet.Worksheet = new Worksheet(new SheetData(rows.Select(r => new Row(r.Select(CellOf)))));
            book.Workbook = new Workbook(new Sheets(new Sheet { Id = book.GetIdOfPart(sheet), SheetId = 1U, Name = "appraisal" }));
        }
        return bytes.ToArray();
    }

    // A text cell is never a formula, whatever it begins with.
    private static OpenXmlElement CellOf(object? value) => value switch
    {
        null => new Cell(),
        string text => new Cell(new InlineString(new Text(text) { Space = SpaceProcessingModeValues.Preserve })) { DataType = CellValues.InlineString },
        IFormattable number => new Cell(new CellValue(number.ToString(null, CultureInfo.InvariantCulture))) { DataType = CellValues.Number },
        _ => throw new ArgumentOutOfRangeException(nameof(value)),
    };
}
