using Passerelle.Gateway.Workspace.Documents;

namespace Passerelle.Gateway.Workspace.Options;

/// <summary>A value after <see cref="SpecBinder"/> checked it, with the node it was read from.</summary>
/// <param name="Content">A text, number or boolean, <see cref="BoundOptions"/>, <see cref="BoundMap"/>, <see cref="BoundTag"/>,
/// a list of bound values, or the node itself.</param>
internal sealed record BoundValue(ConfigNode Node, object Content);

/// <summary>A map from free names to bound values.</summary>
internal sealed class BoundMap(ConfigMap map, IReadOnlyDictionary<string, BoundValue> values)
{
    public ConfigMap Map => map;

    /// <summary>Null when nothing stands there, or a problem was reported.</summary>
    public BoundValue? this[string name] => values.GetValueOrDefault(name);
}

/// <summary>One of several by its name, with its options.</summary>
internal sealed record BoundTag(string Name, BoundOptions Options);
