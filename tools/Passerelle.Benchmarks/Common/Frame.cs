using System.CommandLine;
using Passerelle.Contracts.Errors;

namespace Passerelle.Benchmarks.Common;

/// <summary>The option that all benchmarks share, and the frame every one runs in.</summary>
internal static class Frame
{
    public static Option<bool> Json { get; } = new("--json") { Description = "Write JSON to standard output, for scripts.", Recursive = true };

    public static void Run(this Command command, Func<ParseResult, Report, CancellationToken, Task> action) =>
        command.SetAction(async (result, cancellationToken) =>
        {
            try
            {
                var report = new Report(result.GetValue(Json));
                await action(result, report, cancellationToken);
                report.Write();
                return 0;
            }
            catch (PasserelleException e)
            {
                await Console.Error.WriteLineAsync($"{e.Code.Id}: {e.Message} {e.Remedy}");
                return 1;
            }
            catch (OperationCanceledException)
            {
                return 130;
            }
        });
}
