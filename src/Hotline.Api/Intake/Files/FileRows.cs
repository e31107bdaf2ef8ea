using System.Globalization;
using System.Text.Json;
using Hotline.Api.Data;
using Hotline.Api.Platform;
using Hotline.Channels;
using Hotline.Domain.Calendar;
using Hotline.Domain.Publishing;
using Hotline.Domain.Residents;
using Hotline.Domain.Tickets;

namespace Hotline.Api.Intake.Files;

/// <summary>What a column of a file may hold.</summary>
internal enum ImportField { SourceNumber, Subject, Body, ReceivedAt, Name, Phone, Email, Place, Address, Type, Confidential }

/// <summary>Which column holds what, and reading a row by that.</summary>
internal static class FileRows
{
    private const int LongestNumber = 200;
    private const int LongestBody = 10_000;
    private const int LongestShort = 200;

    /// <summary>Words that stand in headings, as departments write them; the first field whose word fits takes the column.</summary>
    private static readonly (ImportField Field, string[] Words)[] Headings =
    [
        (ImportField.SourceNumber, ["来源编号", "原工单编号", "工单编号", "工单号", "受理编号", "案件编号", "信件编号", "编号", "流水号", "单号", "externalid", "sourcenumber", "ticketnumber", "number", "id", "no"]),
        (ImportField.ReceivedAt, ["受理时间", "来电时间", "反映时间", "登记时间", "接收时间", "提交时间", "创建时间", "日期", "时间", "receivedat", "received", "created", "date", "time"]),
        (ImportField.Phone, ["联系电话", "来电号码", "手机号", "手机", "电话", "联系方式", "phone", "mobile", "tel"]),
        (ImportField.Email, ["邮箱", "电子邮件", "email", "mail"]),
        (ImportField.Name, ["诉求人", "姓名", "来电人", "反映人", "投诉人", "联系人", "name", "resident", "caller"]),
        (ImportField.Address, ["家庭住址", "通讯地址", "联系地址", "住址", "homeaddress"]),
        (ImportField.Place, ["事发地点", "事发地址", "问题地点", "地点", "地址", "位置", "place", "location", "address"]),
        (ImportField.Type, ["诉求类型", "类型", "诉求性质", "type", "kind"]),
        (ImportField.Confidential, ["是否保密", "保密", "confidential"]),
        (ImportField.Subject, ["标题", "主题", "事项名称", "subject", "title"]),
        (ImportField.Body, ["诉求内容", "问题描述", "反映内容", "内容", "描述", "正文", "详情", "body", "content", "description", "text"]),
    ];

