using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Unicode;
using System.Xml;
using CsvHelper;
using CsvHelper.Configuration;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Hotline.Api.Platform;
using Hotline.Domain;

namespace Hotline.Api.Intake.Files;

/// <summary>A table as somebody saved it: every cell a text, nothing computed. The first row is the heading.</summary>
internal static class FileTable
{
    public const int MostBytes = 10 * 1024 * 1024;
    public const int MostRows = 20_000;
    public const int MostColumns = 64;
    public const int LongestCell = 32_767;
    /// <summary>A workbook is a zip: what it unpacks to is bounded before anything is read.</summary>
    private const long MostUnpacked = 128 * 1024 * 1024;
    /// <summary>Parts that are read whole, such as the styles.</summary>
    private const long MostOfOthers = 8 * 1024 * 1024;
    /// <summary>Columns of the widest sheet there is.</summary>
    private const int LongestRow = 16_384;
    private const int Gb18030 = 54936;
    private static readonly string[] Delimiters = [",", "\t", ";"];
    private static readonly System.Buffers.SearchValues<char> DateLetters = System.Buffers.SearchValues.Create("yYmMdDhH年月日");

    /// <summary>Reads CSV (UTF-8, UTF-16 with its mark, GB 18030; comma, semicolon or tab) or the first sheet of an XLSX file.</summary>
    public static Result<List<string[]>> Read(byte[] bytes)
    {
        if (bytes.Length == 0) return Error.Field("file", "attachment.missing");
        if (bytes.Length > MostBytes) return Error.Field("file", "import.too_large");
        try
        {
            var read = bytes is [(byte)'P', (byte)'K', 3, 4, ..] ? Workbook(bytes) : Text(bytes);
            if (read.Error is not null) return read;
            var rows = read.Value!.Where(r => r.Any(c => c.Length > 0)).ToList();
            if (rows.Count < 2) return Error.Field("file", "import.empty");
            return rows.Count - 1 > MostRows ? Error.Field("file", "import.too_many_rows") : rows;
        }
        catch (Exception e) when (e is InvalidDataException or OpenXmlPackageException or FileFormatException or XmlException or CsvHelperException or FormatException or InvalidOperationException or IOException or ArgumentException or NotSupportedException or KeyNotFoundException or OverflowException)
        {
            return Error.Field("file", "import.unreadable");
        }
    }

