using System.Globalization;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Ports.Log;
using static Passerelle.Conformance.LogBench;
using Case = Passerelle.Conformance.ConformanceCase<Passerelle.Conformance.IEventLogHost>;

namespace Passerelle.Conformance;

/// <summary>Durable appends: single events from anybody, many in flight.</summary>
internal static class LogAppendCases
{
    public static IReadOnlyList<Case> All { get; } =
    [
        Case.Of(A_durable_append_is_seen_whole_as_soon_as_it_ends), Case.Of(A_durable_append_wakes_a_waiting_reader),
        Case.Of(Durable_appends_survive_a_restart), Case.Of(A_thousand_appends_in_flight_stand_once_each),
        Case.Of(Appends_of_one_caller_keep_their_order),
        Case.Of(A_transaction_in_progress_hides_its_own_events_and_no_durable_append),
        Case.Of(Transactions_and_durable_appends_go_on_beside_each_other), Case.Of(An_event_that_is_too_large_is_refused_or_claimed),
        Case.Of(An_append_to_nowhere_is_refused), Case.Of(A_closed_log_refuses_appends),
        Case.Of(A_cancelled_append_stands_only_where_it_may),
    ];

    private static async Task A_durable_append_is_seen_whole_as_soon_as_it_ends(IEventLogHost host)
    {
        var topic = await host.TopicAsync("calls", partitions: 2);
        var headers = new LogHeader[] { new("ce_id", Bytes("1é")), new("empty", Bytes("")), new("ce_id", Bytes("second")) };
        await host.Log.Appender.AppendAsync(new(topic, 1, Bytes("clé"), Bytes("{}"), headers), default);
        var first = await host.Log.FetchAsync(topic, 1, 0, 10, TimeSpan.Zero, default);
        Assert.That(first.Entries(), Is.EqualTo(new[] { "clé={}" }));
        Assert.That(first[0].Headers.Select(h => $"{h.Name}={Text(h.Value)}"), Is.EqualTo(new[] { "ce_id=1é", "empty=", "ce_id=second" }));

        await host.Log.Appender.AppendAsync(Event(topic, 0, "k", ""), default);
        await host.Log.Appender.AppendAsync(Event(topic, 0, "k", null), default);
        await host.OwnAsync("g", topic, async lease =>
        {
            var read = (await lease.ReadAsync(topic, 0, 1, Patience, default)).ToList();
            read.AddRange(await lease.ReadAsync(topic, read[^1].Offset + 1, 10, Patience, default));
            Assert.That(read.Entries(), Is.EqualTo(new[] { "k=", "k" }));
            Assert.That(await host.Log.EndAsync(topic, 0, default), Is.GreaterThan(read[^1].Offset));
        });
    }

    private static async Task A_durable_append_wakes_a_waiting_reader(IEventLogHost host)
    {
        var topic = await host.TopicAsync("calls");
        var reading = host.Log.FetchAsync(topic, 0, 0, 10, Patience, default).AsTask();
        await AppendAsync(host, topic, "a", "1");
        Assert.That((await reading.WaitAsync(Patience)).Entries(), Is.EqualTo(new[] { "a=1" }));
    }

    private static async Task Durable_appends_survive_a_restart(IEventLogHost host)
    {
        var topic = await host.TopicAsync("calls");
        await AppendAsync(host, topic, "a", "1");
        await host.ReopenAsync();
        await AppendAsync(host, topic, "b", "2");
        Assert.That((await host.AllAsync(topic)).Entries(), Is.EqualTo(new[] { "a=1", "b=2" }));
    }