    private static readonly Dictionary<string, TicketType> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        ["咨询"] = TicketType.Consultation, ["求助"] = TicketType.HelpRequest, ["建议"] = TicketType.Suggestion, ["批评"] = TicketType.Criticism,
        ["投诉"] = TicketType.Complaint, ["举报"] = TicketType.Report, ["表扬"] = TicketType.Praise,
    };

    private static readonly string[] Times =
    [
        "yyyy-M-d H:m:s", "yyyy-M-d H:m", "yyyy-M-d", "yyyy/M/d H:m:s", "yyyy/M/d H:m", "yyyy/M/d", "yyyy.M.d H:m:s", "yyyy.M.d H:m", "yyyy.M.d", "yyyy年M月d日 H:m:s", "yyyy年M月d日 H:m", "yyyy年M月d日H时m分", "yyyy年M月d日",
        "yyyy-MM-dd'T'HH:mm:ss", "yyyyMMdd HHmmss", "yyyyMMddHHmmss", "yyyyMMdd",
    ];

    /// <summary>The likeliest field of each column: a heading that is a known word, else one that contains it.</summary>
    public static Dictionary<ImportField, int> Guess(IReadOnlyList<string> headings)
    {
        var found = new Dictionary<ImportField, int>();
        var written = headings.Select(Plain).ToList();
        foreach (var exact in new[] { true, false })
            foreach (var (field, words) in Headings)
            {
                if (found.ContainsKey(field)) continue;
                foreach (var word in words)
                {
                    var at = written.FindIndex(h => exact ? h == word : word.Length > 1 && !char.IsAscii(word[0]) && h.Contains(word, StringComparison.Ordinal));
                    if (at < 0 || found.ContainsValue(at)) continue;
                    found[field] = at;
                    break;
                }
            }
        return found;

        static string Plain(string heading) => string.Concat(heading.Where(char.IsLetterOrDigit)).ToLowerInvariant();
    }

    /// <summary>The row as a message of its system, or what is wrong with it by column.</summary>
    public static (IntakeRequest? Request, Dictionary<ImportField, string> Errors) Read(IReadOnlyList<string> row, IReadOnlyDictionary<ImportField, int> mapping, string system, Channel channel, WorkingCalendar calendar, DateTimeOffset now)
    {
        var errors = new Dictionary<ImportField, string>();
        string Of(ImportField field) => mapping.TryGetValue(field, out var at) && at < row.Count ? row[at] : "";
        string Limited(ImportField field, int longest)
        {
            var text = Of(field);
            if (text.Length > longest) errors[field] = "field.too_long";
            return text;
        }

        var number = Limited(ImportField.SourceNumber, LongestNumber);
        if (number.Length == 0) errors[ImportField.SourceNumber] = "field.required";
        var (subject, body) = (Limited(ImportField.Subject, LongestShort), Limited(ImportField.Body, LongestBody));
        if (subject.Length == 0 && body.Length == 0) errors[ImportField.Body] = "field.required";
        var phone = Of(ImportField.Phone);
        if (phone.Length > 0 && (phone.Length > 30 || PhoneNumber.Normalize(phone).Length < 5 || !phone.All(c => char.IsAsciiDigit(c) || "+- ()".Contains(c, StringComparison.Ordinal)))) errors[ImportField.Phone] = "field.malformed";
        var email = Limited(ImportField.Email, LongestShort);
        if (email.Length > 0 && (!email.Contains('@', StringComparison.Ordinal) || email.Contains(' ', StringComparison.Ordinal))) errors[ImportField.Email] = "field.malformed";
        var (name, place, address) = (Limited(ImportField.Name, 60), Limited(ImportField.Place, LongestShort), Limited(ImportField.Address, LongestShort));
        var receivedAt = now;
        if (Of(ImportField.ReceivedAt) is { Length: > 0 } time && !TryReadTime(time, calendar, out receivedAt)) errors[ImportField.ReceivedAt] = "import.time_unreadable";
        TicketType? type = null;
        if (Of(ImportField.Type) is { Length: > 0 } kind)
        {
            if (Types.TryGetValue(kind.TrimEnd('类'), out var known)) type = known;
            else if (!int.TryParse(kind, out _) && Enum.TryParse<TicketType>(kind, ignoreCase: true, out var named)) type = named;
            else errors[ImportField.Type] = "import.type_unknown";
        }
        bool? confidential = Of(ImportField.Confidential).ToLowerInvariant() switch { "" or "否" or "0" or "false" or "no" or "n" => false, "是" or "1" or "true" or "yes" or "y" or "保密" => true, _ => null };
        if (confidential is null) errors[ImportField.Confidential] = "field.malformed";
        if (errors.Count > 0) return (null, errors);

        var raw = JsonSerializer.Serialize(row, HotlineJson.Options);
        var message = new IncomingMessage(Enum.Parse<ChannelKind>(channel.ToString()), TicketSources.AccountOf(system), number, phone.Length > 0 ? phone : email.Length > 0 ? email : null, name.Length > 0 ? name : null,
            subject, body, receivedAt, [], raw, "application/json");
        return (new IntakeRequest(message)
        {
            Type = type, Place = place.Length > 0 ? place : null, Email = email.Length > 0 ? email : null, Address = address.Length > 0 ? address : null, Confidential = confidential!.Value,
        }, errors);
    }

    /// <summary>How a cell is shown to who set the import up: personal data masked, as everywhere.</summary>
    public static string Shown(ImportField? field, string cell) => field switch
    {
        ImportField.Name => Masking.MaskName(cell),
        ImportField.Phone => Masking.MaskPhone(cell),
        ImportField.Email => Masking.MaskEmail(cell),
        ImportField.Address => Masking.MaskAddress(cell),
        ImportField.SourceNumber or ImportField.ReceivedAt or ImportField.Type or ImportField.Confidential => Cut(cell),
        _ => Redactor.Redact(Cut(cell)).Text,
    };

    private static string Cut(string cell) => cell.Length > 120 ? cell[..(char.IsHighSurrogate(cell[119]) ? 119 : 120)] + "…" : cell;

    /// <summary>ISO 8601 with an offset, or a date and time of the city's own clock.</summary>
    private static bool TryReadTime(string text, WorkingCalendar calendar, out DateTimeOffset time)
    {
        if ((text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > 10) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out time) && time.UtcTicks > 0) return true;
        time = default;
        if (!DateTime.TryParseExact(text, Times, CultureInfo.InvariantCulture, DateTimeStyles.AllowWhiteSpaces, out var local) || local.Year is < 1990 or > 9000) return false;
        time = new DateTimeOffset(local, calendar.TimeZone.GetUtcOffset(local)).ToUniversalTime();
        return true;
    }
}
