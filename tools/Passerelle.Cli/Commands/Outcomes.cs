using Passerelle.Cli.Output;
using Passerelle.Gateway.Pipeline.Operations;
using Spectre.Console;

namespace Passerelle.Cli.Commands;

/// <summary>Says what was asked of the gateway.</summary>
internal static class Outcomes
{
    public static int Show(Terminal terminal, RequestOutcome outcome, bool running, string what)
    {
        if (outcome.Requested.Count == 0 && outcome.Refused.Count == 0) return FailuresCommand.Nothing();
        terminal.Show(outcome, console =>
        {
            if (outcome.Requested.Count > 0)
            {
                var when = running ? "the gateway carries it out now" : "no gateway is running: it is carried out at the next start";
                console.MarkupLineInterpolated($"Asked for {what} of {outcome.Requested.Count} ({string.Join(", ", outcome.Requested.Take(3).Select(id => id[..Math.Min(id.Length, 12)]))}{(outcome.Requested.Count > 3 ? ", …" : "")}): {when}.");
            }

            foreach (var (id, why) in outcome.Refused) console.MarkupLineInterpolated($"[red]{id}[/]: {why}");
        });
        if (outcome.Refused.Count == 0) return ExitCode.Ok;
        return outcome.Requested.Count > 0 ? ExitCode.PartlyDone : ExitCode.Error;
    }
}
