using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Passerelle.Gateway.Pipeline.Messages;
using Passerelle.Gateway.Pipeline.Stages;
using Passerelle.Gateway.Ports.Log;
using Passerelle.Gateway.Ports.Store;
using Passerelle.Gateway.Workspace.DataContracts;
using Passerelle.Gateway.Workspace.Flows;

namespace Passerelle.Gateway.Pipeline.Project;

/// <summary>Contract events as rows of the read store.</summary>
internal sealed class ContractProjection(DataContract contract, IReadOnlyList<FlowDefinition> flows, GatewayEnvironment environment) : IProjection
{
    public string Name { get; } = ProjectionName.Of(contract);

    public string Topic { get; } = environment.Topics.Contract(contract);

    public string Group { get; } = environment.Topics.ProjectGroup(contract);

    public IReadOnlyList<string> Flows { get; } = [.. flows.Select(f => f.Name)];

    public IProjectLetters Letters { get; } = new ContractLetters(contract, flows, environment);

    public int Partitions { get; } = environment.PartitionsOf(contract);

    /// <summary>Live rows, by key.</summary>
    public StoreQuery Rows(int limit) => new(contract.Name, contract.Version.Major, limit);

    public ProjectionBatch ToBatch(IReadOnlyList<LogEvent> events, int partition, long from, long next)
    {
        var now = environment.Time.GetUtcNow();
        var values = new StoredValue[events.Count];
        var asOf = new AsOfReader(now);
        for (var i = 0; i < values.Length; i++) values[i] = ToValue(events[i], now, asOf);
        return new ProjectionBatch(Name, partition, from, next)
        {
            Contract = contract.Name,
            Major = contract.Version.Major,
            Values = values,
        };
    }

    /// <summary>A contract event as the row that it makes.</summary>
    internal static StoredValue ToValue(LogEvent e, DateTimeOffset now) => ToValue(e, now, new AsOfReader(now));

    private static StoredValue ToValue(LogEvent e, DateTimeOffset now, AsOfReader times)
    {
        long sequence = 0;
        var id = "";
        var asOf = now;
        ReadOnlyMemory<byte> lineage = default;
        foreach (var header in e.Headers)
        {
            switch (header.Name)
            {
                case HeaderNames.Sequence:
                    sequence = Utf8Parser.TryParse(header.Value.Span, out long read, out _) ? read : 0;
                    break;
                case HeaderNames.Id:
                    id = Encoding.UTF8.GetString(header.Value.Span);
                    break;
                case HeaderNames.Lineage:
                    lineage = header.Value;
                    break;
                case HeaderNames.AsOf:
                    asOf = times.Read(header.Value);
                    break;
            }
        }

        return new StoredValue(Encoding.ASCII.GetString(e.Key.Span), e.Value, sequence, id, lineage, asOf, now);
    }
}

/// <summary>Reads the times of one batch: neighbours mostly say the same one.</summary>
internal sealed class AsOfReader(DateTimeOffset otherwise)
{
    private ReadOnlyMemory<byte> _text;
    private DateTimeOffset _time;

    public DateTimeOffset Read(ReadOnlyMemory<byte> text)
    {
        if (!text.IsEmpty && text.Span.SequenceEqual(_text.Span)) return _time;
        _text = text;
        _time = DateTimeOffset.TryParse(Encoding.ASCII.GetString(text.Span), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var said)
            ? said
            : otherwise;
        return _time;
    }
}