    private static Result<List<string[]>> Text(byte[] bytes)
    {
        if (bytes.AsSpan().IndexOf((byte)0) >= 0 && bytes is not ([0xff, 0xfe, ..] or [0xfe, 0xff, ..])) return Error.Field("file", "import.unreadable");
        var text = Decode(bytes);
        if (text.Contains('\ufffd', StringComparison.Ordinal)) return Error.Field("file", "import.encoding");
        using var reader = new StringReader(text);
        using var csv = new CsvParser(reader, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = Delimiter(text), BadDataFound = null, MissingFieldFound = null, HasHeaderRecord = false, MaxFieldSize = LongestCell * 2, TrimOptions = TrimOptions.Trim,
        });
        var rows = new List<string[]>();
        while (csv.Read())
        {
            var record = csv.Record!;
            if (record.Length > MostColumns) return Error.Field("file", "import.too_many_columns");
            rows.Add([.. record.Select(Cell)]);
            if (rows.Count > MostRows + 1) return Error.Field("file", "import.too_many_rows");
        }
        return rows;
    }

    /// <summary>What is valid UTF-8 is hardly ever anything else; what is not was saved by a Chinese spreadsheet.</summary>
    private static string Decode(byte[] bytes) => bytes switch
    {
        [0xff, 0xfe, ..] => Encoding.Unicode.GetString(bytes.AsSpan(2)),
        [0xfe, 0xff, ..] => Encoding.BigEndianUnicode.GetString(bytes.AsSpan(2)),
        [0xef, 0xbb, 0xbf, ..] => Encoding.UTF8.GetString(bytes.AsSpan(3)),
        _ when Utf8.IsValid(bytes) => Encoding.UTF8.GetString(bytes),
        _ => CodePagesEncodingProvider.Instance.GetEncoding(Gb18030, EncoderFallback.ReplacementFallback, DecoderFallback.ReplacementFallback)!.GetString(bytes),
    };

    private static string Delimiter(string text)
    {
        var end = text.AsSpan().IndexOfAny('\r', '\n');
        var heading = end < 0 ? text : text[..end];
        return Delimiters.MaxBy(d => heading.Count(c => c == d[0]))!;
    }

    private static Result<List<string[]>> Workbook(byte[] bytes)
    {
        using (var zip = new ZipArchive(new MemoryStream(bytes, writable: false), ZipArchiveMode.Read))
            if (zip.Entries.Count > 1_000 || zip.Entries.Sum(e => e.Length) > MostUnpacked || zip.Entries.Any(e => e.Length > MostOfOthers && !Streamed(e.FullName))) return Error.Field("file", "import.too_large");
        using var document = SpreadsheetDocument.Open(new MemoryStream(bytes, writable: false), isEditable: false, new OpenSettings { MaxCharactersInPart = MostUnpacked });
        if (document.WorkbookPart is not { } book || book.Workbook?.Sheets?.Elements<Sheet>().FirstOrDefault(s => s.State is null || s.State.Value == SheetStateValues.Visible)?.Id?.Value is not { } id
            || book.GetPartById(id) is not WorksheetPart sheet) return Error.Field("file", "import.unreadable");
        var (shared, dates) = (SharedTexts(book), DateStyles(book));
        if (shared is null) return Error.Field("file", "import.too_large");
        var rows = new List<string[]>();
        List<string>? cells = null;
        var seen = 0;
        // Cell by cell: a row may be as long as the file.
        using var reader = OpenXmlReader.Create(sheet);
        while (reader.Read())
        {
            if (!reader.IsStartElement) continue;
            if (reader.ElementType == typeof(Row))
            {
                if (cells is not null) rows.Add([.. cells]);
                if (rows.Count > MostRows + 1) return Error.Field("file", "import.too_many_rows");
                (cells, seen) = ([], 0);
            }
            else if (reader.ElementType == typeof(Cell) && cells is not null)
            {
                if (++seen > LongestRow) return Error.Field("file", "import.too_many_columns");
                var cell = (Cell)reader.LoadCurrentElement()!;
                var (column, text) = (ColumnOf(cell.CellReference?.Value) ?? cells.Count, Cell(TextOf(cell, shared, dates)));
                if (column >= MostColumns && text.Length > 0) return Error.Field("file", "import.too_many_columns");
                if (column >= MostColumns) continue;
                while (cells.Count <= column) cells.Add("");
                cells[column] = text;
            }
        }
        if (cells is not null) rows.Add([.. cells]);
        return rows.Count > MostRows + 1 ? Error.Field("file", "import.too_many_rows") : rows;
    }

    /// <summary>Texts that stand once for many cells; null when there are more than any table needs.</summary>
    private static List<string>? SharedTexts(WorkbookPart book)
    {
        var texts = new List<string>();
        if (book.SharedStringTablePart is not { } part) return texts;
        using var reader = OpenXmlReader.Create(part);
        while (reader.Read())
        {
            if (!reader.IsStartElement || reader.ElementType != typeof(SharedStringItem)) continue;
            if (texts.Count >= MostRows * MostColumns) return null;
            texts.Add(Plain(reader.LoadCurrentElement()!));
        }
        return texts;
    }

    private static bool Streamed(string part) => part.Contains("worksheets/", StringComparison.OrdinalIgnoreCase) || part.EndsWith("sharedStrings.xml", StringComparison.OrdinalIgnoreCase) || part.Contains("media/", StringComparison.OrdinalIgnoreCase);

    private static string TextOf(Cell cell, List<string> shared, HashSet<uint> dates)
    {
        // What a formula would give is not computed and not believed: its text stands there, for a person to see.
        if (cell.CellFormula is { } formula) return "=" + formula.Text;
        if (cell.InlineString is { } inline) return Plain(inline);
        var value = cell.CellValue?.Text ?? "";
        if (cell.DataType?.Value is { } type)
        {
            if (type == CellValues.SharedString) return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < shared.Count ? shared[at] : "";
            if (type == CellValues.Boolean) return value == "1" ? "TRUE" : "FALSE";
            if (type != CellValues.Number) return value;
        }
        if (value.Length == 0 || !double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return value;
        if (cell.StyleIndex?.Value is { } style && dates.Contains(style) && number is >= 0 and < 2_958_466)
            return DateTime.FromOADate(number).ToString(number == Math.Floor(number) ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        // A long number such as a telephone's may be stored as 1.3800001111E10.
        return value.Contains('E', StringComparison.OrdinalIgnoreCase) && Math.Abs(number) < 1e15 ? ((decimal)number).ToString(CultureInfo.InvariantCulture) : value;
    }

    /// <summary>Rich text without the reading aids that East Asian cells carry beside it.</summary>
    private static string Plain(OpenXmlElement item) =>
        string.Concat(item.ChildElements.Select(c => c switch { Text text => text.Text, Run run => run.Text?.Text ?? "", _ => "" }));

    /// <summary>Indexes of the cell formats that show a number as a date.</summary>
    private static HashSet<uint> DateStyles(WorkbookPart book)
    {
        var found = new HashSet<uint>();
        if (book.WorkbookStylesPart?.Stylesheet is not { CellFormats: { } formats } sheet) return found;
        var own = sheet.NumberingFormats?.Elements<NumberingFormat>().Where(f => f.NumberFormatId is not null).ToDictionary(f => f.NumberFormatId!.Value, f => f.FormatCode?.Value ?? "") ?? [];
        var index = 0u;
        foreach (var format in formats.Elements<CellFormat>())
        {
            var id = format.NumberFormatId?.Value ?? 0;
            if (id is >= 14 and <= 22 or >= 27 and <= 36 or >= 45 and <= 47 or >= 50 and <= 58 || own.TryGetValue(id, out var code) && code.AsSpan().ContainsAny(DateLetters) && !code.Contains("General", StringComparison.Ordinal)) found.Add(index);
            index++;
        }
        return found;
    }

    /// <summary><c>AB12</c> is column 27; null when the reference is none.</summary>
    private static int? ColumnOf(string? reference)
    {
        var column = 0;
        foreach (var c in reference ?? "")
        {
            if (!char.IsAsciiLetter(c)) break;
            column = column * 26 + (char.ToUpperInvariant(c) - 'A' + 1);
            if (column > 20_000) return 20_000;
        }
        return column == 0 ? null : column - 1;
    }

    private static string Cell(string? text)
    {
        var clean = TicketFactory.Clean(text ?? "").Trim();
        return clean.Length > LongestCell ? clean[..LongestCell] : clean;
    }
}
