using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Hotline.Classifier.CommandLine;

/// <summary>
/// Which ids and texts have occurred and where first. It keeps 16 bytes of a SHA-256 for each in place of the text, so that
/// memory is some 100 bytes a row however long the messages are; two different texts are taken for one about never (10^-26 in 10^6 rows).
/// </summary>
internal sealed class SeenRows
{
    private readonly Dictionary<Hash, int> _ids = [];
    private readonly Dictionary<Hash, int> _texts = [];
    private readonly List<Row> _rows = [];
    private readonly List<string> _files = [];
    private readonly List<string> _labels = [];
    private readonly Dictionary<string, int> _labelIndexes = new(StringComparer.Ordinal);
    private byte[] _buffer = [];

    /// <summary>Number of different labels.</summary>
    public int LabelCount => _labels.Count;

    /// <summary>The first row, for a person.</summary>
    public string First => Where(0);

    /// <summary>From here on rows are of this file.</summary>
    public void StartFile(string path) => _files.Add(path);

    /// <summary>Notes a row, and reports what it shares with an earlier one.</summary>
    /// <returns>False when it is an earlier row once more, with the same id; it is then not noted.</returns>
    public bool Add(string id, Example example, int line, DataReport report)
    {
        var where = $"{_files[^1]}, line {line}";
        var number = _rows.Count;
        var text = HashOf(example.Subject, example.Body);
        var firstOfText = _texts.GetValueOrDefault(text, number);
        if (!_labelIndexes.TryGetValue(example.Label, out var label)) label = _labels.Count;
        if (id.Length > 0)
        {
            ref var firstOfId = ref CollectionsMarshal.GetValueRefOrAddDefault(_ids, HashOf(id, ""), out var known);
            if (!known)
            {
                firstOfId = number;
            }
            else if (_rows[firstOfId].FirstOfText == firstOfText && _rows[firstOfId].Label == label)
            {
                report.Add("rows given twice with the same id, the second left out", $"'{id}' in {Where(firstOfId)} and {where}");
                return false;
            }
            else
            {
                report.Add("duplicate ids on different rows, both used", $"'{id}' in {Where(firstOfId)} and {where}");
            }
        }
        if (firstOfText == number) _texts[text] = number;
        else if (_rows[firstOfText].Label == label) report.Add("identical texts with the same label, both used", $"{Where(firstOfText)} and {where}");
        else report.Add("identical texts with conflicting labels, both used", $"'{_labels[_rows[firstOfText].Label]}' in {Where(firstOfText)} and '{example.Label}' in {where}");
        if (_labelIndexes.TryAdd(example.Label, label)) _labels.Add(example.Label);
        _rows.Add(new Row(_files.Count - 1, line, label, firstOfText));
        return true;
    }

    private string Where(int row) => $"{_files[_rows[row].File]}, line {_rows[row].Line}";

    private Hash HashOf(string first, string second)
    {
        var units = MemoryMarshal.AsBytes(first.AsSpan());
        var more = MemoryMarshal.AsBytes(second.AsSpan());
        var length = sizeof(int) + units.Length + more.Length;
        if (_buffer.Length < length) _buffer = new byte[length * 2];
        BinaryPrimitives.WriteInt32LittleEndian(_buffer, units.Length);
        units.CopyTo(_buffer.AsSpan(sizeof(int)));
        more.CopyTo(_buffer.AsSpan(sizeof(int) + units.Length));
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(_buffer.AsSpan(0, length), hash);
        return MemoryMarshal.Read<Hash>(hash);
    }

    private readonly record struct Hash(ulong Low, ulong High);

    private readonly record struct Row(int File, int Line, int Label, int FirstOfText);
}
