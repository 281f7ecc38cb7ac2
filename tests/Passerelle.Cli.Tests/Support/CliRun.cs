namespace Passerelle.Cli.Tests.Support;

/// <summary>One call of the command line in this process, with what it wrote.</summary>
internal sealed record CliRun(int ExitCode, string Out, string Error)
{
    public static async Task<CliRun> Of(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = await IntoAsync(output, error, CancellationToken.None, args);
        return new CliRun(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>A call that writes where the test listens, and that the test interrupts.</summary>
    public static async Task<int> IntoAsync(TextWriter output, TextWriter error, CancellationToken cancellationToken, params string[] args)
    {
        var (outputBefore, errorBefore) = (Console.Out, Console.Error);
        try
        {
            Console.SetOut(output);
            Console.SetError(error);
            return await App.RunAsync(args, cancellationToken);
        }
        finally
        {
            Console.SetOut(outputBefore);
            Console.SetError(errorBefore);
        }
    }
}
