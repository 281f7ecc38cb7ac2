using Passerelle.CrashHarness.Load;
using Passerelle.CrashHarness.Run;

namespace Passerelle.CrashHarness.Oracle;

/// <summary>What REST serves is what was delivered last, key by key.</summary>
internal static class ServedCheck
{
    public static bool Equal(FlowModel model, Dictionary<string, string> served)
    {
        var due = model.Served;
        return due.Count == served.Count && due.All(d => served.GetValueOrDefault(d.Key) == d.Value);
    }

    public static void Check(string contract, FlowModel model, Dictionary<string, string> served, Findings findings)
    {
        var due = model.Served;
        var history = model.Published;
        foreach (var (key, value) in due)
        {
            if (!served.TryGetValue(key, out var found))
            {
                // A deletion that was never due is another promise than a value that never came.
                var published = history[key].Count(p => p.Value is not null);
                findings.Add(published > 1 ? Broken.FalselyDeleted : Broken.Lost, $"{contract}/{key} is not served; {value} is due.");
            }
            else if (found != value)
            {
                findings.Add(Broken.Lost, $"{contract}/{key} is served as {found}; {value} is due.");
            }
        }

        foreach (var key in served.Keys.Except(due.Keys)) findings.Add(Broken.Lost, $"{contract}/{key} is still served; its deletion is due.");
    }
}
