using System.Globalization;
using System.Runtime.InteropServices;
using Passerelle.Contracts.Adapters;
using Passerelle.Contracts.Errors;
using Passerelle.CrashHarness.Engines;
using Passerelle.CrashHarness.Flight;
using Passerelle.CrashHarness.Sabotage;
using Passerelle.Gateway.Composition;
using Passerelle.Gateway.Hosting;
using Passerelle.Gateway.Pipeline.Stages;
using Passerelle.Gateway.Workspace.Flows;
using Passerelle.Gateway.Workspace.Loading;
using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.CrashHarness.Child;

/// <summary>What a child process is told.</summary>
/// <param name="Diary">Where it writes what it works on; empty for nowhere.</param>
internal sealed record ChildOptions(string Engines, string Workspace, string Data, string Flight, string Diary, int BatchSize, bool Compacts, Guard Removed)
{
    public string[] ToArguments() =>
        ["child", Engines, Workspace, Data, Flight, Diary, BatchSize.ToString(CultureInfo.InvariantCulture), Compacts.ToString(), Removed.ToString()];

    public static ChildOptions Read(string[] arguments) => new(
        arguments[1], arguments[2], arguments[3], arguments[4], arguments[5], int.Parse(arguments[6], CultureInfo.InvariantCulture), bool.Parse(arguments[7]),
        Enum.Parse<Guard>(arguments[8]));
}

/// <summary>The process that is killed: the real gateway, its ports on record.</summary>
internal static class GatewayChild
{
    public static async Task<int> RunAsync(ChildOptions options)
    {
        using var flight = FlightRecorder.Open(options.Flight);
        using var diary = options.Diary.Length > 0 ? new Diary(options.Diary) : null;
        var starting = await flight.EnterAsync(Label.Start);
        using var stop = new CancellationTokenSource();
        using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            stop.Cancel();
        });
        using var loggers = new FileLoggers(Path.Combine(options.Data, "..", $"{Path.GetFileName(options.Data)}.log"));
        try
        {
            var workspace = Load(options.Workspace, flight);
            var readers = workspace.Flows.Sum(f => (3 * PartitionsOf(workspace, f)) + 1) + workspace.Partitions + 1;
            await using var host = await GatewayHost.StartAsync(
                workspace, options.Data, new Uri("http://127.0.0.1:0"), loggers, TimeProvider.System, stop.Token, e => Adapt(e, workspace, options, flight, diary, readers));
            await starting.LeaveAsync();
            await Console.Out.WriteLineAsync(host.Address.ToString());
            await Task.Delay(Timeout.Infinite, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return 0;
        }
        catch (PasserelleException e)
        {
            await Console.Error.WriteLineAsync($"{e.Code}: {e.Message}");
            return 1;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 0;
        }
    }

    private static WorkspaceModel Load(string folder, FlightRecorder flight)
    {
        var loaded = Workspaces.Load(folder);
        var workspace = loaded.Workspace ?? throw new InvalidDataException(ProblemFormatter.Format(loaded.Problems));
        return workspace with { Flows = [.. workspace.Flows.Select(f => f with { Adapter = new RecordingAdapter((IDeliveryAdapter)f.Adapter, flight) })] };
    }

    private static GatewayEnvironment Adapt(
        GatewayEnvironment environment, WorkspaceModel workspace, ChildOptions options, FlightRecorder flight, Diary? diary, int readers)
    {
        var engines = EnginePair.Of(options.Engines);
        var log = Guards.Remove(options.Removed, environment.Log);
        var store = Guards.Remove(options.Removed, environment.Store);
        var recording = new RecordingLog(log, flight, diary, engines.Shape);
        if (engines.Compacts && options.Compacts) _ = Task.Run(() => CompactAsync(recording, readers));
        return environment with
        {
            Log = recording,
            Store = new RecordingStore(store, flight, engines.Tally(workspace, options.Data)),
            BatchSize = options.BatchSize,
            PollInterval = TimeSpan.FromMilliseconds(30),
            IdleWait = TimeSpan.FromMilliseconds(15),
            LongestBackoff = TimeSpan.FromSeconds(2),
        };
    }

    private static int PartitionsOf(WorkspaceModel workspace, FlowDefinition flow) => flow.Contract.Partitions ?? workspace.Partitions;

    /// <param name="readers">All that the stages are: with a retention of a second, compaction must not begin before they are known.</param>
    private static async Task CompactAsync(RecordingLog log, int readers)
    {
        try
        {
            while (true)
            {
                await Task.Delay(250);
                if (log.Readers >= readers) await log.CompactAsync(CancellationToken.None);
            }
        }
        catch (ObjectDisposedException)
        {
            // The gateway has stopped.
        }
    }
}
