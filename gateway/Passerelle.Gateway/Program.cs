using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Composition;
using Passerelle.Gateway.Hosting;
using Passerelle.Gateway.Workspace.Problems;

// The gateway as a service: passerelle-gateway WORKSPACE [DATA-FOLDER]. The command line tool offers the same with more comfort.
if (args.Length is < 1 or > 2)
{
    await Console.Error.WriteLineAsync("Usage: passerelle-gateway WORKSPACE [DATA-FOLDER]");
    return 2;
}

var loaded = Workspaces.Load(args[0]);
await Console.Error.WriteAsync(ProblemFormatter.Format(loaded.Problems));
if (loaded.Workspace is not { } workspace) return 1;

using var loggers = LoggerFactory.Create(logging => logging.AddSimpleConsole(o => o.SingleLine = true));
using var stop = new CancellationTokenSource();
using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
var data = args.Length == 2 ? args[1] : workspace.DataFolder ?? Path.Combine(workspace.Folder, ".data");
try
{
    await using var host = await GatewayHost.StartAsync(workspace, data, null, loggers, TimeProvider.System, stop.Token);
    await Console.Out.WriteLineAsync($"Listening on {host.Address}");
    using var onHangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Reload(host));
    await Task.Delay(Timeout.Infinite, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    return 0;
}
catch (PasserelleException e)
{
    await Console.Error.WriteLineAsync($"{e.Code}: {e.Message} {e.Remedy}");
    return 1;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    // Stopped while it waited for an engine.
    return 0;
}

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Cancel();
}

// The service's way to say "read the workspace again"; what became of it is logged.
Action<PosixSignalContext> Reload(GatewayHost host) => context =>
{
    context.Cancel = true;
    _ = host.ReloadAsync(stop.Token);
};
