using System.Text;

namespace Hotline.Channels.Mail;

/// <summary>One mail being read: walks its parts and puts the message together.</summary>
internal sealed class MailAssembly(ReadOnlyMemory<byte> mail)
{
    private const int LongestReport = 20_000;
    private const int LongestSubject = 1_000;

    /// <summary>Bytes of one text part that are read; far more than the text that is kept, since HTML is mostly markup.</summary>
    private const int LongestSource = 4 * 1024 * 1024;

    private static readonly string[] Recipients = ["To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To"];
    private static readonly string[] AutoReplies = ["X-Autoreply", "X-Autorespond", "X-Autoresponse"];
    private static readonly string[] ForwardedLines = ["From", "Date", "Subject"];

    private readonly List<byte[]> _boundaries = [];
    private readonly List<(string Text, bool Html, int Alternative)> _texts = [];
    private readonly List<MailAttachment> _attachments = [];
    private readonly StringBuilder _report = new();
    private MailFaults _faults;
    private int _parts;
    private int _alternatives;

    /// <summary>Where a part ended: the start of the boundary line, what follows it, and whose boundary it is (-1 for the end of the mail).</summary>
    private readonly record struct End(int At, int Next, int Owner, bool Last);

    private ReadOnlySpan<byte> Bytes => mail.Span;

    public MailMessage Read()
    {
        var at = Bytes is [0xef, 0xbb, 0xbf, ..] ? 3 : 0;
        while (at < Bytes.Length && Bytes[at] is (byte)'\r' or (byte)'\n')
        {
            at++;
        }

        var head = MimeHeaders.Read(Bytes, ref at, ref _faults);
        var type = MimeParameters.Read(head["Content-Type"], ref _faults);
        ReadBody(head, type, at, 0, 0);
        return Message(head, type);
    }

    private MailMessage Message(MimeHeaders head, MimeParameters type)
    {
        var from = MailAddresses.Read(head["From"], ref _faults).FirstOrDefault() ?? MailAddresses.Read(head["Sender"], ref _faults).FirstOrDefault()
            ?? MailAddresses.Read(head["Reply-To"], ref _faults).FirstOrDefault();
        var to = new List<MailContact>();
        foreach (var field in Recipients.SelectMany(head.All))
        {
            to.AddRange(MailAddresses.Read(field, ref _faults));
        }

        var text = Text();
        if (text.Length > MimeReader.LongestText)
        {
            _faults |= MailFaults.TextCut;
            text = PlainText.Cut(text, MimeReader.LongestText);
        }

        return new MailMessage(
            from,
            [.. to.DistinctBy(c => c.Address.ToLowerInvariant())],
            PlainText.Cut(OneLine(EncodedWords.Decode(head["Subject"] ?? "", ref _faults)), LongestSubject),
            MimeReader.Id(head["Message-ID"]),
            MimeReader.Ids(head["In-Reply-To"]),
            MimeReader.Ids(string.Join(' ', head.All("References"))),
            MailDate.Read(head["Date"]),
            text,
            _attachments,
            Signs(head, type),
            _faults);
    }

    private MailSigns Signs(MimeHeaders head, MimeParameters type) => new(
        head["Return-Path"] is { } path ? MailAddresses.Bare(path) ?? "" : null,
        head["Auto-Submitted"],
        head["Precedence"],
        AutoReplies.Select(n => head[n]).Any(v => v is not null && !v.Equals("no", StringComparison.OrdinalIgnoreCase)),
        [.. head.All("X-Loop")],
        head.All("Received").Count(),
        type.Value == "multipart/report" ? (type["report-type"] ?? "").ToLowerInvariant() : null,
        PlainText.Clean(_report.ToString()));

    /// <summary>Reads a part with its head; returns what ended it.</summary>
    private End ReadPart(int at, int depth, int alternative)
    {
        var head = ReadHead(ref at);
        return ReadBody(head, MimeParameters.Read(head["Content-Type"], ref _faults), at, depth, alternative);
    }

    /// <summary>A head ends at a boundary too, or a part without a body would swallow the next one.</summary>
    private MimeHeaders ReadHead(ref int at)
    {
        var start = at;
        var window = Bytes[..(int)Math.Min(Bytes.Length, start + (2L * MimeHeaders.MostBytes))];
        var faults = _faults;
        var head = MimeHeaders.Read(window, ref at, ref faults);
        var boundary = NextBoundary(start, at);
        if (boundary.Owner >= 0)
        {
            (at, faults) = (start, _faults);
            head = MimeHeaders.Read(Bytes[..Math.Max(start, boundary.At)], ref at, ref faults);
        }

        _faults = faults;
        return head;
    }

