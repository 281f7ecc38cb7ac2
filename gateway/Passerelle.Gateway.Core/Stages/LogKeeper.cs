namespace Passerelle.Gateway.Core.Stages;

/// <summary>Compacts the log from time to time, beside the stages, so that it does not grow for ever.</summary>
internal sealed class LogKeeper(GatewayEnvironment environment)
{
    /// <summary>The first time an interval after the start: a gateway that has just come up has other things to do.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(environment.CompactInterval, environment.Time, cancellationToken);
            await environment.Log.CompactAsync(cancellationToken);
        }
    }
}
