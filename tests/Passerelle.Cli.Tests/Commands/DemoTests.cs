using System.Text.RegularExpressions;
using Passerelle.Cli.Output;
using Passerelle.Cli.Tests.Support;
using Spectre.Console;

namespace Passerelle.Cli.Tests.Commands;

internal sealed partial class DemoTests
{
    [Test]
    public async Task The_demo_says_what_to_open_and_writes_no_progress_where_nobody_looks()
    {
        var data = Directory.CreateTempSubdirectory("passerelle-demo-").FullName;
        try
        {
            using var stop = new CancellationTokenSource();
            using var output = new StopAt("explain companies", stop);
            using var error = new StringWriter();

            var exitCode = await CliRun.IntoAsync(output, error, stop.Token, "demo", "--port", "0", "--data", data);

            var shown = Scrub.Of(new CliRun(exitCode, output.ToString(), error.ToString()), data);
            Golden.Check("demo.txt", Address().Replace(shown, "http://127.0.0.1:<port>"));
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    [Test]
    public async Task A_terminal_shows_what_a_long_start_is_at()
    {
        using var screen = new StringWriter();
        var settings = new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            Interactive = InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(screen),
        };

        var answer = await Terminal.WhileAsync(AnsiConsole.Create(settings), "Reading [sample]", say =>
        {
            say("Starting the gateway");
            return Task.FromResult(7);
        });

        Assert.That(answer, Is.EqualTo(7));
        Assert.That(screen.ToString(), Does.Contain("Starting the gateway"));
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();

    /// <summary>Interrupts a command that runs until it is interrupted, once it has written a text.</summary>
    private sealed class StopAt(string text, CancellationTokenSource stop) : StringWriter
    {
        public override void Write(string? value)
        {
            base.Write(value);
            if (value?.Contains(text, StringComparison.Ordinal) == true) stop.Cancel();
        }
    }
}
