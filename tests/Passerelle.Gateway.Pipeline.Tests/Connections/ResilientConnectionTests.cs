using Passerelle.Contracts.Adapters;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Pipeline.Connections;
using Passerelle.Gateway.Workspace.Connections;
using Passerelle.Gateway.Workspace.Documents;
using Passerelle.Gateway.Workspace.Options;
using Passerelle.Gateway.Workspace.Problems;
using Passerelle.Testing.Workspaces;

namespace Passerelle.Gateway.Pipeline.Tests.Connections;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ResilientConnectionTests : IDisposable
{
    private static readonly ErrorCode Unreachable = new("PSR-9901", FailureKind.Connection, "It is down.");
    private static readonly ErrorCode Refused = new("PSR-9902", FailureKind.Rejected, "It says no.");

    private readonly ConnectionSet _set = new(TimeProvider.System, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(2));
    private int _calls;

    [Test]
    public async Task A_read_that_fails_is_tried_again()
    {
        var connection = Connection("retries: 2");

        var answer = await connection.ReadAsync(_ => ++_calls < 3 ? throw new IOException("cut") : ValueTask.FromResult("here"), CancellationToken.None);

        Assert.That((answer, _calls, Health.State), Is.EqualTo(("here", 3, "ok")));
    }

    [Test]
    public async Task A_read_is_tried_as_often_as_it_is_said_and_no_more()
    {
        var connection = Connection("retries: 2");

        var thrown = await Assert.ThrowsAsync<PasserelleException>(() => Read(connection, Down));

        Assert.That((thrown!.Code, _calls), Is.EqualTo((Unreachable, 3)));
        Assert.That((Health.State, Health.Code, Health.Reason), Is.EqualTo(("failing", "PSR-9901", "The register is down.")));
    }

    [Test]
    public async Task A_command_is_never_sent_twice()
    {
        var connection = Connection("retries: 5");

        await Assert.ThrowsAsync<IOException>(() => Send(connection, static () => throw new IOException("cut")));

        Assert.That(_calls, Is.EqualTo(1));
    }

    [Test]
    public async Task What_the_legacy_side_refuses_is_no_failure_of_the_connection()
    {
        var connection = Connection("retries: 5\nbreaker: { minimumCalls: 2, failurePercent: 1 }");

        for (var i = 1; i <= 4; i++)
        {
            await Assert.ThrowsAsync<PasserelleException>(() => Read(connection, static () => throw new PasserelleException(Refused, "No.", "Ask for something else.")));
            Assert.That((_calls, Health.State), Is.EqualTo((i, "ok")));
        }
    }

    [Test]
    public async Task After_many_failures_no_call_is_made_for_a_while()
    {
        var connection = Connection("retries: 0\nbreaker: { minimumCalls: 2, failurePercent: 50, openSeconds: 60 }");
        for (var i = 0; i < 2; i++) await Assert.ThrowsAsync<PasserelleException>(() => Read(connection, Down));

        var thrown = await Assert.ThrowsAsync<PasserelleException>(() => Read(connection, static () => { }));

        Assert.That(_calls, Is.EqualTo(2));
        Assert.That(
            $"{thrown!.Code} {thrown.Message} {thrown.Remedy}",
            Is.EqualTo("PSR-4601 Most calls over 'legacy' failed, so none is made for 60 seconds. Look at the legacy side: 'passerelle probe legacy' says what is wrong."));
        Assert.That((Health.State, Health.Code), Is.EqualTo(("open", "PSR-9901")));
    }

    [Test]
    public async Task A_call_that_takes_too_long_is_cut_and_a_command_stays_one()
    {
        var connection = Connection("timeoutSeconds: 1");

        var thrown = await Assert.ThrowsAsync<PasserelleException>(() => connection.SendAsync(
            async token =>
            {
                _calls++;
                await Task.Delay(Timeout.Infinite, token);
                return 0;
            },
            CancellationToken.None).AsTask());

        Assert.That(_calls, Is.EqualTo(1));
        Assert.That(
            $"{thrown!.Code} {thrown.Message} {thrown.Remedy}",
            Is.EqualTo("PSR-4602 'legacy' did not answer within 1 seconds. Look at the legacy side, or raise 'timeoutSeconds' of connection 'legacy'."));
        Assert.That(Health.Code, Is.EqualTo("PSR-4602"));
    }

    [Test]
    public async Task No_more_calls_run_at_once_than_allowed_and_no_more_wait()
    {
        var connection = Connection("maxConcurrent: 2\nmaxWaiting: 1");
        var open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = Enumerable.Range(0, 3).Select(_ => connection.SendAsync(
            async _ =>
            {
                Interlocked.Increment(ref _calls);
                await open.Task;
                return 0;
            },
            CancellationToken.None).AsTask()).ToList();

        var thrown = await Assert.ThrowsAsync<PasserelleException>(() => Send(connection, static () => { }));

        Assert.That(_calls, Is.EqualTo(2));
        Assert.That(
            $"{thrown!.Code} {thrown.Message} {thrown.Remedy}",
            Is.EqualTo("PSR-4603 More than 1 calls wait for 'legacy'. Raise 'maxConcurrent' or 'callsPerSecond' of connection 'legacy' if the legacy side bears it, or ask less often."));
        open.SetResult();
        await Task.WhenAll(running);
        Assert.That(_calls, Is.EqualTo(3));
    }

    [Test]
    public async Task Calls_a_second_are_limited()
    {
        var connection = Connection("callsPerSecond: 2\nmaxWaiting: 0");
        for (var i = 0; i < 2; i++) await connection.SendAsync(_ => ValueTask.FromResult(++_calls), CancellationToken.None);

        var thrown = await Assert.ThrowsAsync<PasserelleException>(() => Send(connection, static () => { }));

        Assert.That((thrown!.Code.Id, _calls), Is.EqualTo(("PSR-4603", 2)));
    }

    [Test]
    public async Task Who_gives_up_waiting_says_nothing_of_the_connection()
    {
        using var gone = new CancellationTokenSource();
        var connection = Connection("retries: 5");

        await Assert.CatchAsync<OperationCanceledException>(() => connection.ReadAsync(
            async token =>
            {
                _calls++;
                await gone.CancelAsync();
                await Task.Delay(Timeout.Infinite, token);
                return 0;
            },
            gone.Token).AsTask());

        Assert.That((_calls, Health.State), Is.EqualTo((1, "unused")));
    }

    public void Dispose() => _set.Dispose();

    private ConnectionHealth Health => _set.Health.Single();

    private static void Down() => throw new PasserelleException(Unreachable, "The register is down.", "Wait.");

    private Task<int> Read(IConnection connection, Action call) => connection.ReadAsync(_ => Counted(call), CancellationToken.None).AsTask();

    private Task<int> Send(IConnection connection, Action call) => connection.SendAsync(_ => Counted(call), CancellationToken.None).AsTask();

    private ValueTask<int> Counted(Action call)
    {
        _calls++;
        call();
        return ValueTask.FromResult(0);
    }

    private IConnection Connection(string limits)
    {
        var problems = new ProblemList();
        var adapter = new FakeAdapter();
        var map = (ConfigMap)YamlReader.Read("t.yaml", $"adapter: flat_file\naddress: legacy:80\n{limits}", problems)!;
        new SpecBinder(new ReferenceResolver(".", _ => null), problems).TryBind(map, ConnectionSpecs.Of(adapter.Spec), out var options);
        Assert.That(ProblemFormatter.Format(problems.Items), Is.Empty);
        return _set.Of(new ConnectionDefinition("legacy", adapter, options))!;
    }
}
