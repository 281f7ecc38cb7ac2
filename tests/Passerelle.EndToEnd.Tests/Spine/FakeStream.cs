using System.Globalization;
using System.Text;
using Passerelle.Contracts.Adapters;
using Passerelle.Contracts.Errors;
using Passerelle.Contracts.Records;

namespace Passerelle.EndToEnd.Tests.Spine;

/// <summary>An adapter whose source has no deliveries: a growing list of <c>id,name[,own id[,as of]]</c>, read from a position on.
/// The name <c>!</c> says that the id has gone.</summary>
internal sealed class FakeStream : IStreamAdapter
{
    public static readonly ErrorCode Unreachable = new("PSR-9904", FailureKind.Connection, "The source is down.");

    private readonly Lock _gate = new();
    private readonly List<string> _rows = [];
    private readonly List<string> _acknowledged = [];

    public AdapterSpec Spec { get; } = new("fake_stream", "A stream for tests.") { Source = [] };

    /// <summary>What opening or reading throws; null when it is up.</summary>
    public Exception? Down { get; set; }

    public int Opened { get; private set; }

    public string Acknowledged
    {
        get
        {
            lock (_gate) return string.Join(' ', _acknowledged);
        }
    }

    public void Add(params string[] rows)
    {
        lock (_gate) _rows.AddRange(rows);
    }

    public void Validate(AdapterRole role, IOptionReader options)
    {
    }

    public ISource CreateSource(IOptionReader options, AdapterContext context) => new Source(this);

    private static SourceRecord Record(string row, long number)
    {
        var parts = row.Split(',');
        var gone = parts[1] == "!";
        return new SourceRecord
        {
            Origin = new Origin("fake", number, 0, -1, -1),
            Json = Encoding.UTF8.GetBytes(gone ? $$"""{"id":"{{parts[0]}}"}""" : $$"""{"id":"{{parts[0]}}","name":"{{parts[1]}}"}"""),
            Original = Encoding.UTF8.GetBytes(row),
            IsDelete = gone,
            Id = parts.Length > 2 ? Encoding.UTF8.GetBytes(parts[2]) : default,
            AsOf = parts.Length > 3 ? DateTimeOffset.Parse(parts[3], CultureInfo.InvariantCulture) : null,
        };
    }

    private sealed class Source(FakeStream owner) : ISource, IAcknowledged, IRecordDecoder
    {
        private int? _next;

        public ValueTask OpenAsync(string? position, CancellationToken cancellationToken)
        {
            if (owner.Down is { } down) throw down;
            owner.Opened++;
            _next = position is null ? 0 : int.Parse(position, CultureInfo.InvariantCulture);
            return ValueTask.CompletedTask;
        }

        public ValueTask<RecordBatch> ReadAsync(int maxRecords, CancellationToken cancellationToken)
        {
            if (owner.Down is { } down) throw down;
            var from = _next ?? throw new InvalidOperationException("The source is read before it was opened.");
            lock (owner._gate)
            {
                var rows = owner._rows.Skip(from).Take(maxRecords).Select((row, i) => Record(row, from + i + 1)).ToList();
                _next = from + rows.Count;
                return ValueTask.FromResult(new RecordBatch(rows, _next.Value.ToString(CultureInfo.InvariantCulture), rows.Count == 0));
            }
        }

        public ValueTask AcknowledgeAsync(string position, CancellationToken cancellationToken)
        {
            lock (owner._gate) owner._acknowledged.Add(position);
            return ValueTask.CompletedTask;
        }

        public RecordBatch Decode(ReadOnlyMemory<byte> original, Origin origin) =>
            new([Record(Encoding.UTF8.GetString(original.Span), origin.Record)], "", true);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
