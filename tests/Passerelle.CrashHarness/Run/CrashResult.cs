using System.Globalization;

namespace Passerelle.CrashHarness.Run;

/// <summary>What became of a run.</summary>
internal sealed record CrashResult(int Seed, KillTable Table, Findings Findings, string KillText, string Extra)
{
    public bool Passed => !Findings.Any;

    /// <summary>One line: the verdict, the seed, the counts.</summary>
    public string Verdict => string.Create(CultureInfo.InvariantCulture,
        $"{(Passed ? "PASS" : "FAIL")} seed={Seed} kills={Table.Kills} lost={Of(Broken.Lost)} duplicated={Of(Broken.Duplicated)} out-of-order={Of(Broken.OutOfOrder)} went-back={Of(Broken.WentBack)} falsely-deleted={Of(Broken.FalselyDeleted)} dead-letters-wrong={Of(Broken.DeadLetter)} process={Of(Broken.Process)} {Extra}");

    /// <summary>Findings and verdict as the command line shows them; what a run that passed has written is removed.</summary>
    /// <returns>0 when every promise was kept, 1 otherwise.</returns>
    public async Task<int> TellAsync(TextWriter output, string folder)
    {
        await output.WriteLineAsync(KillText);
        foreach (var finding in Findings.All) await output.WriteLineAsync($"{finding.Promise}: {finding.Message}");
        if (Passed) Directory.Delete(folder, recursive: true);
        else await output.WriteLineAsync($"The data is kept in {folder}.");
        await output.WriteLineAsync(Verdict);
        return Passed ? 0 : 1;
    }

    private int Of(Broken promise) => Findings.Count(promise);
}
