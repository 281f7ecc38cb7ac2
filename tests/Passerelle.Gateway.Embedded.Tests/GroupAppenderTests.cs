using Microsoft.Extensions.Time.Testing;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Embedded.Log;
using Passerelle.Gateway.Embedded.Sqlite;
using Passerelle.Gateway.Ports.Log;
using SQLitePCL;

namespace Passerelle.Gateway.Embedded.Tests;

/// <summary>The writer begins when the test says so: what was handed over before it waits.</summary>
internal sealed class GroupAppenderTests
{
    private static readonly byte[] Key = "k"u8.ToArray();
    private readonly List<string> differences = [];
    private string folder = "";
    private LogWriter writer = null!;
    private TopicCatalog topics = null!;
    private bool started;

    private string LogFile => Path.Combine(folder, "log.db");

    [SetUp]
    public void Open()
    {
        folder = Directory.CreateTempSubdirectory("passerelle-").FullName;
        var database = Database.OpenWriter(LogFile, "FULL", cacheKibibytes: 1024, checkpointPages: 1000);
        LogSchema.Ensure(database);
        topics = new TopicCatalog();
        topics.Publish(topics.Ensure(database, [new("calls", 2, false, null), new("others", 1, false, null)], differences));
        writer = new LogWriter(database);
        started = false;
    }

    [TearDown]
    public async Task CloseAsync()
    {
        Start();
        await writer.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public async Task Hundreds_of_appends_share_one_sync_and_a_few_rows()
    {
        var appender = Appender(new());
        var appends = Enumerable.Range(0, 900).Select(n => Append(appender, n % 3 == 2 ? "others" : "calls", n % 3 % 2)).ToList();
        Start();
        await Task.WhenAll(appends);
        Assert.That(writer.Commits, Is.EqualTo(1));
        Assert.That((topics["calls"][0].End, topics["calls"][1].End, topics["others"][0].End), Is.EqualTo((300, 300, 300)));
        using var reader = Database.OpenReader(LogFile, cacheKibibytes: 1024);
        using var rows = reader.PrepareOnce("SELECT count(*) FROM batch");
        rows.Step();
        Assert.That(rows.Long(0), Is.EqualTo(3));
    }

    [Test]
    public async Task Beyond_the_bound_of_events_an_append_is_refused_at_once_and_taken_once_there_is_room()
    {
        var appender = Appender(new() { MaxAppendsInFlight = 3 });
        var appends = Enumerable.Range(0, 3).Select(_ => Append(appender)).ToList();
        var error = await Assert.ThrowsAsync<PasserelleException>(() => Append(appender));
        Assert.That((error!.Code.Id, error.Message), Is.EqualTo((
            "PSR-4008",
            "The log has taken 3 appends or 33554432 bytes that are not on the disk yet, and takes no more until they are; "
            + "this event was not appended.")));
        Start();
        await Task.WhenAll(appends);
        await Append(appender);
        Assert.That(topics["calls"][0].End, Is.EqualTo(4));
    }

    [Test]
    public async Task Beyond_the_bound_of_bytes_an_append_is_refused_and_a_single_large_one_is_not()
    {
        var appender = Appender(new() { MaxAppendBytesInFlight = 100 });
        var large = Append(appender, value: new byte[1000]);
        var error = await Assert.ThrowsAsync<PasserelleException>(() => Append(appender, value: []));
        Assert.That(error!.Code.Id, Is.EqualTo("PSR-4008"));
        Start();
        await large;
        Assert.That(topics["calls"][0].End, Is.EqualTo(1));
    }

    [Test]
    public async Task What_is_cancelled_before_the_writer_comes_to_it_does_not_stand_and_gives_its_room_back()
    {
        var appender = Appender(new() { MaxAppendsInFlight = 2 });
        using var stop = new CancellationTokenSource();
        var (cancelled, kept) = (Append(appender, cancellationToken: stop.Token), Append(appender));
        await stop.CancelAsync();
        Assert.That(async () => await cancelled, Throws.InstanceOf<OperationCanceledException>());
        Start();
        await kept;
        await Task.WhenAll(Append(appender), Append(appender));
        Assert.That(topics["calls"][0].End, Is.EqualTo(3));
    }

    [Test]
    public async Task Appends_of_a_commit_that_fails_are_unclear_and_the_log_goes_on()
    {
        var appender = Appender(new());
        var append = Append(appender);

        // Refused by the hook when everything is written: what the disk did is then nobody's to say.
        var failing = DoAsync(database => raw.sqlite3_commit_hook(database.Handle, _ => 1, null));
        Start();
        var error = await Assert.ThrowsAsync<AppendUnclearException>(() => append);
        Assert.That((error!.Code.Id, error.Message), Is.EqualTo((
            "PSR-4009",
            "Whether an event for topic 'calls', partition 0, stands in the log is not known: "
            + $"'{LogFile}' refused a statement with result 531: constraint failed.")));
        Assert.That(async () => await failing, Throws.InstanceOf<PasserelleException>().And.Not.InstanceOf<AppendUnclearException>());
        await DoAsync(database => raw.sqlite3_commit_hook(database.Handle, null, null));
        await Append(appender);
        Assert.That(topics["calls"][0].End, Is.EqualTo(1));
    }

    [Test]
    public async Task Appends_that_failed_before_the_commit_are_surely_not_there()
    {
        var appender = Appender(new());
        var large = new byte[1_000_000];
        new Random(1).NextBytes(large);
        Start();
        await DoAsync(database => database.Execute("PRAGMA max_page_count = 20"));
        var append = Append(appender, value: large);
        var error = await Assert.ThrowsAsync<PasserelleException>(() => append);
        Assert.That((error!.Code.Id, error is AppendUnclearException), Is.EqualTo(("PSR-4010", false)));
        await Append(appender);
        Assert.That(topics["calls"][0].End, Is.EqualTo(1));
    }

    private void Start()
    {
        if (!started) writer.Start();
        started = true;
    }

    private Task DoAsync(Action<Database> job) => writer.SubmitAsync(new WriteJob(session => job(session.Database)), default);

    private GroupAppender Appender(EmbeddedOptions options) => new(writer, topics, new FakeTimeProvider(), options);

    private static Task Append(
        GroupAppender appender, string topic = "calls", int partition = 0, byte[]? value = null,
        CancellationToken cancellationToken = default) =>
        appender.AppendAsync(new(topic, partition, Key, value ?? Key, []), cancellationToken).AsTask();
}
