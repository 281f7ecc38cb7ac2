namespace Passerelle.Gateway.Ports.Log;

/// <summary>A topic as the product wants it.</summary>
/// <param name="Name">With the workspace's prefix.</param>
/// <param name="Partitions">Fixed when the topic is made.</param>
/// <param name="Compacted">Keeps the last event of each key; otherwise events go by <paramref name="Retention"/>.</param>
/// <param name="Retention">How long events stay (compacted: how long tombstones and superseded values stay); null for ever.</param>
public sealed record TopicSpec(string Name, int Partitions, bool Compacted, TimeSpan? Retention);
