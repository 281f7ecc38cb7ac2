using System.Collections.Concurrent;

namespace Passerelle.Gateway.Kafka.Clients;

/// <summary>A thread of its own for calls of the client that block, so that they take none from the pool.</summary>
internal sealed class WorkThread : IDisposable
{
    private readonly BlockingCollection<Action> jobs = [];

    public WorkThread(string name)
    {
        new Thread(Run) { IsBackground = true, Name = name }.Start();
    }

    /// <summary>Jobs run one after the other.</summary>
    public Task<T> RunAsync<T>(Func<T> job)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        jobs.Add(() =>
        {
            try
            {
                done.SetResult(job());
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        });
        return done.Task;
    }

    public Task RunAsync(Action job) => RunAsync(() =>
    {
        job();
        return true;
    });

    /// <summary>The thread ends when what was asked for is done.</summary>
    public void Dispose() => jobs.CompleteAdding();

    private void Run()
    {
        foreach (var job in jobs.GetConsumingEnumerable()) job();
        jobs.Dispose();
    }
}
