using Passerelle.CrashHarness.Engines;
using Passerelle.CrashHarness.Run;

namespace Passerelle.CrashHarness.Scenarios;

/// <summary>The scenario of long outages as the command line shows it.</summary>
internal static class OutageCommand
{
    /// <returns>0 when nothing was lost and nobody was needed, 1 otherwise.</returns>
    public static async Task<int> RunAsync(CrashOptions options, CancellationToken cancellationToken)
    {
        var folder = options.Folder ?? Directory.CreateTempSubdirectory("passerelle-outage-").FullName;
        var result = await RunAsync(options, folder, cancellationToken);
        return await result.TellAsync(options.Output, folder);
    }

    public static async Task<CrashResult> RunAsync(CrashOptions options, string folder, CancellationToken cancellationToken)
    {
        await using var engines = EnginePair.Of(options.Engines);
        if (engines.Outages.Count == 0) throw new ArgumentException($"Nothing of {engines.Name} can be away; take {KafkaPostgresPair.PairName}.", nameof(options));
        await engines.StartAsync(cancellationToken);
        return await new OutageRun(options, engines, folder).RunAsync(cancellationToken);
    }
}
