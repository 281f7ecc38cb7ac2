using System.Globalization;
using System.Text.Json.Nodes;
using Passerelle.Cli.Tests.Support;
using Passerelle.Gateway.Pipeline.Ingest;
using Passerelle.Gateway.Pipeline.Operations;
using Passerelle.Gateway.Reloading;

namespace Passerelle.Cli.Tests.Commands;

/// <summary>A running gateway takes a valid change of its workspace, and keeps the last good one otherwise.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ReloadTests : IAsyncDisposable
{
    private readonly SmallGateway _gateway = new();

    [Test]
    public async Task After_a_mended_mapping_a_replay_makes_the_broken_row_appear()
    {
        await StartAsync();
        _gateway.Files.Edit("flows/people.yaml", "date: yyyy-MM-dd }]", "date: yyyy-MM-dd }], onError: null");
        Golden.Check("reload-mended.txt", Scrub.Of(await _gateway.RunAsync("reload"), _gateway.Files.Path));
        Golden.Check("replay.txt", Scrub.Of(await _gateway.RunAsync("failures", "replay", "--flow", "people", "--reason", "mapping mended"), _gateway.Files.Path));

        await _gateway.UntilAsync(s => s.Flows.Single(f => f.Flow == "people") is { Served: 3, OpenFailures: 0 });
        Assert.That((await _gateway.GetAsync("/v1/people/2")).Body.ToJsonString(), Is.EqualTo("""{"id":"2","name":"GRACE","born":null}"""));
    }

    [Test]
    public async Task A_look_up_table_is_taken_too()
    {
        await StartAsync();
        _gateway.Files.Edit("lookups/regions.csv", "75,", "69,Rhone\n75,");
        Assert.That((await _gateway.RunAsync("reload")).ExitCode, Is.Zero);
        await _gateway.RunAsync("failures", "replay", "--all");

        await _gateway.UntilAsync(s => s.Flows.Single(f => f.Flow == "cities") is { Served: 2, OpenFailures: 0 });
    }

    [Test]
    public async Task A_broken_workspace_changes_nothing_and_says_why_until_it_is_mended()
    {
        await StartAsync();
        _gateway.Files.Edit("flows/people.yaml", "trim", "trimm");
        Golden.Check("reload-broken.txt", Scrub.Of(await _gateway.RunAsync("reload"), _gateway.Files.Path));
        Assert.That((await _gateway.GetAsync("/v1/people/1")).Status, Is.EqualTo(200));
        var kept = (await Parts()).Single(p => p["name"]!.ToString() == "workspace")!;
        Assert.That($"{kept["status"]} {kept["code"]}: {kept["reason"]}", Is.EqualTo(
            "degraded PSR-4721: The last good configuration stays: flows/people.yaml:8:29: PSR-1830 mapping.id.convert[0]: there is no converter `trimm` — write `trim`"));

        _gateway.Files.Edit("flows/people.yaml", "trimm", "trim");
        Assert.That((await _gateway.RunAsync("reload")).ExitCode, Is.Zero);
        Assert.That(await Parts(), Has.None.Matches<JsonNode>(p => p?["name"]?.ToString() == "workspace"));
    }

    [Test]
    public async Task What_only_a_restart_can_change_is_refused_by_name()
    {
        await StartAsync();
        _gateway.Files.Edit("contracts/people.yaml", "title: People", "title: Persons");
        _gateway.Files.Edit("passerelle.yaml", "prefix: small", "prefix: other");
        Golden.Check("reload-restart.txt", Scrub.Of(await _gateway.RunAsync("reload"), _gateway.Files.Path));
    }

    [Test]
    public async Task Reloads_in_the_middle_of_a_delivery_lose_nothing_and_REST_goes_on_answering()
    {
        const int Rows = 20_000;
        await StartAsync();
        var rows = Enumerable.Range(1, Rows).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i};name {i};2000-01-01\n"));
        var file = Path.Combine(_gateway.Files.Path, "inbox", "people", "people_2.csv");
        await File.WriteAllTextAsync(file + ".part", "id;name;born\n" + string.Concat(rows));
        File.Move(file + ".part", file);
        for (var i = 0; i < 5; i++)
        {
            Assert.That((await _gateway.Host.ReloadAsync(CancellationToken.None)).Applied);
            Assert.That((await _gateway.GetAsync("/v1/people/1")).Status, Is.EqualTo(200));
        }

        await _gateway.UntilAsync(s => s.Flows.Single(f => f.Flow == "people") is { Served: Rows, OpenFailures: 0 });
        var last = await _gateway.Host.Operator.EveryDeliveryAsync("people", CancellationToken.None).FirstAsync();
        Assert.That((last.Name, last.Records, last.Bad, last.Vanished), Is.EqualTo(("people_2.csv", (long)Rows, 0L, 0L)));
    }

    [Test]
    public async Task A_watched_workspace_is_taken_when_it_is_saved()
    {
        await StartAsync();
        using var stop = new CancellationTokenSource();
        var told = new TaskCompletionSource<ReloadOutcome>();
        var watching = _gateway.Host.WatchAsync(told.SetResult, stop.Token);
        _gateway.Files.Edit("flows/people.yaml", "date: yyyy-MM-dd }]", "date: yyyy-MM-dd }], onError: null");

        var outcome = await told.Task;
        await stop.CancelAsync();
        await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Assert.That((outcome.Applied, string.Join(", ", outcome.Changes)), Is.EqualTo((true, "flows/people.yaml")));
    }

    [Test]
    public async Task A_flow_that_is_late_degrades_readiness_but_not_service()
    {
        _gateway.Files.Edit("flows/cities.yaml", "key: [code]", "key: [code]\nexpectedBy: \"00:00\"");
        File.Delete(Path.Combine(_gateway.Files.Path, "inbox", "cities", "cities.csv"));
        await _gateway.StartAsync();

        var ready = await _gateway.GetAsync("/health/ready");
        Assert.That((ready.Status, ready.Body["status"]!.ToString()), Is.EqualTo((200, "ready")));
        var late = (await Parts()).Single(p => p["name"]!.ToString() == "cities/freshness");
        Assert.That($"{late["status"]} {late["code"]}: {late["reason"]}", Is.EqualTo("degraded PSR-4720: A delivery was expected by 00:00; none has been applied since midnight."));
    }

    [Test]
    public async Task A_discarded_dead_letter_is_settled_and_found_as_such()
    {
        await StartAsync();
        Golden.Check("discard.txt", Scrub.Of(await _gateway.RunAsync("failures", "discard", "--key", "2", "--reason", "not ours"), _gateway.Files.Path));
        await _gateway.UntilAsync(s => s.Flows.Single(f => f.Flow == "people").OpenFailures == 0);
        Golden.Check("discarded.txt", Scrub.Of(await _gateway.RunAsync("failures", "list", "--state", "discarded"), _gateway.Files.Path));
    }

    [Test]
    public async Task A_quarantined_delivery_says_why_and_is_rejected_with_a_reason()
    {
        await StartAsync();
        var file = Path.Combine(_gateway.Files.Path, "inbox", "people", "older.csv");
        await File.WriteAllTextAsync(file + ".part", "id;name;born\n1;Ada;1815-12-10\n");
        File.Move(file + ".part", file);
        await _gateway.UntilAsync(s => s.Flows.Single(f => f.Flow == "people").LastDelivery is { Name: "older.csv", Phase: DeliveryPhase.Quarantined });

        Golden.Check("files-show-quarantined.txt", Scrub.Of(await _gateway.RunAsync("files", "show", "people-2"), _gateway.Files.Path));
        Golden.Check("files-reject.txt", Scrub.Of(await _gateway.RunAsync("files", "reject", "people-2", "--reason", "sent by mistake"), _gateway.Files.Path));
        await _gateway.UntilAsync(s => s.Flows.Single(f => f.Flow == "people").LastDelivery!.Phase == DeliveryPhase.Rejected);
    }

    [Test]
    public async Task A_second_gateway_on_the_same_folder_is_a_conflict()
    {
        await StartAsync();
        var run = await _gateway.RunAsync("run");

        Assert.That((run.ExitCode, run.Out), Is.EqualTo((5, "")));
        Assert.That(run.Error, Does.StartWith("PSR-4001: "));
    }

    [Test]
    public async Task Another_address_is_taken_from_the_command_line()
    {
        await StartAsync();
        var run = await _gateway.RunAsync("run", "--listen", _gateway.Host.Address.ToString(), "--data", Path.Combine(_gateway.Files.Path, "other"));

        Assert.That((run.ExitCode, run.Out), Is.EqualTo((1, "")));
        Assert.That(run.Error, Does.Contain($"PSR-6050: The gateway cannot listen at {_gateway.Host.Address}: "));
    }

    public async ValueTask DisposeAsync() => await _gateway.DisposeAsync();

    private async Task StartAsync()
    {
        await _gateway.StartAsync();
        await _gateway.SettledAsync();
    }

    private async Task<List<JsonNode>> Parts()
    {
        var (_, body) = await _gateway.GetAsync("/health/ready");
        return [.. body["parts"]!.AsArray().OfType<JsonNode>()];
    }
}
