using System.Globalization;

namespace Passerelle.CrashHarness.Run;

/// <summary>What became of a run.</summary>
internal sealed record CrashResult(int Seed, KillTable Table, Findings Findings, string KillText, string Extra)
{
    public bool Passed => !Findings.Any;

    /// <summary>One line: the verdict, the seed, the counts.</summary>
    public string Verdict => string.Create(CultureInfo.InvariantCulture,
        $"{(Passed ? "PASS" : "FAIL")} seed={Seed} kills={Table.Kills} lost={Of(Broken.Lost)} duplicated={Of(Broken.Duplicated)} out-of-order={Of(Broken.OutOfOrder)} went-back={Of(Broken.WentBack)} falsely-deleted={Of(Broken.FalselyDeleted)} dead-letters-wrong={Of(Broken.DeadLetter)} process={Of(Broken.Process)} {Extra}");

    private int Of(Broken promise) => Findings.Count(promise);
}