    private static async Task A_thousand_appends_in_flight_stand_once_each(IEventLogHost host)
    {
        var topic = await host.TopicAsync("calls", partitions: 3);
        var numbers = Enumerable.Range(0, 1000).ToList();
        await Task.WhenAll(numbers.Chunk(125).Select(own => Task.Run(() => Task.WhenAll(
            own.Select(n => host.Log.Appender.AppendAsync(Event(topic, n % 3, Number(n), "v"), default).AsTask())))));
        var found = new List<LogEvent>();
        for (var partition = 0; partition < 3; partition++) found.AddRange(await host.AllAsync(topic, partition));
        Assert.That(found.Select(e => Text(e.Key)), Is.EquivalentTo(numbers.Select(Number)));
    }

    private static async Task Appends_of_one_caller_keep_their_order(IEventLogHost host)
    {
        var topic = await host.TopicAsync("calls", partitions: 2);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(caller => Task.Run(async () =>
        {
            for (var i = 0; i < 30; i++)
            {
                await host.Log.Appender.AppendAsync(Event(topic, caller % 2, Number(caller), Number(i)), default);
            }
        })));
        var callers = (await host.AllAsync(topic)).Concat(await host.AllAsync(topic, 1)).GroupBy(e => Text(e.Key)).ToList();
        Assert.That(callers, Has.Count.EqualTo(20));
        foreach (var events in callers) Assert.That(events.Select(e => Text(e.Value)), Is.EqualTo(Enumerable.Range(0, 30).Select(Number)));
    }

    private static async Task A_transaction_in_progress_hides_its_own_events_and_no_durable_append(IEventLogHost host)
    {
        var (calls, stage) = (await host.TopicAsync("calls"), await host.TopicAsync("stage"));
        await host.OwnAsync("g", calls, async lease =>
        {
            await using var transaction = lease.Begin();
            transaction.Append(Event(stage, 0, "begun", "1"));
            transaction.Put(host.Prefix + "t", Bytes("k"), Bytes("v"));
            await AppendAsync(host, calls, "beside", "2");
            Assert.That((await host.Log.FetchAsync(calls, 0, 0, 10, TimeSpan.Zero, default)).Entries(), Is.EqualTo(new[] { "beside=2" }));
            Assert.That((await lease.ReadAsync(calls, 0, 10, Patience, default)).Entries(), Is.EqualTo(new[] { "beside=2" }));
            Assert.That(await host.AllAsync(stage), Is.Empty);

            await transaction.CommitAsync(default);
            await AppendAsync(host, calls, "after", "3");
            Assert.That((await host.AllAsync(stage)).Entries(), Is.EqualTo(new[] { "begun=1" }));
            Assert.That((await host.AllAsync(calls)).Entries(), Is.EqualTo(new[] { "beside=2", "after=3" }));
        });
    }

    private static async Task Transactions_and_durable_appends_go_on_beside_each_other(IEventLogHost host)
    {
        var (calls, stage) = (await host.TopicAsync("calls"), await host.TopicAsync("stage"));
        var appended = new int[16];
        var committed = 0;
        await host.OwnAsync("g", stage, async lease =>
        {
            var callers = appended.Select((_, caller) => Task.Run(async () =>
            {
                // Each goes on until the stage is done, and the stage until each has got through.
                while (Volatile.Read(ref committed) < 20)
                {
                    await AppendAsync(host, calls, Number(caller), Number(appended[caller]));
                    Interlocked.Increment(ref appended[caller]);
                }
            })).ToList();
            while (Volatile.Read(ref committed) < 20 || appended.Any(a => a < 5))
            {
                await using var transaction = lease.Begin();
                for (var i = 0; i < 50; i++) transaction.Append(Event(stage, 0, Number(committed), "v"));
                await transaction.CommitAsync(default);
                Interlocked.Increment(ref committed);
            }

            await Task.WhenAll(callers);
        });
        Assert.That(await host.AllAsync(stage), Has.Count.EqualTo(50 * committed));
        Assert.That(await host.AllAsync(calls), Has.Count.EqualTo(appended.Sum()));
    }

    private static async Task An_event_that_is_too_large_is_refused_or_claimed(IEventLogHost host)
    {
        var topic = await host.TopicAsync("calls");
        var limit = host.Log.MaxEventBytes;
        var large = new byte[host.LargestValue + (limit == int.MaxValue ? 1_000_000 : limit - host.LargestValue)];
        new Random(5).NextBytes(large);
        var append = async () => await host.Log.Appender.AppendAsync(new(topic, 0, Bytes("k"), large, []), default);
        if (limit == int.MaxValue)
        {
            await append();
            Assert.That((await host.AllAsync(topic)).Single().Value!.Value.Span.SequenceEqual(large), Is.True);
            return;
        }

        var error = await Assert.ThrowsAsync<PasserelleException>(() => append());
        Assert.That(error!.Message, Is.EqualTo($"An event for topic '{topic}' has {limit + 1} bytes, the log takes {limit}."));
        await host.Log.Appender.AppendAsync(new(topic, 0, Bytes("k"), large.AsMemory(0, host.LargestValue), []), default);
        Assert.That((await host.AllAsync(topic)).Single().Value!.Value.Length, Is.EqualTo(host.LargestValue));
    }

    private static async Task An_append_to_nowhere_is_refused(IEventLogHost host)
    {
        var (topic, nowhere) = (await host.TopicAsync("calls", partitions: 2), host.Prefix + "nowhere");
        var unknown = await Assert.ThrowsAsync<PasserelleException>(() => AppendAsync(host, nowhere, "a", "1"));
        var third = Event(topic, 2, "a", "1");
        var beyond = await Assert.ThrowsAsync<PasserelleException>(async () => await host.Log.Appender.AppendAsync(third, default));
        Assert.That(unknown!.Message, Is.EqualTo($"The log has no topic '{nowhere}'."));
        Assert.That(beyond!.Message, Is.EqualTo($"Topic '{topic}' has the partitions 0 to 1, not 2."));
    }

    private static async Task A_closed_log_refuses_appends(IEventLogHost host)
    {
        var topic = await host.TopicAsync("calls");
        var log = host.Log;
        await AppendAsync(host, topic, "a", "1");
        await log.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await log.Appender.AppendAsync(Event(topic, 0, "b", "2"), default));
        await host.ReopenAsync();
        Assert.That((await host.AllAsync(topic)).Entries(), Is.EqualTo(new[] { "a=1" }));
    }

    private static async Task A_cancelled_append_stands_only_where_it_may(IEventLogHost host)
    {
        var topic = await host.TopicAsync("calls");
        using var stop = new CancellationTokenSource();
        var appends = Enumerable.Range(0, 300).Select(n => EndAsync(host, Event(topic, 0, Number(n), "v"), stop.Token)).ToList();
        await stop.CancelAsync();
        var late = await EndAsync(host, Event(topic, 0, "late", "v"), stop.Token);
        var ends = await Task.WhenAll(appends);
        await AppendAsync(host, topic, "after", "v");

        var found = (await host.AllAsync(topic)).Select(e => Text(e.Key)).ToHashSet();
        Assert.That((late, found.Contains("late"), found.Contains("after")), Is.EqualTo((End.Not, false, true)));
        for (var n = 0; n < ends.Length; n++)
        {
            if (ends[n] == End.Unclear) continue;
            Assert.That(found.Contains(Number(n)), Is.EqualTo(ends[n] == End.Stands), $"append {n} ended as {ends[n]}");
        }
    }

    private static async Task<End> EndAsync(IEventLogHost host, LogAppend entry, CancellationToken cancellationToken)
    {
        try
        {
            await host.Log.Appender.AppendAsync(entry, cancellationToken);
            return End.Stands;
        }
        catch (OperationCanceledException)
        {
            return End.Not;
        }
        catch (AppendUnclearException)
        {
            return End.Unclear;
        }
    }

    private static async Task AppendAsync(IEventLogHost host, string topic, string key, string value) =>
        await host.Log.Appender.AppendAsync(Event(topic, 0, key, value), default);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private enum End
    {
        Stands,
        Not,
        Unclear,
    }
}
