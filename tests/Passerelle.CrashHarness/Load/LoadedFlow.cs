namespace Passerelle.CrashHarness.Load;

/// <summary>One flow under load: its script, its model, and the folder that its deliveries go into.</summary>
internal sealed class LoadedFlow(string name, string inbox, bool archived, IScript script, FlowModel model)
{
    private readonly HashSet<string> _cut = [];

    /// <summary>Of the flow and of its contract.</summary>
    public string Name => name;

    public FlowModel Model => model;

    public IScript Script => script;

    /// <summary>Deliveries that were sent.</summary>
    public int Sent { get; private set; }

    /// <summary>Deliveries that wait, as far as that can be seen from outside: applied ones are moved away, where the flow says so.</summary>
    public int Waiting => Directory.EnumerateFiles(inbox, "*.csv").Count(f => !_cut.Contains(Path.GetFileName(f)));

    public bool Archived => archived;

    /// <summary>Sends the next delivery: written beside the inbox, then renamed into it.</summary>
    public void Send(bool last = false)
    {
        var day = script.Next(last);
        if (day.Cut) _cut.Add(day.FileName);
        var temporary = Path.Combine(inbox, "..", $"{name}.part");
        File.WriteAllBytes(temporary, day.Bytes());
        File.Move(temporary, Path.Combine(inbox, day.FileName));
        model.Apply(day);
        Sent++;
    }
}
