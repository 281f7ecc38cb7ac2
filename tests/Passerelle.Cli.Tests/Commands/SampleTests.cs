using Passerelle.Cli.Tests.Support;

namespace Passerelle.Cli.Tests.Commands;

/// <summary>What ships as an example is in order.</summary>
internal sealed class SampleTests
{
    private static readonly string Sample = Path.Combine(AppContext.BaseDirectory, "samples", "aides-entreprises");

    [Test]
    public async Task The_sample_workspace_has_no_problem() =>
        Assert.That(await CliRun.Of("lint", "-w", Sample), Is.EqualTo(new CliRun(0, "No problems.\n", "")));

    [Test]
    public async Task The_tests_of_the_sample_workspace_pass()
    {
        var run = await CliRun.Of("test", "-w", Sample);

        Assert.That((run.ExitCode, run.Error), Is.EqualTo((0, "")), run.Out);
        Assert.That(run.Out, Does.EndWith(" passed, 0 failed\n"));
    }
}
