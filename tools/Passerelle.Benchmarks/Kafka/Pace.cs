using System.Diagnostics;
using System.Globalization;
using Passerelle.Contracts.Adapters;
using Passerelle.Contracts.Records;

namespace Passerelle.Benchmarks.Kafka;

/// <summary>A schedule that goes on whatever the gateway does: record <c>i</c> exists from <c>i / rate</c> seconds after the start.</summary>
internal sealed class Pace(IReadOnlyList<SourceRecord> records, double rate)
{
    private readonly Stopwatch _clock = new();

    public IReadOnlyList<SourceRecord> Records => records;

    public TimeSpan Elapsed => _clock.Elapsed;

    /// <summary>How many exist.</summary>
    public int Existing => _clock.IsRunning ? (int)Math.Min(records.Count, Math.Floor(_clock.Elapsed.TotalSeconds * rate) + 1) : 0;

    public TimeSpan DueAt(int record) => TimeSpan.FromSeconds(record / rate);

    public void Start() => _clock.Start();
}

/// <summary>A source of what exists by the schedule, in place of a flow's own.</summary>
internal sealed class PacedAdapter(IAdapter inner, Pace pace) : IStreamAdapter
{
    public AdapterSpec Spec => inner.Spec;

    public void Validate(AdapterRole role, IOptionReader options) => inner.Validate(role, options);

    public ISource CreateSource(IOptionReader options, AdapterContext context) => new Source(pace);

    private sealed class Source(Pace pace) : ISource
    {
        private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(100);
        private int _next;

        public ValueTask OpenAsync(string? position, CancellationToken cancellationToken)
        {
            _next = int.Parse(position ?? "0", CultureInfo.InvariantCulture);
            return ValueTask.CompletedTask;
        }

        /// <summary>Like a queue or a cursor: answers as soon as there is something.</summary>
        public async ValueTask<RecordBatch> ReadAsync(int maxRecords, CancellationToken cancellationToken)
        {
            var waited = Stopwatch.StartNew();
            while (pace.Existing <= _next && waited.Elapsed < Wait) await Task.Delay(1, cancellationToken);
            var count = Math.Clamp(pace.Existing - _next, 0, maxRecords);
            var records = new ArraySegment<SourceRecord>([.. pace.Records.Skip(_next).Take(count)]);
            _next += count;
            return new RecordBatch(records, _next.ToString(CultureInfo.InvariantCulture), isEnd: false);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
