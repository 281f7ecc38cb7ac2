using Passerelle.Gateway.Ports.Log;
using Passerelle.Gateway.Ports.Store;
using Passerelle.Gateway.Workspace.Loading;

namespace Passerelle.CrashHarness.Engines;

/// <summary>Counts, inside the database, how often a row of a contract and a position changes: in the transaction that changes it.</summary>
internal interface ITally
{
    /// <summary>After the store made its tables; doing it again changes nothing.</summary>
    ValueTask InstallAsync(IReadOnlyCollection<StoreShape> shapes, CancellationToken cancellationToken);

    /// <summary>All changes of rows, in the order in which they happened.</summary>
    ValueTask<IReadOnlyList<Application>> ApplicationsAsync(CancellationToken cancellationToken);

    /// <summary>All changes of positions, in the order in which they happened.</summary>
    ValueTask<IReadOnlyList<Advance>> AdvancesAsync(CancellationToken cancellationToken);
}

/// <summary>One change of one row.</summary>
internal sealed record Application(string Table, string Key, long Sequence, string EventId);

/// <summary>One change of a projection's position.</summary>
internal sealed record Advance(string Projection, long Partition, long From, long Next);

/// <summary>Something outside the gateways that can be away for as long as one likes.</summary>
/// <param name="Part">As readiness calls it: <c>log</c> or <c>store</c>.</param>
/// <param name="Codes">What the codes begin with by which readiness tells of it.</param>
internal sealed record Outage(string Part, string Codes, Func<Task> BeginAsync, Func<Task> EndAsync);

/// <summary>A log engine and a store engine, and what the harness must know about them.</summary>
internal abstract class EnginePair : IAsyncDisposable
{
    /// <summary>As on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>The lines of <c>passerelle.yaml</c> about engines.</summary>
    public abstract string Yaml { get; }

    /// <summary>Begins the names of topics and tables.</summary>
    public virtual string Prefix => "crash";

    /// <summary>How many gateways share the work at once in the end; one where a second one is refused.</summary>
    public abstract int Instances { get; }

    /// <summary>Whether the harness lets the log compact while it is under load.</summary>
    public abstract bool Compacts { get; }

    /// <summary>How long a dead gateway's work waits for another one; nothing where there is no other one.</summary>
    public virtual TimeSpan TakeOver => TimeSpan.Zero;

    /// <summary>How long nothing may move, while nothing is killed, before what is missing counts as lost.</summary>
    public virtual TimeSpan Patience => TimeSpan.FromSeconds(20);

    public static IReadOnlyList<string> Names { get; } = [EmbeddedPair.PairName, EmbeddedPostgresPair.PairName, KafkaPostgresPair.PairName];

    public static EnginePair Of(string name) => name switch
    {
        EmbeddedPair.PairName => new EmbeddedPair(),
        EmbeddedPostgresPair.PairName => new EmbeddedPostgresPair(),
        KafkaPostgresPair.PairName => new KafkaPostgresPair(),
        _ => throw new ArgumentException($"There is no engine pair '{name}'. Known: {string.Join(", ", Names)}.", nameof(name)),
    };

    /// <summary>Starts what runs outside the gateways.</summary>
    public abstract Task StartAsync(CancellationToken cancellationToken);

    /// <summary>Restarts something outside the gateways; says what. Null when there is nothing.</summary>
    public abstract Task<string?> DisturbAsync(Random random, CancellationToken cancellationToken);

    /// <summary>What can be away; nothing where all engines are in the gateway's process.</summary>
    public virtual IReadOnlyList<Outage> Outages => [];

    /// <summary>How the harness wants a topic made.</summary>
    public abstract TopicSpec Shape(TopicSpec topic);

    public abstract ITally Tally(WorkspaceModel workspace, string dataFolder);

    public abstract ValueTask DisposeAsync();
}
