using System.Net;
using System.Text;

namespace Hotline.Channels;

/// <summary>
/// The words of an HTML text and nothing else: no markup, scripts, styles or addresses survive, so there is nothing left to
/// run or to load. One pass, whatever the nesting.
/// </summary>
internal sealed class HtmlText
{
    // What these hold is not said to the reader.
    private static readonly HashSet<string> Silent = new(StringComparer.OrdinalIgnoreCase) { "script", "style", "head", "title", "template", "noscript", "object", "svg", "math", "select", "textarea" };
    private static readonly HashSet<string> Blocks = new(StringComparer.OrdinalIgnoreCase)
    {
        "address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
        "header", "hr", "html", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "tfoot", "thead", "tr", "ul",
    };

    private readonly string _html;
    private readonly Writer _text;
    // Ends that were looked for in vain: looking again for each start would cost the square of the length.
    private readonly HashSet<string> _endless = new(StringComparer.OrdinalIgnoreCase);
    private string? _silent;

    private HtmlText(string html) => (_html, _text) = (html, new Writer(html.Length));

    public static string Of(string html) => new HtmlText(html).Read();

    private string Read()
    {
        var at = 0;
        while (at < _html.Length)
        {
            var open = _html.IndexOf('<', at);
            if (open < 0)
            {
                open = _html.Length;
            }

            if (_silent is null)
            {
                _text.Words(WebUtility.HtmlDecode(_html[at..open]));
            }

            at = open < _html.Length ? Tag(open) : open;
        }

        return _text.ToString();
    }

    /// <summary>Reads what starts with the bracket at <paramref name="open"/>; returns where it ends.</summary>
    private int Tag(int open)
    {
        if (string.CompareOrdinal(_html, open, "<!--", 0, 4) == 0)
        {
            return Find("-->", open + 4) is >= 0 and var comment ? comment + 3 : EndOf(open + 4);
        }

        var closing = open + 1 < _html.Length && _html[open + 1] == '/';
        var start = open + (closing ? 2 : 1);
        var end = start;
        while (end < _html.Length && end - start < 30 && (char.IsAsciiLetterOrDigit(_html[end]) || (end > start && _html[end] is ':' or '-')))
        {
            end++;
        }

        var name = _html[start..end];
        if (_silent is not null)
        {
            if (!closing || !name.Equals(_silent, StringComparison.OrdinalIgnoreCase))
            {
                return open + 1;
            }

            _silent = null;
            return EndOf(end);
        }

        if (name.Length == 0 && !(start < _html.Length && _html[start] is '!' or '?'))
        {
            _text.Words("<");       // less than, not a tag
            return open + 1;
        }

        var after = EndOf(end);
        if (Silent.Contains(name))
        {
            // Without its end, what only looks like one must not swallow the mail.
            if (!closing && _html[after - 2] != '/' && Find("</" + name, after) >= 0)
            {
                _silent = name;
            }
        }
        else if (name.Equals("br", StringComparison.OrdinalIgnoreCase))
        {
            _text.Line();
        }
        else if (Blocks.Contains(name))
        {
            _text.Block(paragraph: name.Equals("p", StringComparison.OrdinalIgnoreCase));
        }
        else if (closing && (name.Equals("td", StringComparison.OrdinalIgnoreCase) || name.Equals("th", StringComparison.OrdinalIgnoreCase)))
        {
            _text.Words(" ");
        }

        return after;
    }

    private int Find(string end, int from)
    {
        if (from >= _html.Length || _endless.Contains(end))
        {
            return -1;
        }

        var found = _html.IndexOf(end, from, StringComparison.OrdinalIgnoreCase);
        if (found < 0)
        {
            _endless.Add(end);
        }

        return found;
    }

    /// <summary>Behind the bracket that ends the tag; one in a quoted value does not.</summary>
    private int EndOf(int at)
    {
        for (var quoting = at; at < _html.Length; at++)
        {
            var next = _html.AsSpan(at).IndexOfAny('>', '"', '\'');
            if (next < 0)
            {
                break;
            }

            at += next;
            if (_html[at] == '>')
            {
                return at + 1;
            }

            if (at > quoting && _html[at - 1] == '=' && _html.IndexOf(_html[at], at + 1) is >= 0 and var ends)
            {
                at = ends;
            }
        }

        return _html.Length;
    }

    /// <summary>Collects words with the blanks of HTML folded.</summary>
    private sealed class Writer(int capacity)
    {
        private readonly StringBuilder _text = new(Math.Min(capacity, 64 * 1024));
        private bool _blank;

        public void Words(string words)
        {
            foreach (var c in words)
            {
                if (c is ' ' or '\t' or '\n' or '\r' or '\u00a0' or '\f')
                {
                    _blank = true;
                    continue;
                }

                if (_blank && _text.Length > 0 && _text[^1] != '\n')
                {
                    _text.Append(' ');
                }

                _blank = false;
                _text.Append(c);
            }
        }

        public void Line()
        {
            _blank = false;
            _text.Append('\n');
        }

        public void Block(bool paragraph)
        {
            _blank = false;
            if (_text.Length > 0 && _text[^1] != '\n')
            {
                _text.Append('\n');
            }

            if (paragraph && _text.Length > 1 && _text[^2] != '\n')
            {
                _text.Append('\n');
            }
        }

        public override string ToString() => _text.ToString();
    }
}
