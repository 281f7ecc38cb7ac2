using Microsoft.Data.Sqlite;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Ports.Log;

namespace Passerelle.Gateway.Embedded.Tests;

internal sealed class EngineTests
{
    private static readonly byte[] Key = "k"u8.ToArray();

    [Test]
    public async Task A_second_gateway_on_the_folder_ends_with_its_code_and_the_holders_process_id()
    {
        await using var host = new EmbeddedHost();
        var error = Assert.Throws<PasserelleException>(() => EmbeddedEngine.Open(host.Folder, TimeProvider.System));
        Assert.That(error!.Code.Id, Is.EqualTo("PSR-4001"));
        Assert.That(error.Message, Is.EqualTo($"The data folder '{host.Folder}' is in use by the gateway with process id {Environment.ProcessId}."));
    }

    [Test]
    public async Task A_damaged_batch_is_an_error_with_its_place()
    {
        await using var host = new EmbeddedHost();
        await TopicAsync(host);
        await host.Log.AppendAsync([new("t", 0, Key, new byte[100], [])], default);
        await host.CloseAsync();
        await using (var connection = new SqliteConnection($"Data Source={Path.Combine(host.Folder, "log.db")};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var damage = connection.CreateCommand();
            damage.CommandText = "UPDATE batch SET bytes = substr(bytes, 1, 50) || x'FF' || substr(bytes, 52)";
            await damage.ExecuteNonQueryAsync();
        }

        await host.ReopenAsync();
        var error = await Assert.ThrowsAsync<PasserelleException>(async () => await host.Log.FetchAsync("t", 0, 0, 10, TimeSpan.Zero, default));
        Assert.That(error!.Message, Is.EqualTo("The batch of events at topic 't', partition 0, offset 0 is damaged: its checksum does not match."));
        Assert.That(error.Code.Id, Is.EqualTo("PSR-4003"));
    }

    [Test]
    public async Task A_log_of_the_format_before_is_refused_with_its_code()
    {
        await using var host = new EmbeddedHost();
        await host.CloseAsync();
        var path = Path.Combine(host.Folder, "log.db");
        await using (var connection = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            await connection.OpenAsync();
            await using var older = connection.CreateCommand();
            older.CommandText = "PRAGMA user_version = 1";
            await older.ExecuteNonQueryAsync();
        }

        var error = Assert.Throws<PasserelleException>(() => EmbeddedEngine.Open(host.Folder, TimeProvider.System));
        Assert.That(error!.Code.Id, Is.EqualTo("PSR-4007"));
        Assert.That(error.Message, Is.EqualTo($"'{path}' has format 1, this version reads format 2 only."));
    }

    [Test]
    public async Task Headers_come_back_as_they_were_whatever_repeats_among_them()
    {
        await using var host = new EmbeddedHost();
        await TopicAsync(host);
        LogHeader[][] sent =
        [
            [new("a", "1"u8.ToArray()), new("b", "same"u8.ToArray())],
            [new("a", "2"u8.ToArray()), new("b", "same"u8.ToArray())],
            [new("b", "same"u8.ToArray()), new("a", Array.Empty<byte>()), new("c", "3"u8.ToArray())],
            [],
            [new("a", "2"u8.ToArray()), new("a", "2"u8.ToArray()), new("é", new byte[70_000])],
        ];
        await host.Log.AppendAsync([.. sent.Select(headers => new LogAppend("t", 0, Key, Key, headers))], default);
        var read = await host.Log.FetchAsync("t", 0, 0, 10, TimeSpan.Zero, default);
        Assert.That(read.Select(e => e.Headers.Select(Text)), Is.EqualTo(sent.Select(headers => headers.Select(Text))));

        static string Text(LogHeader header) => $"{header.Name}={Convert.ToBase64String(header.Value.Span)}";
    }

    [Test]
    public async Task A_transaction_is_bounded_in_bytes_and_entries()
    {
        await using var host = new EmbeddedHost(new() { MaxTransactionBytes = 1000, MaxEventBytes = 1000, MaxTransactionEntries = 3 });
        await TopicAsync(host);
        var bytes = await Assert.ThrowsAsync<PasserelleException>(
            async () => await host.Log.AppendAsync([new("t", 0, Key, new byte[600], []), new("t", 0, Key, new byte[600], [])], default));
        Assert.That(bytes!.Message, Is.EqualTo("The transaction would hold 1202 bytes, the log takes 1000."));
        var one = await Assert.ThrowsAsync<PasserelleException>(async () => await host.Log.AppendAsync([new("t", 0, Key, new byte[1001], [])], default));
        Assert.That(one!.Message, Is.EqualTo("An event for topic 't' has 1002 bytes, the log takes 1000."));
        var entries = await Assert.ThrowsAsync<PasserelleException>(
            async () => await host.Log.AppendAsync([.. Enumerable.Repeat(new LogAppend("t", 0, Key, null, []), 4)], default));
        Assert.That(entries!.Message, Is.EqualTo("The transaction would hold 4 entries, the log takes 3."));
        Assert.That(await host.Log.EndAsync("t", 0, default), Is.Zero);
    }

    [Test]
    public async Task A_full_disk_is_a_connection_error_and_the_log_goes_on_afterwards()
    {
        await using var host = new EmbeddedHost(new() { MaxLogPages = 60 });
        await TopicAsync(host);
        // Random bytes: what repeats is stored compressed and would find room.
        var large = new byte[1_000_000];
        new Random(1).NextBytes(large);
        var error = await Assert.ThrowsAsync<PasserelleException>(async () => await host.Log.AppendAsync([new("t", 0, Key, large, [])], default));
        Assert.That((error!.Code.Id, error.Code.Kind), Is.EqualTo(("PSR-4010", FailureKind.Connection)));
        await host.Log.AppendAsync([new("t", 0, Key, Key, [])], default);
        Assert.That(await host.Log.EndAsync("t", 0, default), Is.EqualTo(1));
    }

    [Test]
    public async Task A_stale_transaction_does_not_fail_those_that_are_committed_with_it()
    {
        await using var host = new EmbeddedHost();
        await TopicAsync(host);
        ILogTransaction? stale = null;
        using (var stop = new CancellationTokenSource())
        {
            await host.Log.RunAsync("g", "t", async lease =>
            {
                stale = lease.Begin();
                stale.Append(new("t", 0, Key, null, []));
                await stop.CancelAsync();
            }, stop.Token);
        }

        var good = Enumerable.Range(0, 50).Select(_ => host.Log.AppendAsync([new("t", 0, Key, Key, [])], default).AsTask()).ToList();
        await Assert.ThrowsAsync<LeaseLostException>(async () => await stale!.CommitAsync(default));
        await Task.WhenAll(good);
        Assert.That(await host.Log.EndAsync("t", 0, default), Is.EqualTo(50));
    }

    [Test]
    public async Task Closing_revokes_the_leases_awaits_their_work_and_gives_the_folder_back()
    {
        await using var host = new EmbeddedHost();
        await TopicAsync(host);
        var started = new TaskCompletionSource();
        var run = host.Log.RunAsync("g", "t", async lease =>
        {
            await using var transaction = lease.Begin();
            transaction.Append(new("t", 0, Key, Key, []));
            await transaction.CommitAsync(default);
            started.SetResult();
            await Task.Delay(Timeout.Infinite, lease.Revoked);
        }, default);
        await started.Task;
        await host.CloseAsync();
        await run;
        await host.ReopenAsync();
        Assert.That(await host.Log.EndAsync("t", 0, default), Is.EqualTo(1));
    }

    [Test]
    public async Task A_cancelled_read_ends_at_once()
    {
        await using var host = new EmbeddedHost();
        await TopicAsync(host);
        using var stop = new CancellationTokenSource();
        var reading = host.Log.FetchAsync("t", 0, 0, 1, TimeSpan.FromMinutes(1), stop.Token).AsTask();
        await stop.CancelAsync();
        Assert.That(async () => await reading, Throws.InstanceOf<OperationCanceledException>());
    }

    private static async Task TopicAsync(EmbeddedHost host) => await host.Log.EnsureTopicsAsync([new("t", 1, false, null)], default);
}
