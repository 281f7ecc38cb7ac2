using Confluent.Kafka;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Kafka.Topics;

namespace Passerelle.Gateway.Kafka.Writing;

/// <summary>Waits for the marks that make a committed transaction visible.</summary>
/// <remarks>A coordinator acknowledges a commit when it has written the decision down; the marks follow within milliseconds. One that crashes in between
/// puts them when it comes back, or (Kafka 4.3) never. Looked for in one partition: all of them are sent together.</remarks>
internal sealed class CommitMarks(LogEnds ends, TimeSpan patience)
{
    /// <summary>How long who is to give the partition back goes on waiting.</summary>
    private static readonly TimeSpan Hurried = TimeSpan.FromSeconds(4);

    /// <param name="offset">Of a record of the transaction.</param>
    /// <exception cref="WriterLostException">They are not there, or nobody says whether they are.</exception>
    public async Task AwaitAsync(TopicPartition partition, long offset, CancellationToken hurry)
    {
        using var waiting = new CancellationTokenSource();
        await using var hurried = hurry.Register(() => waiting.CancelAfter(Hurried));
        try
        {
            await ends.PassedAsync(partition.Topic, partition.Partition.Value, offset + 1, patience, waiting.Token);
        }
        catch (Exception e) when (e is PasserelleException or OperationCanceledException)
        {
            throw new WriterLostException($"A transaction in {partition} was committed, and its marks are not there: {e.Message}", e);
        }
    }
}