    private End ReadBody(MimeHeaders head, MimeParameters type, int at, int depth, int alternative)
    {
        if (++_parts > MimeReader.MostParts)
        {
            _faults |= MailFaults.TooManyParts;
            return new End(Bytes.Length, Bytes.Length, -1, false);
        }

        var container = type.Value.StartsWith("multipart/", StringComparison.Ordinal);
        if (container && depth < MimeReader.Deepest && (Boundary(type) ?? GuessBoundary(at)) is { } boundary)
        {
            return ReadParts(boundary, at, depth, type.Value == "multipart/alternative" && alternative == 0 ? ++_alternatives : alternative, head, type);
        }

        if (container || type.Value == "message/rfc822")
        {
            _faults |= depth >= MimeReader.Deepest ? MailFaults.TooDeep : container ? MailFaults.BoundaryMissing : MailFaults.None;
        }

        var end = NextBoundary(at);
        if (depth < MimeReader.Deepest && type.Value == "message/rfc822" && TransferEncodingOf(head) is not ("base64" or "quoted-printable"))
        {
            return ReadForwarded(at, depth);
        }

        AddLeaf(head, type, Bytes[at..Math.Max(at, end.At)], alternative);
        return end;
    }

    private End ReadParts(byte[] boundary, int at, int depth, int alternative, MimeHeaders head, MimeParameters type)
    {
        var own = _boundaries.Count;
        _boundaries.Add(boundary);
        var end = NextBoundary(at);
        if (end.Owner != own)
        {
            // The boundary never comes: what is there is the text.
            _faults |= MailFaults.BoundaryMissing;
            _boundaries.RemoveAt(own);
            AddLeaf(head, type, Bytes[at..Math.Max(at, end.At)], alternative);
            return end;
        }

        while (end.Owner == own && !end.Last)
        {
            end = ReadPart(end.Next, depth + 1, alternative);
        }

        _boundaries.RemoveRange(own, _boundaries.Count - own);
        if (end.Owner == own)
        {
            return NextBoundary(end.Next);      // what follows the last boundary is for nobody
        }

        _faults |= MailFaults.BoundaryMissing;
        return end;
    }

    /// <summary>A mail within the mail: its text is read as part of this one, under the lines that say whose it is.</summary>
    private End ReadForwarded(int at, int depth)
    {
        var head = ReadHead(ref at);
        var lines = new StringBuilder();
        foreach (var name in ForwardedLines)
        {
            if (head[name] is { } value)
            {
                lines.Append(name).Append(": ").Append(OneLine(EncodedWords.Decode(value, ref _faults))).Append('\n');
            }
        }

        Report(head["Message-ID"]);
        Report(head["Subject"]);
        _texts.Add(("----------\n" + lines, false, 0));
        return ReadBody(head, MimeParameters.Read(head["Content-Type"], ref _faults), at, depth + 1, 0);
    }

    private void AddLeaf(MimeHeaders head, MimeParameters type, ReadOnlySpan<byte> body, int alternative)
    {
        var disposition = MimeParameters.Read(head["Content-Disposition"], ref _faults);
        var name = disposition["filename"] ?? type["name"];
        var container = type.Value.StartsWith("multipart/", StringComparison.Ordinal);
        var tooDeep = container && (_faults & MailFaults.TooDeep) != 0;
        var declared = MediaTypes.Read(tooDeep ? "message/rfc822" : container || type.Value.Length == 0 ? "text/plain" : type.Value);
        var content = TransferEncoding.Decode(body, TransferEncodingOf(head), ref _faults);
        if (declared is "message/delivery-status" or "text/rfc822-headers" or "message/disposition-notification" or "message/global-delivery-status")
        {
            Report(Encoding.Latin1.GetString(content.AsSpan(0, Math.Min(content.Length, LongestReport))));
            return;
        }

        var html = declared == "text/html";
        // A name alone does not make a text a file, but a name on something that was sent as a file does.
        if ((html || declared == "text/plain") && disposition.Value != "attachment" && (name is null || disposition.Value == "inline"))
        {
            _faults |= content.Length > LongestSource ? MailFaults.TextCut : MailFaults.None;
            var text = MailCharsets.Decode(content.AsSpan(0, Math.Min(content.Length, LongestSource)), type["charset"] ?? (html ? DeclaredInHtml(content) : null), ref _faults).TrimStart('\ufeff');
            if (!html && "flowed".Equals(type["format"], StringComparison.OrdinalIgnoreCase))
            {
                text = FlowedText.Unwrap(PlainText.Clean(text), "yes".Equals(type["delsp"], StringComparison.OrdinalIgnoreCase));
            }

            _texts.Add((text, html, alternative));
            return;
        }

        if (content.Length > 0)
        {
            _attachments.Add(new MailAttachment(MimeReader.FileName(name, declared), declared, FileSignature.Recognise(content), content));
        }
    }

