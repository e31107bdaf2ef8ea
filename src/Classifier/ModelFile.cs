using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Hotline.Classifier;

/// <summary>
/// The model on disk, little-endian: "HLTXTMDL", uint16 version, the model card as length-prefixed JSON, per block the
/// number of n-grams and their 64-bit keys, the label biases and weight factors (float32), the weights row by row without
/// padding (int16), and last the SHA-256 of everything before it.
/// </summary>
internal static class ModelFile
{
    /// <summary>The layout this program writes and the newest it reads.</summary>
    public const ushort Version = 2;

    private const int ChecksumLength = 32;
    private const int HeaderLength = 10;

    private static readonly JsonSerializerOptions s_cardFormat = new() { RespectNullableAnnotations = true };

    private static ReadOnlySpan<byte> Magic => "HLTXTMDL"u8;

    public static void Write(LinearTextModel model, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer, Encoding.UTF8);
        writer.Write(Magic);
        writer.Write(Version);
        var card = JsonSerializer.SerializeToUtf8Bytes(model.Card, s_cardFormat);
        writer.Write7BitEncodedInt(card.Length);
        writer.Write(card);
        WriteVocabulary(writer, model.Space.Subject);
        WriteVocabulary(writer, model.Space.Whole);
        foreach (var bias in model.Biases) writer.Write(bias);
        foreach (var factor in model.Weights.Factors) writer.Write(factor);
        for (var row = 0; row < model.Weights.Rows.Length; row += model.Weights.Stride)
        {
            foreach (var weight in model.Weights.Rows.Slice(row, model.Weights.LabelCount)) writer.Write(weight);
        }
        writer.Flush();
        var content = buffer.GetBuffer().AsSpan(0, (int)buffer.Length);
        stream.Write(content);
        stream.Write(SHA256.HashData(content));
    }

    /// <summary>Bytes the model's vocabularies and weights take on disk; the card and the rest are a few kilobytes.</summary>
    public static long Size(LinearTextModel model) =>
        (long)model.Space.FeatureCount * (sizeof(ulong) + (sizeof(short) * (long)model.Weights.LabelCount));

    public static LinearTextModel Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var buffer = new MemoryStream();
        stream.CopyTo(buffer);
        var file = buffer.GetBuffer().AsSpan(0, (int)buffer.Length);
        if (file.Length < HeaderLength + ChecksumLength || !file.StartsWith(Magic))
        {
            throw new ModelFileException("This is not a Hotline classifier model file.");
        }
        var version = BinaryPrimitives.ReadUInt16LittleEndian(file[Magic.Length..]);
        if (version != Version)
        {
            throw new ModelFileException($"The model file has format {version}; this program reads format {Version}. Train the model again or update the program.");
        }
        if (!SHA256.HashData(file[..^ChecksumLength]).AsSpan().SequenceEqual(file[^ChecksumLength..]))
        {
            throw new ModelFileException("The model file is damaged: its checksum does not match its content.");
        }
        buffer.SetLength(buffer.Length - ChecksumLength);
        buffer.Position = HeaderLength;
        try
        {
            return ReadContent(buffer);
        }
        catch (Exception e) when (e is IOException or FormatException or JsonException or ArgumentException or OverflowException)
        {
            throw new ModelFileException("The model file is damaged: " + e.Message, e);
        }
    }

    private static LinearTextModel ReadContent(MemoryStream content)
    {
        using var reader = new BinaryReader(content, Encoding.UTF8);
        var card = JsonSerializer.Deserialize<ModelCard>(reader.ReadBytes(reader.Read7BitEncodedInt()), s_cardFormat)
            ?? throw new ModelFileException("The model file is damaged: it has no model card.");
        card.Options.Validate();
        if (card.Labels.Count < 2 || card.Options.MaximumGram is null || !(card.Temperature > 0) || card.ErrorFloor is not (>= 0 and < 1))
        {
            throw new ModelFileException("The model file is damaged: its model card is impossible.");
        }
        var space = new FeatureSpace(
            ReadVocabulary(reader), ReadVocabulary(reader), card.Options.MaximumGram ?? 0, (float)card.Options.SubjectWeight);
        var biases = ReadFloats(reader, card.Labels.Count);
        var factors = ReadFloats(reader, card.Labels.Count);
        if (content.Length - content.Position != (long)sizeof(short) * space.FeatureCount * biases.Length)
        {
            throw new ModelFileException("The model file is damaged: the number of weights does not fit the vocabulary.");
        }
        var stride = WeightTable.StrideOf(biases.Length);
        var rows = new short[(long)space.FeatureCount * stride];
        for (long row = 0; row < rows.LongLength; row += stride)
        {
            for (var c = 0; c < biases.Length; c++) rows[row + c] = reader.ReadInt16();
        }
        return new LinearTextModel(card, space, new WeightTable(rows, factors), biases);
    }

    private static float[] ReadFloats(BinaryReader reader, int count)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++) values[i] = reader.ReadSingle();
        return values;
    }

    private static void WriteVocabulary(BinaryWriter writer, NgramVocabulary vocabulary)
    {
        writer.Write(vocabulary.Count);
        foreach (var key in vocabulary.Keys) writer.Write(key);
    }

    private static NgramVocabulary ReadVocabulary(BinaryReader reader)
    {
        var count = reader.ReadInt32();
        if (count is < 0 or > NgramVocabulary.MostNgrams) throw new ModelFileException("The model file is damaged: impossible vocabulary size.");
        var keys = new ulong[count];
        for (var i = 0; i < count; i++) keys[i] = reader.ReadUInt64();
        return new NgramVocabulary(keys);
    }
}
