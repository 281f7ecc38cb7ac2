using System.Buffers;
using Passerelle.Contracts.Errors;
using Passerelle.Contracts.Records;

namespace Passerelle.Formats.Delimited;

/// <summary>Collects the records of one batch in pooled memory, which the batch gives back when it is disposed.</summary>
internal sealed class BatchBuilder(TextEncoding encoding, int capacity) : IDisposable
{
    /// <summary>Size at which a batch is handed on.</summary>
    private const int EnoughBytes = 3 * 1024 * 1024;

    private const int FirstBytes = 256 * 1024;

    private readonly RecordBuffer _originals = new(FirstBytes);
    private readonly Dictionary<string, long> _counters = [];
    private bool _built;
    private Pending[] _pending = ArrayPool<Pending>.Shared.Rent(Math.Min(capacity, 1024));

    public RecordBuffer Json { get; } = new(FirstBytes);

    public int Count { get; private set; }

    public bool IsFull => Count >= capacity || Json.Length + _originals.Length >= EnoughBytes;

    public void Increment(string counter, long by = 1) => _counters[counter] = _counters.GetValueOrDefault(counter) + by;

    /// <param name="origin">Where the record stands.</param>
    /// <param name="jsonStart">Where its JSON begins in <see cref="Json"/>; it ends at the end.</param>
    /// <param name="original">Its bytes in framer form.</param>
    /// <param name="failure">Why it was not decoded.</param>
    public void Add(in Origin origin, int jsonStart, ReadOnlySpan<byte> original, Failure? failure)
    {
        if (Count == _pending.Length) Grow();
        var start = _originals.Length;
        if (encoding.IsUtf16) Utf16Form.Restore(original, _originals.Take(Utf16Form.OriginalLength(original)), encoding.BigEndian);
        else _originals.Write(original);
        _pending[Count++] = new(origin, jsonStart, Json.Length - jsonStart, start, _originals.Length - start, failure);
    }

    public RecordBatch Build(string positionAfter, bool isEnd)
    {
        var records = ArrayPool<SourceRecord>.Shared.Rent(Math.Max(Count, 1));
        for (var i = 0; i < Count; i++)
        {
            ref readonly var p = ref _pending[i];
            records[i] = new()
            {
                Origin = p.Origin,
                Json = Json.Slice(p.JsonStart, p.JsonLength),
                Original = _originals.Slice(p.OriginalStart, p.OriginalLength),
                Failure = p.Failure,
            };
        }

        ReturnPending();
        _built = true;
        return new(new ArraySegment<SourceRecord>(records, 0, Count), positionAfter, isEnd, new Owner(records, Json, _originals))
        {
            Counters = _counters,
        };
    }

    /// <summary>Gives the memory back, unless a batch has it.</summary>
    public void Dispose()
    {
        if (_built) return;
        ReturnPending();
        Json.Dispose();
        _originals.Dispose();
    }

    private void Grow()
    {
        var larger = ArrayPool<Pending>.Shared.Rent(_pending.Length * 2);
        _pending.AsSpan(0, Count).CopyTo(larger);
        ReturnPending();
        _pending = larger;
    }

    private void ReturnPending()
    {
        ArrayPool<Pending>.Shared.Return(_pending, clearArray: true);
        _pending = [];
    }

    private readonly record struct Pending(
        Origin Origin, int JsonStart, int JsonLength, int OriginalStart, int OriginalLength, Failure? Failure);

    private sealed class Owner(SourceRecord[] records, RecordBuffer json, RecordBuffer originals) : IDisposable
    {
        private bool _disposed;

        public void Dispose()
        {
            if (_disposed) return;
            _disposed = true;
            ArrayPool<SourceRecord>.Shared.Return(records, clearArray: true);
            json.Dispose();
            originals.Dispose();
        }
    }
}
