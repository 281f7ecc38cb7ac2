using System.Text;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Pipeline.Claims;
using Passerelle.Gateway.Ports.Claims;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Embedded.Tests;

/// <summary>What is larger than the log takes: stored before it is referred to, collected when nothing refers to it.</summary>
internal sealed class ClaimTests
{
    private static readonly TopicSpec Kept = new("claims", 1, Compacted: false, Retention: null);

    [Test]
    public async Task An_event_larger_than_the_log_takes_comes_back_whole()
    {
        await using var host = new EmbeddedHost(new() { MaxEventBytes = 10_000 });
        await host.Log.EnsureTopicsAsync([Kept], default);
        var value = Enumerable.Range(0, 500_000).Select(i => (byte)i).ToArray();
        var entry = new LogAppend("claims", 0, "k"u8.ToArray(), value,
            [new("small", "s"u8.ToArray()), new("original", value.AsMemory(1)), new("empty", Array.Empty<byte>())]);
        await new ClaimingEventLog(host.BareLog, host.Claims).AppendAsync([entry], default);

        var bare = (await host.BareLog.FetchAsync("claims", 0, 0, 10, TimeSpan.Zero, default)).Single();
        Assert.That(bare.Value!.Value.Length + bare.Headers.Sum(h => h.Value.Length), Is.LessThan(1000), "only references stand in the log");
        var whole = (await new ClaimingEventLog(host.BareLog, host.Claims).FetchAsync("claims", 0, 0, 10, TimeSpan.Zero, default)).Single();
        Assert.That(whole.Value!.Value.ToArray(), Is.EqualTo(value));
        Assert.That(whole.Headers.Select(h => h.Name), Is.EqualTo(new[] { "small", "original", "empty" }));
        Assert.That(whole.Header("original")!.Value.ToArray(), Is.EqualTo(value[1..]));
    }

    [Test]
    public async Task Large_events_are_handed_out_a_few_at_a_time()
    {
        await using var host = new EmbeddedHost(new() { MaxEventBytes = 10_000 });
        await host.Log.EnsureTopicsAsync([Kept], default);
        var log = new ClaimingEventLog(host.BareLog, host.Claims);
        var value = new byte[12 * 1024 * 1024];
        await log.AppendAsync([.. Enumerable.Range(0, 8).Select(_ => new LogAppend("claims", 0, "k"u8.ToArray(), value, []))], default);

        var first = await log.FetchAsync("claims", 0, 0, 100, TimeSpan.Zero, default);
        var rest = await log.FetchAsync("claims", 0, first[^1].Offset + 1, 100, TimeSpan.Zero, default);
        Assert.That((first.Count, rest.Count, rest[0].Offset), Is.EqualTo((3, 3, first[^1].Offset + 1)));
    }

    [Test]
    public async Task What_nothing_refers_to_is_collected_once_it_is_old_and_nothing_else_is()
    {
        await using var host = new EmbeddedHost(claimsAll: true);
        await host.Log.EnsureTopicsAsync([Kept with { Name = "test.owner" }, Kept], default);
        await host.Log.AppendAsync([new LogAppend("claims", 0, default, "on the log"u8.ToArray(), [])], default);
        await PutStateAsync(host, "in the state");
        await host.Claims.PutAsync(ClaimId.Of("orphan"u8), "orphan"u8.ToArray(), default);
        await host.ElapseAsync(TimeSpan.FromHours(30));
        await host.Claims.PutAsync(ClaimId.Of("young orphan"u8), "young orphan"u8.ToArray(), default);

        var collector = new ClaimCollector(host.BareLog, host.Claims, TimeSpan.FromHours(24), host.Time);
        Assert.That(await collector.RunAsync(new Dictionary<string, int> { [Kept.Name] = Kept.Partitions }, ["table"], default), Is.EqualTo(1));
        Assert.That(await HeldAsync(host, "on the log", "in the state", "orphan", "young orphan"), Is.EqualTo("on the log, in the state, young orphan"));
    }

    [Test]
    public async Task A_claim_put_again_while_it_is_judged_stays()
    {
        await using var host = new EmbeddedHost();
        var id = ClaimId.Of("x"u8);
        await host.Claims.PutAsync(id, "x"u8.ToArray(), default);
        await host.ElapseAsync(TimeSpan.FromHours(30));
        var cutoff = host.Time.GetUtcNow() - TimeSpan.FromHours(24);
        await host.Claims.PutAsync(id, "x"u8.ToArray(), default);
        await host.Claims.RemoveAsync(id, cutoff, default);
        Assert.That(await host.Claims.GetAsync(id, default), Is.Not.Null);
    }

    [Test]
    public async Task A_claim_that_is_gone_stops_the_reader_with_its_code()
    {
        await using var host = new EmbeddedHost(claimsAll: true);
        await host.Log.EnsureTopicsAsync([Kept], default);
        await host.Log.AppendAsync([new LogAppend("claims", 0, default, "lost"u8.ToArray(), [])], default);
        await host.ElapseAsync(TimeSpan.FromHours(1));
        await host.Claims.RemoveAsync(ClaimId.Of("lost"u8), host.Time.GetUtcNow(), default);

        var error = await Assert.ThrowsAsync<PasserelleException>(async () => await host.Log.FetchAsync("claims", 0, 0, 1, TimeSpan.Zero, default));
        Assert.That($"{error!.Code} {error.Message} {error.Remedy}", Is.EqualTo(
            $"PSR-4520 The claim store no longer holds the content {ClaimId.Of("lost"u8).Text[..12]}… that the event at offset 0 of claims, partition 0, refers to. "
            + "Restore the claim store from its backup: it must be as old as the log, or newer."));
    }

    [TestCase("../../etc/passwd")]
    [TestCase("ABCDEF")]
    [TestCase("")]
    public void A_text_that_is_no_hash_is_no_id(string text) => Assert.That(ClaimId.Parse(text), Is.Null);

    private static async Task PutStateAsync(EmbeddedHost host, string value)
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await host.Log.RunAsync("g", "test.owner", async lease =>
        {
            await using var transaction = lease.Begin();
            transaction.Put("table", "key"u8.ToArray(), Encoding.UTF8.GetBytes(value));
            await transaction.CommitAsync(stop.Token);
            await stop.CancelAsync();
        }, stop.Token);
    }

    private static async Task<string> HeldAsync(EmbeddedHost host, params string[] contents)
    {
        var held = new List<string>();
        foreach (var content in contents)
        {
            if (await host.Claims.GetAsync(ClaimId.Of(Encoding.UTF8.GetBytes(content)), default) is not null) held.Add(content);
        }

        return string.Join(", ", held);
    }
}
