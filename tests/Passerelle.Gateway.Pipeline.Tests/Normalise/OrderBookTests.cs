using Passerelle.Gateway.Pipeline.Normalise;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Pipeline.Tests.Normalise;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class OrderBookTests : IAsyncDisposable
{
    private const string Topic = "t.raw";
    private readonly EmbeddedLease _log = new();

    public ValueTask DisposeAsync() => _log.DisposeAsync();

    [TestCase(4, "other", 9, false)]
    [TestCase(6, "other", 1, true)]
    [TestCase(5, "other", 1, true)]
    [TestCase(5, "flow", 7, false)]
    [TestCase(5, "flow", 6, false)]
    [TestCase(5, "flow", 8, true)]
    public Task A_record_is_newer_by_its_order_then_by_its_place_in_the_flow_or_its_arrival(
        long order, string flow, long sequence, bool newer) =>
        OnBookAsync((book, transaction) =>
        {
            Assert.That(book.IsNewer("k", new RecordPlace(long.MinValue, "flow", 0)), Is.True, "nothing was published yet");
            book.Enter(transaction, "k", new RecordPlace(5, "flow", 7));

            Assert.That(book.IsNewer("k", new RecordPlace(order, flow, sequence)), Is.EqualTo(newer));
        });

    [Test]
    public Task The_published_sequence_is_the_order_and_rises_where_the_order_does_not() => OnBookAsync((book, transaction) =>
    {
        var published = new[] { (20L, "a"), (20L, "b"), (20L, "a"), (22L, "a"), (25L, "b") }
            .Select((r, i) => book.Enter(transaction, "k", new RecordPlace(r.Item1, r.Item2, i))).ToList();

        Assert.That(published, Is.EqualTo(new[] { 20L, 21, 22, 23, 25 }));
    });

    [Test]
    public Task Confirming_a_value_makes_what_lies_between_older_and_publishes_nothing() => OnBookAsync((book, transaction) =>
    {
        book.Enter(transaction, "k", new RecordPlace(5, "a", 1));

        book.Confirm(transaction, "k", new RecordPlace(9, "b", 1));

        Assert.That(book.IsNewer("k", new RecordPlace(8, "a", 2)), Is.False);
        Assert.That(book.Enter(transaction, "k", new RecordPlace(9, "a", 3)), Is.EqualTo(9), "the confirmed value took no sequence");
    });

    [Test]
    public Task Only_the_flow_that_published_last_may_delete_and_it_keeps_the_order() => OnBookAsync((book, transaction) =>
    {
        Assert.That(book.Deletion("k", "a", 4), Is.Null, "nothing was published yet");
        book.Enter(transaction, "k", new RecordPlace(5, "a", 3));
        Assert.That(book.Deletion("k", "a", 4), Is.EqualTo(new RecordPlace(5, "a", 4)));

        book.Enter(transaction, "k", new RecordPlace(5, "b", 1));

        Assert.That(book.Deletion("k", "a", 5), Is.Null);
        Assert.That((book.IsLast("k", "b", 1), book.IsLast("k", "b", 2), book.IsLast("k", "a", 1)), Is.EqualTo((true, false, false)));
    });

    [Test]
    public async Task A_successor_knows_what_was_committed_and_only_that()
    {
        await _log.MakeAsync(Topic);
        await _log.RunAsync(Topic, async lease =>
        {
            var (table, book) = await BookAsync(lease);
            await using (var committed = lease.Begin())
            {
                book.Enter(committed, "k", new RecordPlace(-3, "flöw", long.MaxValue));
                await committed.CommitAsync(lease.Revoked);
            }

            await using (var abandoned = lease.Begin()) book.Enter(abandoned, "k", new RecordPlace(9, "flow", 1));
            table.Forget();
            await table.LoadAsync("k", lease.Revoked);
            Assert.That(book.IsLast("k", "flöw", long.MaxValue), Is.True, "the abandoned transaction left nothing");
        });

        await _log.RunAsync(Topic, async lease =>
        {
            var (_, book) = await BookAsync(lease);
            Assert.That(book.IsNewer("k", new RecordPlace(-4, "flow", 1)), Is.False);
            await using var transaction = lease.Begin();
            Assert.That(book.Enter(transaction, "k", new RecordPlace(-3, "flow", 1)), Is.EqualTo(-2));
        });
    }

    /// <summary>Two flows that repeat, overtake and contradict each other: nothing older is ever published after something newer.</summary>
    [Test]
    public Task What_is_published_of_a_key_never_goes_back([Range(1, 10)] int seed) => OnBookAsync((book, transaction) =>
    {
        var random = new Random(seed);
        var sequences = new Dictionary<string, long> { ["a"] = 0, ["b"] = 0 };
        var (orders, published) = (new List<long>(), new List<long>());
        for (var i = 0; i < 300; i++)
        {
            var flow = random.Next(2) == 0 ? "a" : "b";
            var place = new RecordPlace((i / 4) + random.Next(12), flow, ++sequences[flow]);
            if (!book.IsNewer("k", place)) continue;
            orders.Add(place.Order);
            published.Add(book.Enter(transaction, "k", place));
        }

        Assert.That(orders, Is.Ordered.And.Count.GreaterThan(50));
        Assert.That(published, Is.Ordered.And.Unique);
    });

    private async Task OnBookAsync(Action<OrderBook, ILogTransaction> work)
    {
        await _log.MakeAsync(Topic);
        await _log.RunAsync(Topic, async lease =>
        {
            var (_, book) = await BookAsync(lease);
            await using var transaction = lease.Begin();
            work(book, transaction);
        });
    }

    private static async Task<(KeyTable Table, OrderBook Book)> BookAsync(IPartitionLease lease)
    {
        var table = new KeyTable("t.state.orders", lease);
        await table.LoadAsync("k", lease.Revoked);
        return (table, new OrderBook(table));
    }
}
