using Passerelle.CrashHarness.Sabotage;

namespace Passerelle.CrashHarness.Run;

/// <summary>What is asked of a run.</summary>
internal sealed record CrashOptions
{
    public string Engines { get; init; } = "embedded+sqlite";

    public int Kills { get; init; } = 200;

    public int Seed { get; init; } = 42;

    /// <summary>Gateways that share the work in the second half, at most two in the first; null for what the engines are good for.</summary>
    public int? Instances { get; init; }

    /// <summary>Keys of each flow at the beginning.</summary>
    public int Rows { get; init; } = 60;

    /// <summary>Records that a stage takes at once.</summary>
    public int BatchSize { get; init; } = 20;

    /// <summary>The share of lives that end with SIGTERM instead of SIGKILL.</summary>
    public double GracefulShare { get; init; } = 0.05;

    /// <summary>The share of lives in which the process is stopped for a while and another one tries to take over.</summary>
    public double FreezeShare { get; init; } = 0.05;

    /// <summary>The share of lives in which the broker or the database is restarted, where there is one.</summary>
    public double DisturbShare { get; init; } = 0.125;

    /// <summary>The least number of kills that every stage and moment must have; 0 does not ask.</summary>
    public int KillsOfEach { get; init; } = 5;

    /// <summary>The share of kills after which others must have taken over before the next one is started.</summary>
    public double TakeOverShare { get; init; } = 0.25;

    /// <summary>In the scenario outage: how long each engine is away.</summary>
    public TimeSpan Outage { get; init; } = TimeSpan.FromMinutes(10);

    public Guard Removed { get; init; }

    /// <summary>Where workspace and data go; a temporary folder when null.</summary>
    public string? Folder { get; init; }

    public TextWriter Output { get; init; } = TextWriter.Null;
}
