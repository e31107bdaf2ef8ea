using System.Text;

namespace Hotline.Classifier.CommandLine;

/// <summary>Tells how a text file is encoded: UTF-8, or GBK as many Chinese office programs still write. Nothing else is read.</summary>
internal static class TextEncoding
{
    private const int Gb18030 = 54936; // a superset of GBK

    // Chinese text in GBK is almost all GB 2312, whose second bytes are high; Western text read as GBK has low ones.
    private const double CommonShareNeeded = 0.8;

    /// <summary>The encoding of the file, found by reading all of it.</summary>
    /// <exception cref="CommandLineException">It is neither UTF-8 nor GBK.</exception>
    public static Encoding Detect(string path)
    {
        using (var file = File.OpenRead(path))
        {
            Span<byte> mark = stackalloc byte[2];
            if (file.ReadAtLeast(mark, 2, throwOnEndOfStream: false) == 2 && (mark is [0xFF, 0xFE] or [0xFE, 0xFF]))
            {
                throw CommandLineException.BadInput($"{path}: the file is UTF-16. Save it as UTF-8.");
            }
        }
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        if (Reads(path, utf8)) return utf8;
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var gbk = Encoding.GetEncoding(Gb18030, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        if (LooksChinese(path) && Reads(path, gbk)) return gbk;
        throw CommandLineException.BadInput($"{path}: the file is neither UTF-8 nor GBK. Save it as UTF-8.");
    }

    private static bool Reads(string path, Encoding encoding)
    {
        try
        {
            using var reader = new StreamReader(path, encoding);
            var buffer = new char[1 << 16];
            while (reader.Read(buffer) > 0)
            {
            }
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private static bool LooksChinese(string path)
    {
        using var file = File.OpenRead(path);
        var buffer = new byte[1 << 16];
        long pairs = 0, common = 0;
        var lead = false;
        for (int read; (read = file.Read(buffer)) > 0;)
        {
            foreach (var octet in buffer.AsSpan(0, read))
            {
                if (octet == 0) return false;
                if (lead)
                {
                    pairs++;
                    if (octet >= 0xA1) common++;
                    lead = false;
                }
                else
                {
                    lead = octet >= 0x81;
                }
            }
        }
        return pairs > 0 && common >= pairs * CommonShareNeeded;
    }
}
