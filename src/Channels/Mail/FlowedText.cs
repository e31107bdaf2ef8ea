using System.Text;

namespace Hotline.Channels.Mail;

/// <summary>format=flowed (RFC 3676): lines that end in a space go on in the next one of the same depth of quotation.</summary>
internal static class FlowedText
{
    public static string Unwrap(string text, bool deleteSpace)
    {
        var result = new StringBuilder(text.Length);
        var openDepth = -1;         // of the paragraph that goes on; -1 when none does
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = text.AsSpan()[range];
            var depth = line.Length - line.TrimStart('>').Length;
            var content = line[depth..];
            if (content.StartsWith(' '))
            {
                content = content[1..];     // space-stuffed
            }

            if (openDepth != depth || content is "-- ")
            {
                if (range.Start.Value > 0)
                {
                    result.Append('\n');
                }

                result.Append('>', depth).Append(depth > 0 ? " " : "");
            }

            var goesOn = content.EndsWith(' ') && content is not "-- ";
            result.Append(goesOn && deleteSpace ? content[..^1] : content);
            openDepth = goesOn ? depth : -1;
        }

        return result.ToString();
    }
}
