using System.Globalization;
using System.Text;
using Passerelle.CrashHarness.Flight;

namespace Passerelle.CrashHarness.Run;

/// <summary>What was in flight at each kill.</summary>
internal sealed class KillTable
{
    private readonly Dictionary<Label, int> _aimed = [];
    private readonly Dictionary<Label, int> _inFlight = [];

    /// <summary>SIGKILLs so far.</summary>
    public int Kills { get; private set; }

    public int Graceful { get; set; }

    public int Frozen { get; set; }

    public int Disturbed { get; set; }

    public int AimedAt(Label label) => _aimed.GetValueOrDefault(label);

    public int InFlightAt(Label label) => _inFlight.GetValueOrDefault(label);

    /// <summary>Reads what the dead process left in its recorder. An aim counts only if its label was still in flight.</summary>
    public void Add(FlightRecorder flight, Label? aim)
    {
        Kills++;
        foreach (var label in Labels.All.Where(l => flight.InFlight(l) > 0)) _inFlight[label] = InFlightAt(label) + 1;
        if (aim is { } wanted && flight.InFlight(wanted) > 0) _aimed[wanted] = AimedAt(wanted) + 1;
    }

    public string ToText(IReadOnlyCollection<Label> applicable)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{"stage",-10} {"moment",-36} {"aimed at",9} {"in flight",10}");
        foreach (var label in Labels.All)
        {
            var (stage, moment) = label.Names();
            if (applicable.Contains(label)) text.AppendLine(CultureInfo.InvariantCulture, $"{stage,-10} {moment,-36} {AimedAt(label),9} {InFlightAt(label),10}");
            else text.AppendLine(CultureInfo.InvariantCulture, $"{stage,-10} {moment,-36} {"-",9} {"-",10}");
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"SIGKILL {Kills}, SIGTERM {Graceful}, SIGSTOP {Frozen}, restarts of broker or database {Disturbed}");
        return text.ToString();
    }
}
