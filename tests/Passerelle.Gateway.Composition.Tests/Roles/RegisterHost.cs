using Passerelle.Conformance.Sources;
using Passerelle.Contracts.Adapters;
using Passerelle.Gateway.Pipeline.Connections;
using Passerelle.Gateway.Workspace.Connections;
using Passerelle.Gateway.Workspace.Documents;
using Passerelle.Gateway.Workspace.Options;
using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.Gateway.Composition.Tests.Roles;

/// <summary>The register, and a connection to it.</summary>
internal sealed class RegisterHost : ISourceHost
{
    private readonly ConnectionSet _connections = new(TimeProvider.System, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(2));

    public RegisterHost()
    {
        Adapter = new RegisterAdapter(Register);
        for (var i = 1; i <= SourceSuite.Records; i++) Register.Rows.Add(i == SourceSuite.Broken ? "?" : $"row {i}");
        Definition = new ConnectionDefinition("register", Adapter, Bind("adapter: register\naddress: register:80\nretries: 2\n", ConnectionSpecs.Of(Adapter.Spec)));
        Context = new AdapterContext("flow", ".", TimeProvider.System) { Connection = _connections.Of(Definition) };
    }

    public Register Register { get; } = new();

    public RegisterAdapter Adapter { get; }

    public ConnectionDefinition Definition { get; }

    public AdapterContext Context { get; }

    public IReadOnlyList<(string Position, long Next)> OlderPositions => [("3", 4)];

    public static IOptionReader NoOptions => Bind("{}", []);

    public ValueTask<ISource> CreateAsync() => ValueTask.FromResult(Adapter.CreateSource(NoOptions, Context));

    public void TakeDown() => Register.Failures = int.MaxValue;

    public void BringUp() => Register.Failures = 0;

    public ValueTask DisposeAsync()
    {
        _connections.Dispose();
        return ValueTask.CompletedTask;
    }

    private static IOptionReader Bind(string yaml, IReadOnlyList<OptionSpec> specs)
    {
        var problems = new ProblemList();
        var map = (ConfigMap)YamlReader.Read("t.yaml", yaml, problems)!;
        new SpecBinder(new ReferenceResolver(".", _ => null), problems).TryBind(map, specs, out var options);
        Assert.That(ProblemFormatter.Format(problems.Items), Is.Empty);
        return options;
    }
}
