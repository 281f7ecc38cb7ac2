using Passerelle.Contracts.Adapters;
using Passerelle.Gateway.Workspace.Connections;
using Passerelle.Gateway.Workspace.DataContracts;
using Passerelle.Gateway.Workspace.Mapping;

namespace Passerelle.Gateway.Workspace.Flows;

/// <summary>What a flow's records are.</summary>
public enum FlowSemantics
{
    /// <summary>Each record is the whole present state of its key; a newer one may pass a failed older one.</summary>
    State,

    /// <summary>Each record is a change; nothing of a key may be skipped or overtaken.</summary>
    Delta,
}

/// <summary>One flow, checked and compiled: source → mapping → contract.</summary>
public sealed record FlowDefinition
{
    public required string Name { get; init; }

    public required DataContract Contract { get; init; }

    public required ISourceAdapter Adapter { get; init; }

    public required IOptionReader SourceOptions { get; init; }

    public required IRecordMapper Mapper { get; init; }

    /// <summary>Record fields that the contract key is a function of.</summary>
    public required IReadOnlyList<string> Key { get; init; }

    public FlowSemantics Semantics { get; init; } = FlowSemantics.State;

    /// <summary>Every delivery holds everything: it is compared with the last one by key.</summary>
    public bool FullExtract { get; init; }

    public decimal MaxVanishedPercent { get; init; } = 5;

    public decimal MaxBadPercent { get; init; } = 5;

    /// <summary>Time of day (local to the gateway's clock) by which a delivery is expected each day; null for none.</summary>
    public TimeOnly? ExpectedBy { get; init; }

    /// <summary>Null when the adapter takes none.</summary>
    public ConnectionDefinition? Connection { get; init; }

    /// <summary>Each record is a part that is merged onto the key's last published value.</summary>
    public bool MergePatch { get; init; }

    /// <summary>Records say themselves which of two is newer, across all flows of the contract; otherwise arrival decides.</summary>
    public bool IsOrdered { get; init; }

    /// <summary>Original bytes stay in the archive instead of travelling in the log.</summary>
    public bool ArchivedOriginBytes { get; init; }
}
