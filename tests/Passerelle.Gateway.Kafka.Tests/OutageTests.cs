using Passerelle.Testing.Kafka;

namespace Passerelle.Gateway.Kafka.Tests;

/// <summary>Brokers that crash and hang for longer than every timeout of session, transaction and delivery.</summary>
internal sealed class OutageTests
{
    private static readonly TimeSpan LongerThanEveryTimeout = TimeSpan.FromSeconds(9);

    [Test]
    public async Task Work_goes_on_by_itself_after_brokers_crashed_and_after_they_hung()
    {
        SharedKafka.RequireBroker();
        await using var broker = await KafkaBroker.StartAsync();
        await using var host = new KafkaHost(broker.Servers, ("transaction.timeout.ms", "4000"), ("max.poll.interval.ms", "6000"));
        var topic = host.Prefix + "topic";
        await host.Log.EnsureTopicsAsync([new(topic, 1, false, null)], default);
        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        long last = -1;
        var run = host.Log.RunAsync(host.Prefix + "g", topic, lease => Work.CountAsync(lease, topic, number =>
        {
            Volatile.Write(ref last, number);
            return Task.CompletedTask;
        }), stop.Token);

        await Reaches(20);
        await broker.KillAsync();
        await Task.Delay(LongerThanEveryTimeout);
        await broker.StartAgainAsync();
        await Reaches(Volatile.Read(ref last) + 20);

        await broker.PauseAsync();
        await Task.Delay(LongerThanEveryTimeout);
        await broker.ResumeAsync();
        await Reaches(Volatile.Read(ref last) + 20);

        await stop.CancelAsync();
        await run;
        var numbers = await Work.NumbersAsync(host.Log, topic);
        Assert.That(numbers, Is.EqualTo(Work.FirstNumbers(numbers.Count)));
        Assert.That(numbers, Has.Count.GreaterThan(last));

        Task Reaches(long number) => Work.EventuallyAsync(() => Task.FromResult(Volatile.Read(ref last) >= number), $"number {number} is reached");
    }
}
