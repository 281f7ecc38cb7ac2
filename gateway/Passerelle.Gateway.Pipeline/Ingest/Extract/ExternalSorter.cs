using System.Runtime.InteropServices;

namespace Passerelle.Gateway.Pipeline.Ingest.Extract;

/// <summary>Sorts any number of entries in constant memory: sorted runs in scratch files, merged when read.</summary>
/// <remarks>Holds one run (20 MiB) in memory; scratch grows by 40 bytes a record.</remarks>
internal sealed class ExternalSorter(string folder) : IDisposable
{
    private const int RunLength = 512 * 1024;
    private readonly ExtractEntry[] _run = GC.AllocateUninitializedArray<ExtractEntry>(RunLength);
    private readonly List<FileStream> _files = [];
    private int _count;

    public long Count { get; private set; }

    public void Add(in ExtractEntry entry)
    {
        if (_count == RunLength) Spill();
        _run[_count++] = entry;
        Count++;
    }

    /// <summary>All entries in order. Nothing may be added afterwards.</summary>
    public IEnumerable<ExtractEntry> Sorted()
    {
        if (_files.Count == 0)
        {
            _run.AsSpan(0, _count).Sort();
            for (var i = 0; i < _count; i++) yield return _run[i];
            yield break;
        }

        if (_count > 0) Spill();
        var queue = new PriorityQueue<RunReader, ExtractEntry>();
        foreach (var file in _files)
        {
            var reader = new RunReader(file);
            if (reader.Next(out var first)) queue.Enqueue(reader, first);
        }

        while (queue.TryDequeue(out var reader, out var entry))
        {
            yield return entry;
            if (reader.Next(out var next)) queue.Enqueue(reader, next);
        }
    }

    public void Dispose()
    {
        foreach (var file in _files) file.Dispose();
        _files.Clear();
    }

    private void Spill()
    {
        Directory.CreateDirectory(folder);
        var file = new FileStream(Path.Combine(folder, $"run-{Guid.NewGuid():N}"), new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose,
            BufferSize = 0,
        });
        _files.Add(file);
        var run = _run.AsSpan(0, _count);
        run.Sort();
        file.Write(MemoryMarshal.AsBytes(run));
        file.Position = 0;
        _count = 0;
    }

    private sealed class RunReader(FileStream file)
    {
        private readonly ExtractEntry[] _buffer = new ExtractEntry[4096];
        private int _at;
        private int _filled;

        public bool Next(out ExtractEntry entry)
        {
            if (_at == _filled) Fill();
            entry = _at < _filled ? _buffer[_at++] : default;
            return _filled > 0;
        }

        private void Fill()
        {
            var read = file.ReadAtLeast(MemoryMarshal.AsBytes(_buffer.AsSpan()), _buffer.Length * Marshal.SizeOf<ExtractEntry>(), throwOnEndOfStream: false);
            _filled = read / Marshal.SizeOf<ExtractEntry>();
            _at = 0;
        }
    }
}
