using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Xml;

namespace Hotline.Channels.WeChat;

/// <summary>
/// The flat documents WeChat sends and takes. No DTD, so no entities to expand and nothing to fetch; a limit on length; what
/// stands deeper than one level is passed over.
/// </summary>
internal static class WeChatXml
{
    /// <summary>WeChat's longest text has 2,048 bytes; this leaves room for every kind of message, encrypted.</summary>
    public const int MostBytes = 64 * 1024;

    private const int MostFields = 64;

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = MostBytes,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    /// <summary>The first-level elements by name; the first of a name counts.</summary>
    public static bool TryRead(string document, [NotNullWhen(true)] out Dictionary<string, string>? fields)
    {
        fields = null;
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            using var reader = XmlReader.Create(new StringReader(document), Settings);
            reader.MoveToContent();
            if (reader.Name != "xml" || reader.IsEmptyElement)
            {
                return false;
            }

            reader.Read();
            while (reader.MoveToContent() != XmlNodeType.EndElement)
            {
                if (reader.NodeType != XmlNodeType.Element || found.Count == MostFields)
                {
                    return false;
                }

                ReadField(reader, found);
            }

            reader.Read();
            if (reader.MoveToContent() != XmlNodeType.None)
            {
                return false;
            }
        }
        catch (XmlException)
        {
            return false;
        }

        fields = found;
        return true;
    }

    /// <summary>A document of the same shape.</summary>
    public static string Write(params ReadOnlySpan<(string Name, string Value)> fields)
    {
        var text = new StringBuilder();
        using (var writer = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true, NewLineHandling = NewLineHandling.None }))
        {
            writer.WriteStartElement("xml");
            foreach (var (name, value) in fields)
            {
                writer.WriteElementString(name, value);
            }

            writer.WriteEndElement();
        }

        return text.ToString();
    }

    private static void ReadField(XmlReader reader, Dictionary<string, string> found)
    {
        var name = reader.Name;
        var text = new StringBuilder();
        if (!reader.IsEmptyElement)
        {
            var depth = reader.Depth;
            reader.Read();
            while (reader.Depth > depth)
            {
                if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace)
                {
                    text.Append(reader.Value);
                    reader.Read();
                }
                else
                {
                    reader.Skip();
                }
            }
        }

        reader.Read();
        found.TryAdd(name, text.ToString());
    }
}
