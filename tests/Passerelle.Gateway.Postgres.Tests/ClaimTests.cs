using System.Text;
using Microsoft.Extensions.Time.Testing;
using Passerelle.Gateway.Ports.Claims;

namespace Passerelle.Gateway.Postgres.Tests;

/// <summary>What is larger than the log takes, where every instance reaches it.</summary>
internal sealed class ClaimTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Test]
    public async Task Content_comes_back_whole_on_every_instance_and_what_is_not_there_is_null()
    {
        await using var host = await PostgresHost.CreateAsync();
        await host.Store.PrepareAsync([], default);
        var content = Enumerable.Range(0, 3_000_000).Select(i => (byte)(i * 7)).ToArray();
        await ((PostgresReadStore)host.Store).Claims.PutAsync(ClaimId.Of(content), content, default);

        await using var another = host.Another();
        Assert.That((await another.Claims.GetAsync(ClaimId.Of(content), default))!.Value.ToArray(), Is.EqualTo(content));
        Assert.That(await another.Claims.GetAsync(ClaimId.Of("never put"u8), default), Is.Null);
    }

    [Test]
    public async Task What_was_put_again_counts_as_put_now_and_only_what_is_old_is_listed_and_removed()
    {
        await using var host = await PostgresHost.CreateAsync();
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch + (100 * Day));
        await using var store = new PostgresReadStore(host.Options, time);
        await store.PrepareAsync([], default);
        foreach (var text in (string[])["old", "again"]) await PutAsync(store, text);
        time.Advance(2 * Day);
        foreach (var text in (string[])["again", "new"]) await PutAsync(store, text);

        var cutoff = time.GetUtcNow() - Day;
        var listed = new List<ClaimId>();
        await foreach (var id in store.Claims.ListAsync(cutoff, default)) listed.Add(id);
        Assert.That(listed, Is.EqualTo(new[] { ClaimId.Of("old"u8) }));

        foreach (var text in (string[])["old", "again", "new"]) await store.Claims.RemoveAsync(Id(text), cutoff, default);
        var left = new List<string>();
        foreach (var text in (string[])["old", "again", "new"])
        {
            if (await store.Claims.GetAsync(Id(text), default) is not null) left.Add(text);
        }

        Assert.That(left, Is.EqualTo(new[] { "again", "new" }));
    }

    private static ValueTask PutAsync(PostgresReadStore store, string text) => store.Claims.PutAsync(Id(text), Encoding.UTF8.GetBytes(text), default);

    private static ClaimId Id(string text) => ClaimId.Of(Encoding.UTF8.GetBytes(text));
}
