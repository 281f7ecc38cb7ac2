using Passerelle.Contracts.Errors;

namespace Passerelle.Conformance.Sources;

internal static class SourceCases
{
    private static readonly FailureKind[] Passing = [FailureKind.Connection, FailureKind.Timeout, FailureKind.Authentication];

    public static readonly IReadOnlyList<ConformanceCase<ISourceHost>> All =
    [
        ConformanceCase<ISourceHost>.Of(Reads_every_record_once_in_order_however_many_at_a_time),
        ConformanceCase<ISourceHost>.Of(Goes_on_at_every_position),
        ConformanceCase<ISourceHost>.Of(Reads_the_same_again_when_a_batch_was_never_acknowledged),
        ConformanceCase<ISourceHost>.Of(A_batch_stays_as_it_is_until_it_is_disposed),
        ConformanceCase<ISourceHost>.Of(A_broken_record_travels_beside_good_ones_with_its_bytes),
        ConformanceCase<ISourceHost>.Of(A_cancelled_read_ends_and_loses_nothing),
        ConformanceCase<ISourceHost>.Of(A_source_that_is_down_says_so_and_is_read_when_it_is_back),
        ConformanceCase<ISourceHost>.Of(A_position_of_an_earlier_version_is_understood),
    ];

    private static async Task Reads_every_record_once_in_order_however_many_at_a_time(ISourceHost host)
    {
        foreach (var atOnce in (int[])[1, 3, 100])
        {
            var seen = await SourceSuite.ReadAsync(host, null, atOnce);
            Assert.That(seen.Select(s => s.Number), Is.EqualTo(Enumerable.Range(1, SourceSuite.Records)), $"{atOnce} at a time");
        }
    }

    private static async Task Goes_on_at_every_position(ISourceHost host)
    {
        var whole = await SourceSuite.ReadAsync(host, null, 1);
        foreach (var record in whole)
        {
            var rest = await SourceSuite.ReadAsync(host, record.After, 2);
            Assert.That(rest.Select(s => s.ToString()), Is.EqualTo(whole.Where(s => s.Number > record.Number).Select(s => s.ToString())), $"after {record.Number}");
        }
    }

    /// <summary>A kill between the batch and its acknowledgement.</summary>
    private static async Task Reads_the_same_again_when_a_batch_was_never_acknowledged(ISourceHost host)
    {
        var first = await SourceSuite.ReadAsync(host, null, 3);
        await using (var killed = await host.CreateAsync())
        {
            await killed.OpenAsync(first[2].After, CancellationToken.None);
            using var lost = await killed.ReadAsync(3, CancellationToken.None);
            Assert.That(lost.Records, Is.Not.Empty);
        }

        var again = await SourceSuite.ReadAsync(host, first[2].After, 3);
        Assert.That(again.Select(s => s.ToString()), Is.EqualTo(first.Skip(3).Select(s => s.ToString())));
    }

    private static async Task A_batch_stays_as_it_is_until_it_is_disposed(ISourceHost host)
    {
        await using var source = await host.CreateAsync();
        await source.OpenAsync(null, CancellationToken.None);
        var first = await source.ReadAsync(2, CancellationToken.None);
        var before = first.Records.Select(r => Seen.Of(r, null)).ToList();

        // Further reads, and buffers that go back, must not write over what somebody still looks at.
        using (await source.ReadAsync(2, CancellationToken.None))
        {
        }

        using var third = await source.ReadAsync(2, CancellationToken.None);
        Assert.That(first.Records.Select(r => Seen.Of(r, null)), Is.EqualTo(before));
        first.Dispose();
        Assert.That(third.Records.Select(r => Seen.Of(r, null).Number), Is.EqualTo(new long[] { 5, 6 }));
    }

    private static async Task A_broken_record_travels_beside_good_ones_with_its_bytes(ISourceHost host)
    {
        var seen = await SourceSuite.ReadAsync(host, null, 100);
        Assert.That(seen.Where(s => s.Failure is not null).Select(s => s.Number), Is.EqualTo(new long[] { SourceSuite.Broken }));
        Assert.That(seen.All(s => s.Original.Length > 0), "every record has its bytes");
        Assert.That(seen.Where(s => s.Failure is null).All(s => s.Json.StartsWith('{')), "every good record is an object");
    }

    private static async Task A_cancelled_read_ends_and_loses_nothing(ISourceHost host)
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await using (var source = await host.CreateAsync())
        {
            await source.OpenAsync(null, CancellationToken.None);
            try
            {
                // What lies ready may still be handed over.
                using var batch = await source.ReadAsync(1, cancelled.Token);
            }
            catch (OperationCanceledException)
            {
            }
        }

        Assert.That(await SourceSuite.ReadAsync(host, null, 100), Has.Count.EqualTo(SourceSuite.Records));
    }

    private static async Task A_source_that_is_down_says_so_and_is_read_when_it_is_back(ISourceHost host)
    {
        host.TakeDown();
        PasserelleException? thrown = null;
        try
        {
            await SourceSuite.ReadAsync(host, null, 100);
        }
        catch (PasserelleException e)
        {
            thrown = e;
        }

        Assert.That(thrown, Is.Not.Null, "what is down is thrown, never an empty answer");
        Assert.That(Passing, Does.Contain(thrown!.Code.Kind), thrown.Message);
        Assert.That(thrown.Remedy, Is.Not.Empty);
        host.BringUp();
        Assert.That(await SourceSuite.ReadAsync(host, null, 100), Has.Count.EqualTo(SourceSuite.Records));
    }

    private static async Task A_position_of_an_earlier_version_is_understood(ISourceHost host)
    {
        Assert.That(host.OlderPositions, Is.Not.Empty, "the host keeps at least one position of the first version that had this adapter");
        foreach (var (position, next) in host.OlderPositions)
        {
            var rest = await SourceSuite.ReadAsync(host, position, 3);
            Assert.That(rest.Select(s => s.Number), Is.EqualTo(Enumerable.Range((int)next, SourceSuite.Records - (int)next + 1)), position);
        }
    }
}
