using System.Buffers;
using System.Buffers.Binary;
using System.Collections;
using System.Runtime.InteropServices;

namespace Hotline.Classifier.CommandLine;

/// <summary>
/// Labelled messages in a temporary file that are read again whenever they are asked for, so that training may pass over more of
/// them than memory holds: 12 bytes a message stay in memory. The file is the user's alone, lies in the system's temporary
/// folder and loses its name at once, so that nothing remains of it when the program ends, however it ends.
/// </summary>
/// <remarks>For one thread.</remarks>
internal sealed class MessageSpool : IReadOnlyList<Example>, IDisposable
{
    private const int LengthBytes = sizeof(int);
    private const int WrittenAtOnce = 1 << 20;

    private readonly FileStream _file;
    private readonly ArrayBufferWriter<byte> _unwritten = new();
    private readonly List<long> _starts = [0];
    private readonly List<int> _labels = [];
    private readonly List<string> _labelNames = [];
    private readonly Dictionary<string, int> _labelIndexes = new(StringComparer.Ordinal);
    private long _length;

    /// <exception cref="IOException">The temporary folder cannot be written to.</exception>
    public MessageSpool()
    {
        var path = Path.GetTempFileName(); // readable by nobody else
        _file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Delete, bufferSize: 0);
        File.Delete(path);
    }

    /// <inheritdoc/>
    public int Count => _labels.Count;

    /// <inheritdoc/>
    public Example this[int index]
    {
        get
        {
            var label = _labelNames[_labels[index]];
            if (_unwritten.WrittenCount > 0) Write();
            var length = (int)(_starts[index + 1] - _starts[index]);
            var buffer = ArrayPool<byte>.Shared.Rent(length);
            var row = buffer.AsSpan(0, length);
            for (var done = 0; done < length;)
            {
                var read = RandomAccess.Read(_file.SafeFileHandle, row[done..], _starts[index] + done);
                done += read > 0 ? read : throw new EndOfStreamException("The temporary file with the messages has been cut off.");
            }
            var text = MemoryMarshal.Cast<byte, char>(row[LengthBytes..]);
            var subject = BinaryPrimitives.ReadInt32LittleEndian(row);
            var example = new Example(new string(text[..subject]), new string(text[subject..]), label);
            ArrayPool<byte>.Shared.Return(buffer);
            return example;
        }
    }

    /// <summary>Adds a message behind the others.</summary>
    /// <exception cref="IOException">The disk is full.</exception>
    public void Add(Example example)
    {
        if (!_labelIndexes.TryGetValue(example.Label, out var label))
        {
            _labelIndexes[example.Label] = label = _labelNames.Count;
            _labelNames.Add(example.Label);
        }
        BinaryPrimitives.WriteInt32LittleEndian(_unwritten.GetSpan(LengthBytes), example.Subject.Length);
        _unwritten.Advance(LengthBytes);
        _unwritten.Write(MemoryMarshal.AsBytes(example.Subject.AsSpan()));
        _unwritten.Write(MemoryMarshal.AsBytes(example.Body.AsSpan()));
        _labels.Add(label);
        _starts.Add(_length + _unwritten.WrittenCount);
        if (_unwritten.WrittenCount >= WrittenAtOnce) Write();
    }

    /// <inheritdoc/>
    public IEnumerator<Example> GetEnumerator()
    {
        for (var i = 0; i < Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private void Write()
    {
        RandomAccess.Write(_file.SafeFileHandle, _unwritten.WrittenSpan, _length);
        _length += _unwritten.WrittenCount;
        _unwritten.ResetWrittenCount();
    }
}
