namespace Passerelle.CrashHarness.Load;

/// <summary>The flows under load: extracts and changes, some archived and some kept; where instances share the work two more, one of them wide.</summary>
internal static class HarnessFlows
{
    /// <summary>The flow whose partitions several instances work on at once.</summary>
    public const string Wide = "parcels";

    private const int WidePartitions = 6;

    public static IEnumerable<LoadedFlow> AddTo(HarnessWorkspace workspace, int seed, int rows, bool shared)
    {
        yield return Extracts("people", 0, archived: true);
        yield return Extracts("places", 1, archived: false);
        yield return Extracts("permits", 2, archived: true);
        yield return workspace.AddDeltaFlow("moves", new DeltaScript("mo", seed + 5, Math.Max(8, rows / 2)));
        if (!shared) yield break;
        yield return workspace.AddExtractFlow(Wide, archived: true, new ExtractScript("pa", seed + 7, rows * 2), WidePartitions);
        yield return workspace.AddDeltaFlow("meters", new DeltaScript("me", seed + 11, Math.Max(8, rows / 2)));

        LoadedFlow Extracts(string name, int number, bool archived) =>
            workspace.AddExtractFlow(name, archived, new ExtractScript(name[..2], unchecked((seed * 31) + number), rows));
    }
}
