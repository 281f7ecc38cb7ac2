using System.Runtime.CompilerServices;
using Passerelle.Gateway.Kafka.Topics;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Kafka.State;

/// <summary>Reads a table from outside its owner: which group keeps it is not known, so the state topics of the workspace are looked through.</summary>
internal sealed class StateReader(KafkaOptions options, TopicCatalog topics, LogEnds ends, StateLoader loader)
{
    private const int PageSize = 500;

    public async IAsyncEnumerable<StateEntry> ReadAsync(string table, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var names = await topics.NamesAsync(cancellationToken);
        foreach (var name in names.Where(IsState).Order(StringComparer.Ordinal))
        {
            var topic = await topics.GetAsync(name, cancellationToken);
            for (var partition = 0; partition < topic.Partitions; partition++)
            {
                await foreach (var entry in ReadAsync(name, partition, table, cancellationToken)) yield return entry;
            }
        }
    }

    private bool IsState(string topic) =>
        topic.StartsWith(options.Prefix + ".", StringComparison.Ordinal) && topic.EndsWith(StateLoader.Suffix, StringComparison.Ordinal);

    /// <summary>Through a file of its own, so that a table of any size takes no memory.</summary>
    private async IAsyncEnumerable<StateEntry> ReadAsync(string topic, int partition, string table, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var end = await ends.CommittedAsync(topic, partition, cancellationToken);
        if (end == 0) yield break;
        var file = Path.Combine(options.CacheFolder, "state", $"read-{Guid.NewGuid():n}.db");
        try
        {
            using var copy = StateCache.Open(file);
            await loader.LoadAsync(copy, topic, partition, end, cancellationToken);
            await foreach (var entry in ScanAsync(copy, table, partition, cancellationToken)) yield return entry;
        }
        finally
        {
            StateFile.Delete(file);
        }
    }

    /// <summary>Page by page, so that the owner can write in between.</summary>
    public static async IAsyncEnumerable<StateEntry> ScanAsync(
        StateCache cache, string table, int partition, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        byte[]? after = null;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var page = cache.Page(table, partition, after, PageSize);
            foreach (var entry in page) yield return entry;
            if (page.Count < PageSize) yield break;
            after = page[^1].Key.ToArray();
            await Task.Yield();
        }
    }
}
