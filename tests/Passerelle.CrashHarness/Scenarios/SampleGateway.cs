using Passerelle.CrashHarness.Child;
using Passerelle.CrashHarness.Engines;
using Passerelle.CrashHarness.Run;
using Passerelle.Gateway.Composition;
using Passerelle.Gateway.Control;
using Passerelle.Gateway.Pipeline.Ingest;
using Passerelle.Gateway.Pipeline.Messages;
using Passerelle.Gateway.Pipeline.Operations;
using Passerelle.LegacySim;
using GatewayEngines = Passerelle.Gateway.Composition.Engines;

namespace Passerelle.CrashHarness.Scenarios;

/// <summary>The sample workspace with empty inboxes, in a folder of its own, and its gateway in a process of its own.</summary>
internal sealed class SampleGateway
{
    public const string Flow = "companies";
    private readonly CrashOptions _options;
    private readonly string _folder;

    /// <param name="engines">Null for the sample's own.</param>
    public SampleGateway(CrashOptions options, string folder, EnginePair? engines = null)
    {
        (_options, _folder) = (options, folder);
        var sample = Path.Combine(AppContext.BaseDirectory, "samples", "aides-entreprises");
        foreach (var file in Directory.EnumerateFiles(sample, "*", SearchOption.AllDirectories))
        {
            var name = Path.GetRelativePath(sample, file);
            var target = Path.Combine(Workspace, name);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            if (!name.StartsWith("inbox", StringComparison.Ordinal)) File.Copy(file, target);
        }

        foreach (var inbox in (string[])["legal-units", "establishments", "debts"]) Directory.CreateDirectory(Path.Combine(Workspace, "inbox", inbox));
        if (engines is null) return;
        File.WriteAllText(Path.Combine(Workspace, "passerelle.yaml"), $"""
            name: sample
            prefix: {engines.Prefix}
            listen: http://127.0.0.1:0
            {engines.Yaml}
            """);
    }

    private string Workspace => Path.Combine(_folder, "workspace");

    private string Data => Path.Combine(_folder, "data");

    private string FlowFile => Path.Combine(Workspace, "flows", "companies.yaml");

    public Instance Start(Action<Flight.FlightRecorder>? prepare = null) => Instance.Start(
        new ChildOptions(_options.Engines, Workspace, Data, Path.Combine(_folder, "flight"), "", 2000, Compacts: false, Sabotage.Guard.None), prepare);

    public void Send(string name, GeneratorOptions options)
    {
        var temporary = Path.Combine(_folder, name);
        using (var file = File.Create(temporary)) SireneGenerator.Write(file, options);
        File.Move(temporary, Path.Combine(Workspace, "inbox", "legal-units", name));
    }

    /// <summary>Codes of closed units that nobody knew are known from the next start on.</summary>
    public void MendMapping()
    {
        var text = File.ReadAllText(FlowFile);
        var mended = text.Replace("\"false\": [C]", "\"false\": [C, Z]", StringComparison.Ordinal);
        if (mended == text) throw new InvalidOperationException("The sample's flow is not as this scenario knows it.");
        File.WriteAllText(FlowFile, mended);
    }

    public async Task<ControlClient> OperateAsync(CancellationToken cancellationToken) =>
        await ControlClient.TryConnectAsync(Data, cancellationToken) ?? throw new IOException("The gateway does not answer its operators.");

    /// <summary>The delivery of that number, once it has ended.</summary>
    public async Task<DeliveryRecord?> EndedAsync(int number, CancellationToken cancellationToken)
    {
        using var gateway = await OperateAsync(cancellationToken);
        return await gateway.DeliveryAsync($"{Flow}-{number}", cancellationToken) is { EndedAt: not null } ended ? ended : null;
    }

    /// <summary>Records that ingest has published of its last delivery.</summary>
    public async Task<long> PublishedAsync(int number, CancellationToken cancellationToken)
    {
        using var gateway = await OperateAsync(cancellationToken);
        return (await gateway.DeliveryAsync($"{Flow}-{number}", cancellationToken))?.Published ?? 0;
    }

    public async Task<FlowStatus> StatusAsync(CancellationToken cancellationToken)
    {
        using var gateway = await OperateAsync(cancellationToken);
        return (await gateway.StatusAsync(cancellationToken)).Flows.Single(f => f.Flow == Flow);
    }

    /// <summary>The events of the contract's log, read from its start while no gateway runs; the keys that they name.</summary>
    public async Task<long> EventsAsync(Findings findings, CancellationToken cancellationToken)
    {
        var model = Workspaces.Load(Workspace).Workspace!;
        await using var engines = await GatewayEngines.OpenAsync(model, Data, TimeProvider.System, cancellationToken);
        var contract = model.Flows.Single(f => f.Name == Flow).Contract;
        var topic = new TopicNames(model.Prefix).Contract(contract);
        return await new EventCount(engines.Log, findings).CountAsync(topic, contract.Partitions ?? model.Partitions, cancellationToken);
    }
}
