using System.Text;
using Passerelle.Gateway.Composition;
using Passerelle.Gateway.Hosting;
using Passerelle.Gateway.Pipeline.DeadLetters;
using Passerelle.Gateway.Pipeline.Operations;
using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.EndToEnd.Tests.Spine;

/// <summary>A whole gateway over one contract, <c>people</c>, and the flows that a test gives: each reads CSV files from <c>inbox/FLOW</c>.</summary>
internal sealed class FlowsFixture : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("passerelle-flows-").FullName;
    private readonly Dictionary<string, int> _files = [];
    private GatewayHost? _host;

    /// <param name="flows">Name and what the flow file says besides source, contract and key.</param>
    public FlowsFixture(params (string Name, string Options)[] flows)
    {
        Write("passerelle.yaml", "name: people\nprefix: p\nlisten: http://127.0.0.1:0\n");
        Write("contracts/people.yaml", """
            name: people
            version: 1.0.0
            key: [id]
            title: People
            description: People.
            schema:
              type: object
              required: [id, name]
              properties:
                id: { type: string }
                name: { type: string, minLength: 2 }
                phone: { type: [string, "null"] }
            """);
        foreach (var (name, options) in flows)
        {
            Write($"inbox/{name}/.keep", "");
            Write($"flows/{name}.yaml", $$"""
                flow: {{name}}
                contract: people@1
                source: { adapter: flat_file, options: { folder: inbox/{{name}}, complete: { rule: rename }, encoding: utf-8, delimiter: ",", multilineFields: never } }
                key: [id]
                maxBadPercent: 100
                {{options}}
                """);
        }
    }

    public IOperator Operator => _host!.Operator;

    public async Task StartAsync()
    {
        var loaded = Workspaces.Load(_folder);
        Assert.That(ProblemFormatter.Format(loaded.Problems), Is.Empty);
        _host = await GatewayHost.StartAsync(loaded.Workspace!, Path.Combine(_folder, ".data"), null, new TestLoggers(), TimeProvider.System, CancellationToken.None);
    }

    public async Task RestartAsync()
    {
        await _host!.DisposeAsync();
        await StartAsync();
    }

    public void Deliver(string flow, params string[] lines)
    {
        var number = _files[flow] = _files.GetValueOrDefault(flow) + 1;
        var aside = Path.Combine(_folder, $"{flow}-{number}");
        File.WriteAllText(aside, string.Concat(lines.Select(l => l + "\n")), Encoding.UTF8);
        File.Move(aside, Path.Combine(_folder, "inbox", flow, $"{number:D4}.csv"));
    }

    /// <summary>Waits until a person is served so; null for a deleted one.</summary>
    public async Task ServesAsync(string key, string? expected)
    {
        string? found = null;
        await SpineFixture.EventuallyAsync(
            async () => (found = await ServedAsync(key)) == expected,
            $"'{key}' is {expected ?? "deleted"} (last seen {found ?? "deleted"})");
    }

    public async Task<string?> ServedAsync(string key) => (await ExplainAsync(key))?.Value is { } json ? Encoding.UTF8.GetString(json) : null;

    public Task<Explanation?> ExplainAsync(string key) => Operator.ExplainAsync("people", key, CancellationToken.None);

    public async Task<IReadOnlyList<DeadLetter>> LettersAsync(DeadLetterState state) =>
        await Operator.EveryFailureAsync(new FailureSelection { State = state }, CancellationToken.None).ToListAsync();

    public async Task<DeadLetter> LetterAsync(DeadLetterState state)
    {
        await SpineFixture.EventuallyAsync(async () => (await LettersAsync(state)).Count > 0, $"a dead letter is {state}");
        return (await LettersAsync(state)).Single();
    }

    public Task ReplayAsync(string id) => Operator.ReplayAsync(new FailureSelection { Ids = [id], State = null }, null, CancellationToken.None);

    /// <summary>Waits until the flow has taken this many deliveries to their end.</summary>
    public Task TakenAsync(string flow, int count) => SpineFixture.EventuallyAsync(
        async () => await Operator.EveryDeliveryAsync(flow, CancellationToken.None).CountAsync(d => d.EndedAt is not null) == count,
        $"{flow} has taken {count} deliveries");

    public async ValueTask DisposeAsync()
    {
        if (_host is not null) await _host.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private void Write(string path, string text)
    {
        var full = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }
}
