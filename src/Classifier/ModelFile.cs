using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Hotline.Classifier;

/// <summary>
/// The model on disk, little-endian: "HLTXTMDL", uint16 version, the model card as length-prefixed JSON, per block the
/// sorted n-gram keys as variable-length differences, the label biases (float32), the weights row by row (float16), and
/// last the SHA-256 of everything before it.
/// </summary>
internal static class ModelFile
{
    /// <summary>The layout this program writes and the newest it reads.</summary>
    public const ushort Version = 1;

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
        foreach (var weight in model.Weights) writer.Write((Half)weight);
        writer.Flush();
        var content = buffer.GetBuffer().AsSpan(0, (int)buffer.Length);
        stream.Write(content);
        stream.Write(SHA256.HashData(content));
    }

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
        if (card.Labels.Count < 2 || !(card.Temperature > 0) || card.ErrorFloor is not (>= 0 and < 1))
        {
            throw new ModelFileException("The model file is damaged: its model card is impossible.");
        }
        var space = new FeatureSpace(
            ReadVocabulary(reader), ReadVocabulary(reader), card.Options.MaximumGram, (float)card.Options.SubjectWeight);
        var biases = new float[card.Labels.Count];
        for (var c = 0; c < biases.Length; c++) biases[c] = reader.ReadSingle();
        if (content.Length - content.Position != 2L * space.FeatureCount * biases.Length)
        {
            throw new ModelFileException("The model file is damaged: the number of weights does not fit the vocabulary.");
        }
        var weights = new float[space.FeatureCount * biases.Length];
        for (var i = 0; i < weights.Length; i++) weights[i] = (float)reader.ReadHalf();
        return new LinearTextModel(card, space, weights, biases);
    }

    private static void WriteVocabulary(BinaryWriter writer, NgramVocabulary vocabulary)
    {
        writer.Write7BitEncodedInt(vocabulary.Count);
        var previous = 0UL;
        foreach (var key in vocabulary.Keys)
        {
            writer.Write7BitEncodedInt64((long)(key - previous));
            previous = key;
        }
    }

    private static NgramVocabulary ReadVocabulary(BinaryReader reader)
    {
        var count = reader.Read7BitEncodedInt();
        if (count < 0 || count > reader.BaseStream.Length) throw new ModelFileException("The model file is damaged: impossible vocabulary size.");
        var keys = new ulong[count];
        var previous = 0UL;
        for (var i = 0; i < count; i++)
        {
            var step = (ulong)reader.Read7BitEncodedInt64();
            if (step == 0 || previous + step < previous) throw new ModelFileException("The model file is damaged: the vocabulary is not in order.");
            keys[i] = previous += step;
        }
        return new NgramVocabulary(keys);
    }
}
