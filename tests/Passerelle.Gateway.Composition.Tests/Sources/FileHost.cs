using Passerelle.Conformance.Sources;
using Passerelle.Contracts.Adapters;
using Passerelle.Gateway.Workspace.Options;
using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.Gateway.Composition.Tests.Sources;

/// <summary>One file in a folder, read by an adapter of the catalogue.</summary>
internal sealed class FileHost : ISourceHost
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();
    private readonly IDeliveryAdapter _adapter;
    private readonly IReadOnlyDictionary<string, string> _options;

    /// <param name="options">Beside those that say where the file is; with names as on a command line.</param>
    /// <param name="more">Files of the workspace that options name.</param>
    public FileHost(string adapter, byte[] content, IReadOnlyDictionary<string, string> options, (string Position, long Next)[] older, params (string Name, string Text)[] more)
    {
        _adapter = (IDeliveryAdapter)Catalogue.Adapters.Single(a => a.Spec.Name == adapter);
        _options = new Dictionary<string, string>(options) { ["folder"] = "inbox", ["pattern"] = "*", ["complete.rule"] = "stable", ["complete.stableSeconds"] = "0" };
        OlderPositions = older;
        Directory.CreateDirectory(Inbox);
        File.WriteAllBytes(Path.Combine(Inbox, "extract.txt"), content);
        foreach (var (name, text) in more) File.WriteAllText(Path.Combine(_folder.FullName, name), text);
    }

    public IReadOnlyList<(string Position, long Next)> OlderPositions { get; }

    private string Inbox => Path.Combine(_folder.FullName, "inbox");

    private string Away => Path.Combine(_folder.FullName, "away");

    public async ValueTask<ISource> CreateAsync()
    {
        var problems = new ProblemList();
        var options = AdapterOptions.Bind(_adapter, _options, problems);
        Assert.That(ProblemFormatter.Format(problems.Items), Is.Empty);
        var source = _adapter.CreateSource(options!, new AdapterContext("flow", _folder.FullName, TimeProvider.System));
        var deliveries = await source.ListAsync(CancellationToken.None);
        return source.Read(deliveries.Single());
    }

    public void TakeDown() => Directory.Move(Inbox, Away);

    public void BringUp() => Directory.Move(Away, Inbox);

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
