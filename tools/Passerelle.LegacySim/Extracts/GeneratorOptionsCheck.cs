namespace Passerelle.LegacySim;

/// <summary>Refuses options whose file could not keep what <see cref="ExtractOracle"/> says.</summary>
internal static class GeneratorOptionsCheck
{
    private const int MaxOverLongBytes = 64 << 20;

    public static void Check(GeneratorOptions options, long capacity)
    {
        Require(options.Rows >= 0 && options.NewRows >= 0 && options.Rows <= capacity - options.NewRows, nameof(options.Rows),
            $"Rows ({options.Rows}) and NewRows ({options.NewRows}) must not be negative and together at most {capacity}, "
                + "the keys there are.");
        Require(options.BrokenShare is >= 0 and <= 1, nameof(options.BrokenShare),
            $"BrokenShare is {options.BrokenShare}; give a share from 0 to 1.");
        Require(options.ChangedRevision is >= 0 and < 20, nameof(options.ChangedRevision),
            $"ChangedRevision is {options.ChangedRevision}; give 0 to 19.");
        Require(options.OverLongBytes is >= 64 and <= MaxOverLongBytes, nameof(options.OverLongBytes),
            $"OverLongBytes is {options.OverLongBytes}; give 64 to {MaxOverLongBytes}.");
        Require(
            options.CutAfterRows is null or >= 0, nameof(options.CutAfterRows), $"CutAfterRows is {options.CutAfterRows}; give 0 or more.");
        CheckKinds(options);
    }

    /// <summary>A duplicate whose original is left out would be the only row of its key, and good.</summary>
    public static void CheckVanished(GeneratorOptions options, ExtractOracle oracle)
    {
        foreach (var ordinal in options.Vanished)
        {
            Require(oracle.DuplicateOf(ordinal) is not { } duplicate || options.Vanished.Contains(duplicate), nameof(options.Vanished),
                $"Ordinal {ordinal} cannot vanish alone: row {oracle.DuplicateOf(ordinal)} repeats its key and would become good. "
                    + "Let both vanish, or take ordinals from ExtractOracle.Plain().");
        }
    }

    private static void CheckKinds(GeneratorOptions options)
    {
        Require(options.BrokenShare == 0 || options.Kinds.Count > 0, nameof(options.Kinds),
            "Kinds is empty although BrokenShare is not 0; name a kind.");
        Require(options.Kinds.Distinct().Count() == options.Kinds.Count && !options.Kinds.Contains(BrokenKind.Good), nameof(options.Kinds),
            "Kinds names a kind twice or names Good; name each broken kind once.");
    }

    public static void Require(bool holds, string name, string message)
    {
        if (!holds) throw new ArgumentException(message, name);
    }
}
