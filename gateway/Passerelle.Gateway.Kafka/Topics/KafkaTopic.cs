using Passerelle.Gateway.Kafka.Errors;

namespace Passerelle.Gateway.Kafka.Topics;

/// <summary>A topic as the cluster knows it.</summary>
/// <param name="Id">The cluster's own id of the topic: a topic that is made anew has another.</param>
internal sealed record KafkaTopic(string Name, string Id, int Partitions, int Replicas)
{
    public void Demand(int partition)
    {
        if ((uint)partition >= (uint)Partitions) throw Fail.UnknownPartition(Name, partition, Partitions);
    }
}