    /// <summary>Of the same words as text and as HTML the text, unless it is blank.</summary>
    private string Text()
    {
        var spoken = _texts.Where(t => !t.Html && t.Alternative > 0 && !string.IsNullOrWhiteSpace(t.Text)).Select(t => t.Alternative).ToHashSet();
        var text = new StringBuilder();
        foreach (var piece in _texts.Where(t => !t.Html || !spoken.Contains(t.Alternative)))
        {
            if (text.Length > MimeReader.LongestText)
            {
                break;
            }

            // Cleaning can only shorten, and hardly ever by half.
            var words = PlainText.Clean(PlainText.Cut(piece.Html ? HtmlText.Of(piece.Text) : piece.Text, MimeReader.LongestText * 2)).Trim();
            if (words.Length > 0)
            {
                text.Append(text.Length > 0 ? "\n\n" : "").Append(words);
            }
        }

        return text.ToString();
    }

    private void Report(string? text)
    {
        if (text is not null && _report.Length < LongestReport)
        {
            _report.Append(text, 0, Math.Min(text.Length, LongestReport)).Append('\n');
        }
    }

    /// <summary>The next line that is a boundary of this multipart or one around it; programs forget to close inner ones.</summary>
    private End NextBoundary(int at) => NextBoundary(at, Bytes.Length);

    private End NextBoundary(int at, int until)
    {
        var bytes = Bytes[..until];
        while (_boundaries.Count > 0 && at < bytes.Length)
        {
            var dashes = bytes[at..].IndexOf("--"u8);
            if (dashes < 0)
            {
                break;
            }

            var start = at + dashes;
            at = start + 2;
            if (start > 0 && bytes[start - 1] is not ((byte)'\r' or (byte)'\n'))
            {
                var run = bytes[at..].IndexOfAnyExcept((byte)'-');
                at = run < 0 ? until : at + run;
                continue;
            }

            for (var owner = _boundaries.Count - 1; owner >= 0; owner--)
            {
                if (Matches(Bytes[(start + 2)..], _boundaries[owner], out var length, out var last))
                {
                    var next = start + 2 + length;
                    return new End(WithoutBreak(start), next < Bytes.Length ? next + MimeLines.BreakLength(Bytes, next) : next, owner, last);
                }
            }
        }

        return new End(bytes.Length, bytes.Length, -1, false);
    }

    private static bool Matches(ReadOnlySpan<byte> line, byte[] boundary, out int length, out bool last)
    {
        (length, last) = (boundary.Length, false);
        if (!line.StartsWith(boundary))
        {
            return false;
        }

        if (line[length..].StartsWith("--"u8))
        {
            (length, last) = (length + 2, true);
        }

        while (length < line.Length && line[length] is (byte)' ' or (byte)'\t')
        {
            length++;
        }

        return length == line.Length || line[length] is (byte)'\r' or (byte)'\n';
    }

    /// <summary>The line break before a boundary belongs to the boundary.</summary>
    private int WithoutBreak(int start)
    {
        var bytes = Bytes[..start];
        return bytes.EndsWith("\r\r\n"u8) ? start - 3 : bytes.EndsWith("\r\n"u8) ? start - 2 : start > 0 ? start - 1 : 0;
    }

    private static byte[]? Boundary(MimeParameters type) =>
        type["boundary"]?.Trim() is { Length: > 0 and <= 200 } text ? Encoding.UTF8.GetBytes(text) : null;

    /// <summary>Without the parameter: the first line that starts with two dashes and is followed by a field of a part.</summary>
    private byte[]? GuessBoundary(int at)
    {
        _faults |= MailFaults.BoundaryMissing;
        for (var tries = 0; at < Bytes.Length && tries < 100; tries++)
        {
            var line = MimeLines.Next(Bytes, at);
            var text = Bytes.Slice(at, Math.Min(line.Length, 204)).TrimEnd(" \t"u8);
            if (text.StartsWith("--"u8) && text.Length is > 2 and <= 202 && Bytes[line.Next..].StartsWith("Content-"u8))
            {
                return text[2..].ToArray();
            }

            at = line.Next;
        }

        return null;
    }

    private static string TransferEncodingOf(MimeHeaders head) => (head["Content-Transfer-Encoding"] ?? "").Trim('"', ' ', '.').ToLowerInvariant();

    private static string? DeclaredInHtml(byte[] html)
    {
        var start = Encoding.Latin1.GetString(html.AsSpan(0, Math.Min(html.Length, 2_048)));
        var at = start.IndexOf("charset=", StringComparison.OrdinalIgnoreCase);
        return at < 0 ? null : new string([.. start[(at + 8)..].TrimStart('"', '\'', ' ').TakeWhile(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')]);
    }

    private static string OneLine(string text) => string.Join(' ', PlainText.Clean(text).Split(['\n', '\t', ' '], StringSplitOptions.RemoveEmptyEntries));
}
