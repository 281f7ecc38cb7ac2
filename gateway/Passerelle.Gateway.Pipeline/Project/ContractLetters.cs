using System.Globalization;
using System.Text;
using System.Text.Json;
using Passerelle.Contracts.Errors;
using Passerelle.Contracts.Records;
using Passerelle.Gateway.Pipeline.DeadLetters;
using Passerelle.Gateway.Pipeline.Messages;
using Passerelle.Gateway.Pipeline.Stages;
using Passerelle.Gateway.Ports.Log;
using Passerelle.Gateway.Ports.Store;
using Passerelle.Gateway.Workspace.DataContracts;
using Passerelle.Gateway.Workspace.Flows;

namespace Passerelle.Gateway.Pipeline.Project;

/// <summary>Contract events that the store refused.</summary>
/// <remarks>They park nothing, in flows of changes either: a contract event is the whole value, so a newer one leaves nothing out.</remarks>
internal sealed class ContractLetters(DataContract contract, IReadOnlyList<FlowDefinition> flows, GatewayEnvironment environment) : IProjectLetters
{
    private readonly Dictionary<string, DeadLetterFactory> _factories = flows.ToDictionary(
        f => f.Name, f => new DeadLetterFactory(f, environment.Topics, environment.Partitions, environment.Time), StringComparer.Ordinal);

    public string RequestTopic { get; } = environment.Topics.ProjectRequests(contract);

    public string OpenTable { get; } = environment.Topics.ProjectOpen(contract);

    public async ValueTask<DeadLetter> MakeAsync(LogEvent e, Failure failure, CancellationToken cancellationToken)
    {
        var value = ContractProjection.ToValue(e, environment.Time.GetUtcNow());
        var lineage = Lineage.Read(value.Lineage);
        var factory = _factories.GetValueOrDefault(lineage.Flow) ?? _factories.Values.First();
        var json = value.Json ?? default;
        var (original, hash) = await OriginalAsync(lineage, cancellationToken);
        var trace = e.Header(HeaderNames.TraceParent) is { } text ? Encoding.ASCII.GetString(text.Span) : null;
        return factory.Make(Stage.Project, value.EventId, failure, value.Key, value.Sequence, lineage.Origin, value.AsOf, hash is null ? original ?? json : default, json, trace, hash) with
        {
            EventId = value.EventId,
            Lineage = value.Lineage.ToArray(),
        };
    }

    public LogAppend ToEvent(DeadLetter letter) => Factory(letter).ToEvent(letter);

    public DeadLetter Settle(DeadLetter letter, DeadLetterState state) => Factory(letter).Settle(letter, state);

    public StoredValue ToValue(DeadLetter letter) => new(
        letter.Key!, letter.Record.Length == 0 ? default(ReadOnlyMemory<byte>?) : letter.Record, letter.Sequence, letter.EventId ?? "", letter.Lineage,
        letter.AsOf, environment.Time.GetUtcNow());

    public async ValueTask<long?> SequenceAsync(string key, CancellationToken cancellationToken) =>
        (await environment.Store.GetAsync(contract.Name, contract.Version.Major, key, cancellationToken))?.Sequence;

    public ProjectionBatch ToBatch(StoredValue value, int partition, long position) => new(ProjectionName.Of(contract), partition, position, position)
    {
        Contract = contract.Name,
        Major = contract.Version.Major,
        Values = [value],
    };

    private DeadLetterFactory Factory(DeadLetter letter) => _factories.GetValueOrDefault(letter.Flow) ?? _factories.Values.First();

    /// <summary>The legacy side's own bytes or the hash of them, while raw still keeps them.</summary>
    private async ValueTask<(ReadOnlyMemory<byte>? Bytes, string? Hash)> OriginalAsync(Lineage lineage, CancellationToken cancellationToken)
    {
        if (!_factories.ContainsKey(lineage.Flow) || lineage.Topic != environment.Topics.Raw(lineage.Flow)) return default;
        var found = await environment.Log.FetchAsync(lineage.Topic, lineage.Partition, lineage.Offset, 1, TimeSpan.Zero, cancellationToken);
        if (found.Count == 0 || found[0].Offset != lineage.Offset) return default;
        return (found[0].Header(HeaderNames.Original), OriginHash.Text(found[0].Header(HeaderNames.OriginalHash) ?? default));
    }

    /// <summary>What a lineage header says; blanks for one that is not ours.</summary>
    private sealed record Lineage(string Flow, Origin Origin, string Topic, int Partition, long Offset)
    {
        public static Lineage Read(ReadOnlyMemory<byte> json)
        {
            try
            {
                using var document = JsonDocument.Parse(json);
                var root = document.RootElement;
                var origin = new Origin(Text(root, "source"), Number(root, "record"), Number(root, "line"), Number(root, "byteOffset"), (int)Number(root, "byteLength"));
                var topic = MigratedLineage.IsOn(root) ? "" : Text(root, "topic");
                return new Lineage(Text(root, "flow"), origin, topic, (int)Number(root, "partition"), Number(root, "offset"));
            }
            catch (JsonException)
            {
                return new Lineage("", new Origin("", 0, 0, -1, -1), "", 0, 0);
            }
        }

        private static string Text(JsonElement root, string name) =>
            root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

        private static long Number(JsonElement root, string name) =>
            root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var value)
            && long.TryParse(value.GetRawText(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }
}
