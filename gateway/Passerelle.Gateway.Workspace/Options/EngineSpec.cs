using Passerelle.Contracts.Adapters;

namespace Passerelle.Gateway.Workspace.Options;

/// <summary>An engine of the log or the store and the options that stand beside <c>engine</c>.</summary>
public sealed record EngineSpec(string Name, string Doc, IReadOnlyList<OptionSpec> Options);
