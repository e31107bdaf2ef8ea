using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Hotline.Api.Platform;

/// <summary>
/// The keys of personal data as files, readable by their owner alone: <c>personal-data.key</c> is key 1, <c>personal-data.2.key</c> key 2
/// and so on; the newest seals, all open. The look-up index and the query codes have keys of their own (<c>index.key</c>,
/// <c>query-code.key</c>), which never change: residents keep their codes, and a caller is still recognised after a rotation.
/// </summary>
internal sealed class KeyRing
{
    /// <summary>Another process may make a key; each one looks again after this time.</summary>
    public static readonly TimeSpan NoticedWithin = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<int, byte[]> _sealKeys = [];
    private volatile int _newest;
    private long _lookedAt;

    /// <exception cref="InvalidOperationException">A key file is damaged, or there are keys but not the first nor those made from it.</exception>
    public KeyRing(string folder)
    {
        Folder = folder;
        Directory.CreateDirectory(folder);
        var (index, code) = (Path.Combine(folder, "index.key"), Path.Combine(folder, "query-code.key"));
        if (!File.Exists(index) || !File.Exists(code))
        {
            if (Ids().Any() && !File.Exists(FileOf(1))) throw new InvalidOperationException($"The folder {folder} lacks index.key or query-code.key, and key 1 from which they are made: put them back.");
            var first = LoadOrCreate(FileOf(1), () => RandomNumberGenerator.GetBytes(32));
            LoadOrCreate(index, () => Derive(first, "index"));
            LoadOrCreate(code, () => Derive(first, "query-code"));
        }
        (IndexKey, QueryCodeKey) = (Load(index), Load(code));
        if (!Ids().Any()) LoadOrCreate(FileOf(1), () => RandomNumberGenerator.GetBytes(32));
        Look();
    }

    public string Folder { get; }
    public byte[] IndexKey { get; }
    public byte[] QueryCodeKey { get; }

    /// <summary>Number of the key that seals.</summary>
    public int Newest
    {
        get
        {
            if (TimeProvider.System.GetElapsedTime(Interlocked.Read(ref _lookedAt)) > NoticedWithin) Look();
            return _newest;
        }
    }

    /// <summary>The sealing key of a number; null when its file is not there.</summary>
    public byte[]? Find(int id)
    {
        if (_sealKeys.TryGetValue(id, out var key)) return key;
        Look();
        return _sealKeys.GetValueOrDefault(id);
    }

    /// <summary>Makes the next key and gives its number.</summary>
    public int Make()
    {
        var id = Ids().Max() + 1;
        LoadOrCreate(FileOf(id), () => RandomNumberGenerator.GetBytes(32));
        Look();
        return id;
    }

    public string FileOf(int id) => Path.Combine(Folder, id == 1 ? "personal-data.key" : $"personal-data.{id.ToString(CultureInfo.InvariantCulture)}.key");

    /// <summary>Numbers of the keys that have a file.</summary>
    public IReadOnlyList<int> Ids()
    {
        var ids = new List<int>();
        foreach (var file in Directory.EnumerateFiles(Folder, "personal-data*.key").Select(Path.GetFileName))
            if (file == "personal-data.key") ids.Add(1);
            else if (int.TryParse(file!["personal-data.".Length..^".key".Length], NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 1) ids.Add(id);
        return ids;
    }

    private void Look()
    {
        var ids = Ids();
        foreach (var id in ids)
            if (!_sealKeys.ContainsKey(id)) _sealKeys[id] = Derive(Load(FileOf(id)), "seal");
        if (ids.Count > 0) _newest = ids.Max();
        Interlocked.Exchange(ref _lookedAt, TimeProvider.System.GetTimestamp());
    }

    private static byte[] Derive(byte[] master, string use) => HKDF.DeriveKey(HashAlgorithmName.SHA256, master, 32, info: Encoding.UTF8.GetBytes("hotline/" + use));

    private static byte[] LoadOrCreate(string file, Func<byte[]> make)
    {
        if (!File.Exists(file))
        {
            var temporary = $"{file}.{Guid.NewGuid():N}";
            var mode = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) mode.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (var stream = new FileStream(temporary, mode))
            {
                stream.Write(make());
                stream.Flush(flushToDisk: true);
            }
            try { File.Move(temporary, file, overwrite: false); }
            catch (IOException) when (File.Exists(file)) { File.Delete(temporary); } // another process was first
        }
        return Load(file);
    }

    private static byte[] Load(string file)
    {
        var key = File.ReadAllBytes(file);
        return key.Length == 32 ? key : throw new InvalidOperationException($"The key file {file} is damaged: it must hold 32 bytes.");
    }
}
