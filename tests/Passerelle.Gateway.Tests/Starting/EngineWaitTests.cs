using Microsoft.Extensions.Time.Testing;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Ports.Health;
using Passerelle.Gateway.Starting;
using Passerelle.Gateway.Tests.Support;

namespace Passerelle.Gateway.Tests.Starting;

/// <summary>A start waits for what passes by itself, and for nothing else.</summary>
internal sealed class EngineWaitTests
{
    private static readonly PasserelleException Down = Of(FailureKind.Connection, "The broker does not answer.");

    [Test]
    public async Task Waits_double_up_to_fifteen_seconds_and_are_told_until_the_engine_is_there()
    {
        var (time, log) = (new FakeTimeProvider(), new LogLines());
        var wait = new EngineWait(time, log);
        var told = new List<HealthEntry>();
        wait.Waiting += told.Add;
        var tries = 0;
        var running = wait.RunAsync(HealthPart.Log, "kafka", _ => ++tries < 8 ? throw Down : Task.CompletedTask, CancellationToken.None);
        Assert.That(
            (wait.Entry!.Name, wait.Entry.Status, wait.Entry.Reason),
            Is.EqualTo(("kafka", HealthStatus.Failed, "The start waits for it: The broker does not answer.")));

        // The clock goes on as often as it takes: a wait may begin a moment after its try has failed.
        await Eventually.HoldsAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(15));
                return running.IsCompleted;
            },
            "the engine is there");
        await running;
        Assert.That(wait.Entry, Is.Null);
        Assert.That(told, Has.Count.EqualTo(7));
        Assert.That(log.All, Is.EqualTo(new[] { "00:00:00.5000000", "00:00:01", "00:00:02", "00:00:04", "00:00:08", "00:00:15", "00:00:15" }
            .Select(w => $"Warning: The start waits for kafka (PSR-9999) and tries again in {w}: The broker does not answer.")));
    }

    [Test]
    public async Task What_does_not_pass_by_itself_ends_the_start_at_once()
    {
        var wait = new EngineWait(new FakeTimeProvider(), new LogLines());

        var error = await Assert.ThrowsAsync<PasserelleException>(() => wait.RunAsync(
            HealthPart.Store, "postgres", _ => throw Of(FailureKind.Authentication, "The user is refused."), CancellationToken.None));
        Assert.That(error!.Message, Is.EqualTo("The user is refused."));
    }

    [Test]
    public async Task A_start_that_is_told_to_stop_ends_so_in_a_wait_and_in_a_try()
    {
        var wait = new EngineWait(new FakeTimeProvider(), new LogLines());
        using var inWait = new CancellationTokenSource();
        var waiting = wait.RunAsync(HealthPart.Log, "kafka", _ => throw Down, inWait.Token);
        await inWait.CancelAsync();
        Assert.That(async () => await waiting, Throws.InstanceOf<OperationCanceledException>());

        using var inTry = new CancellationTokenSource();
        Assert.That(
            async () => await wait.RunAsync(HealthPart.Log, "kafka", FailAsync, inTry.Token),
            Throws.InstanceOf<OperationCanceledException>());

        async Task FailAsync(CancellationToken cancellationToken)
        {
            await inTry.CancelAsync();
            throw Down;
        }
    }

    private static PasserelleException Of(FailureKind kind, string message) =>
        new(new ErrorCode("PSR-9999", kind, "A test."), message, "Wait.");
}
