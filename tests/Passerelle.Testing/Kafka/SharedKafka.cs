namespace Passerelle.Testing.Kafka;

/// <summary>The cluster that all tests of an assembly share: the one that <c>PASSERELLE_TEST_KAFKA</c> names, or one that is started for them.
/// Tests keep apart by prefix.</summary>
public static class SharedKafka
{
    private static readonly SemaphoreSlim Turn = new(1, 1);
    private static KafkaBroker? started;

    /// <summary>The bootstrap servers; ignores the test when there is no Kafka, and fails it in continuous integration.</summary>
    public static async Task<string> RequireAsync()
    {
        if (Environment.GetEnvironmentVariable("PASSERELLE_TEST_KAFKA") is { Length: > 0 } servers) return servers;
        RequireBroker();
        await Turn.WaitAsync();
        try
        {
            // The cleaner waits 15 s between its rounds otherwise.
            started ??= await KafkaBroker.StartAsync(1, "log.cleaner.backoff.ms=300", "log.retention.check.interval.ms=500");
            return started.Servers;
        }
        finally
        {
            Turn.Release();
        }
    }

    /// <summary>For tests that crash or pause a cluster of their own.</summary>
    public static void RequireBroker()
    {
        if (KafkaBroker.Find(out var missing) is not null) return;
        throw Missing.Because($"No Kafka: PASSERELLE_TEST_KAFKA is not set, and {missing}.");
    }

    /// <summary>To be called when an assembly's tests have ended.</summary>
    public static async Task EndAsync()
    {
        if (started is null) return;
        await started.DisposeAsync();
        started = null;
    }
}
