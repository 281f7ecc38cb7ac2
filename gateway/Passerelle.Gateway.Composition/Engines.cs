using Microsoft.Extensions.Logging;
using Passerelle.Gateway.Embedded;
using Passerelle.Gateway.Pipeline.Claims;
using Passerelle.Gateway.Pipeline.Messages;
using Passerelle.Gateway.Pipeline.Stages;
using Passerelle.Gateway.Ports.Claims;
using Passerelle.Gateway.Ports.Log;
using Passerelle.Gateway.Ports.Store;
using Passerelle.Gateway.Workspace.Loading;

namespace Passerelle.Gateway.Composition;

/// <summary>The engines that a workspace names, open.</summary>
public sealed class Engines : IAsyncDisposable
{
    /// <summary>How long a claim is kept that nothing refers to: the transaction that will may not have committed yet.</summary>
    private static readonly TimeSpan ClaimGrace = TimeSpan.FromHours(24);

    private readonly IAsyncDisposable _owner;

    private Engines(IEventLog log, IReadStore store, IClaimStore claims, IAsyncDisposable owner) =>
        (Log, Store, Claims, _owner) = (log, store, claims, owner);

    public IEventLog Log { get; }

    public IReadStore Store { get; }

    /// <summary>Where content lies that is larger than the log takes.</summary>
    public IClaimStore Claims { get; }

    /// <summary>Opens log and store; the workspace was checked, so its engines are known.</summary>
    /// <exception cref="Contracts.Errors.PasserelleException">Another gateway uses the folder, or an engine can't be opened.</exception>
    public static async ValueTask<Engines> OpenAsync(
        WorkspaceModel workspace, string dataFolder, TimeProvider time, CancellationToken cancellationToken, ILoggerFactory? loggers = null)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentNullException.ThrowIfNull(workspace);
        var shared = StoreEngines.Of(workspace).OpenShared(workspace, time);
        var engine = EmbeddedEngine.Open(dataFolder, time);
        try
        {
            var log = LogEngines.Of(workspace).Open(new LogSetting(workspace, dataFolder, engine, time, loggers));
            return new Engines(
                log, shared?.Store ?? engine.Store, shared?.Claims ?? engine.Claims, shared is null ? engine : new Both(engine, shared));
        }
        catch
        {
            await engine.DisposeAsync();
            if (shared is not null) await shared.DisposeAsync();
            throw;
        }
    }

    /// <summary>Changes what the stages work with; null leaves it as it is.</summary>
    public Func<GatewayEnvironment, GatewayEnvironment>? Adapt { get; set; }

    public GatewayEnvironment Environment(WorkspaceModel workspace, string dataFolder, TimeProvider time, ILoggerFactory loggers)
    {
        var environment = Environment(Log, Claims, Store, workspace, dataFolder, time, loggers) with
        {
            Claims = new ClaimCollector(Log, Claims, ClaimGrace, time),
        };
        return Adapt?.Invoke(environment) ?? environment;
    }

    /// <summary>Over any log and store; claims are resolved, and none is collected.</summary>
    internal static GatewayEnvironment Environment(
        IEventLog log, IClaimStore claims, IReadStore store, WorkspaceModel workspace, string dataFolder, TimeProvider time,
        ILoggerFactory loggers) => new(
            new ClaimingEventLog(log, claims), store, new TopicNames(workspace.Prefix), workspace.Partitions,
            Path.Combine(dataFolder, "scratch"), time, loggers)
        {
            BatchesAhead = LogEngines.Of(workspace).BatchesAhead,
        };

    public async ValueTask DisposeAsync()
    {
        await Log.DisposeAsync();
        await _owner.DisposeAsync();
    }

    private sealed class Both(IAsyncDisposable first, IAsyncDisposable second) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await first.DisposeAsync();
            await second.DisposeAsync();
        }
    }
}
