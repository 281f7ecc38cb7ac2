using System.Text;
using Passerelle.Gateway.Ports.Store;

namespace Passerelle.Gateway.Embedded.Tests;

/// <summary>Batches that wait for the store's writer share a transaction; nobody may notice.</summary>
internal sealed class StoreGroupTests
{
    [Test]
    public async Task Batches_that_wait_together_are_each_applied_and_a_stale_one_is_not()
    {
        await using var host = new EmbeddedHost();
        await host.Store.PrepareAsync([new("items", 1, [])], default);
        var applied = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => ApplyAsync(host, i, from: i == 17 ? 5 : 0, Value(i))));
        Assert.That(applied, Is.EqualTo(Enumerable.Range(0, 40).Select(i => i != 17)));
        Assert.That(await host.Store.CountAsync("items", 1, default), Is.EqualTo(39));
        Assert.That(await host.Store.PositionAsync("items", 17, default), Is.Zero);
        Assert.That(await host.Store.PositionAsync("items", 18, default), Is.EqualTo(1));
    }

    [Test]
    public async Task A_batch_that_fails_takes_none_of_its_neighbours_with_it()
    {
        await using var host = new EmbeddedHost();
        await host.Store.PrepareAsync([new("items", 1, [])], default);
        var work = Enumerable.Range(0, 40).Select(i => ApplyAsync(host, i, from: 0, i == 17 ? Value(i) with { EventId = null! } : Value(i))).ToList();
        Assert.That(async () => await Task.WhenAll(work), Throws.Exception);
        Assert.That(work.Select(w => w.IsCompletedSuccessfully), Is.EqualTo(Enumerable.Range(0, 40).Select(i => i != 17)));
        Assert.That(await host.Store.CountAsync("items", 1, default), Is.EqualTo(39));
    }

    private static Task<bool> ApplyAsync(EmbeddedHost host, int partition, long from, StoredValue value) => Task.Run(
        () => host.Store.ApplyAsync(new("items", partition, from, from + 1) { Contract = "items", Major = 1, Values = [value] }, default).AsTask());

    private static StoredValue Value(int i) => new(
        $"key-{i}", Encoding.UTF8.GetBytes("{}"), 1, $"event-{i}", Encoding.UTF8.GetBytes("{}"), DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);
}
