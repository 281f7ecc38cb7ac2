using Confluent.Kafka;
using Passerelle.Gateway.Kafka.Clients;
using Passerelle.Gateway.Kafka.Errors;
using Passerelle.Gateway.Kafka.Topics;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Kafka.Writing;

/// <summary>Appends from outside any stage, one transaction after the other, by a producer of this instance.</summary>
/// <remarks>Its transactions time out soon: should the instance die in one, readers of the topic wait no longer than that.</remarks>
internal sealed class RequestWriter(ClientFactory clients, TopicCatalog topics, CommitMarks marks, string id, int maxBytes) : IDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
    private readonly SemaphoreSlim turn = new(1, 1);
    private TransactionalWriter? writer;

    public async ValueTask AppendAsync(IReadOnlyList<LogAppend> events, CancellationToken cancellationToken)
    {
        var buffer = new TransactionBuffer(clients.Settings.MaxEventBytes, maxBytes);
        foreach (var entry in events)
        {
            (await topics.GetAsync(entry.Topic, cancellationToken)).Demand(entry.Partition);
            buffer.Append(entry);
        }

        if (buffer.IsEmpty) return;
        await turn.WaitAsync(cancellationToken);
        try
        {
            writer ??= await OpenAsync(cancellationToken);
            var (last, others) = (buffer.Events[^1], buffer.Events.Take(buffer.Events.Count - 1).ToList());
            var offset = await writer.CommitAsync(others, [last], cancellationToken);
            await marks.AwaitAsync(new(last.Topic, last.Partition), offset, cancellationToken);
        }
        catch (WriterLostException e)
        {
            Drop();
            throw Fail.Kafka("Appending requests", new Error(ErrorCode.Local_TimedOut, $"{e.Message} Whether they were taken shows in their effect"), e);
        }
        catch
        {
            Drop();
            throw;
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose()
    {
        Drop();
        turn.Dispose();
    }

    private async Task<TransactionalWriter> OpenAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Timeout * 2);
        try
        {
            return await TransactionalWriter.OpenAsync(clients, id, Timeout, patience.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw Fail.Kafka("Appending requests", new Error(ErrorCode.Local_TimedOut, "no broker answered"), e);
        }
    }

    private void Drop()
    {
        writer?.Dispose();
        writer = null;
    }
}
