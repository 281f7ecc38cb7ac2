using System.Collections.Frozen;

namespace Passerelle.LegacySim;

/// <summary>What one generated file holds; equal options give equal bytes.</summary>
public sealed record GeneratorOptions
{
    /// <summary>The ten kinds of broken rows, the default of <see cref="Kinds"/>.</summary>
    public static IReadOnlyList<BrokenKind> AllKinds { get; } =
        [.. Enum.GetValues<BrokenKind>().Where(kind => kind != BrokenKind.Good)];

    /// <summary>Decides keys, contents and which rows are broken; the next day's extract keeps it.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>How many rows the population has, ordinals 0 to <c>Rows - 1</c>; the next day's extract keeps it.</summary>
    public long Rows { get; init; } = 1000;

    /// <summary>The share of <see cref="Rows"/> that is broken, from 0 to 1, rounded down to whole rows.</summary>
    public decimal BrokenShare { get; init; }

    /// <summary>The kinds that broken rows have, in equal shares.</summary>
    public IReadOnlyList<BrokenKind> Kinds { get; init; } = AllKinds;

    /// <summary>Shuffles the rows; null leaves them in the order of their ordinals.</summary>
    public long? OrderSeed { get; init; }

    /// <summary>Ordinals whose content is of <see cref="ChangedRevision"/> instead of revision 0.</summary>
    public IReadOnlySet<long> Changed { get; init; } = FrozenSet<long>.Empty;

    /// <summary>The revision of changed rows, from 0 to 19; two revisions never have the same content.</summary>
    public int ChangedRevision { get; init; } = 1;

    /// <summary>Ordinals that the file leaves out.</summary>
    public IReadOnlySet<long> Vanished { get; init; } = FrozenSet<long>.Empty;

    /// <summary>Ordinals that would be broken and are good in this file.</summary>
    public IReadOnlySet<long> Fixed { get; init; } = FrozenSet<long>.Empty;

    /// <summary>How many good rows are added, with ordinals from <see cref="Rows"/> on.</summary>
    public long NewRows { get; init; }

    /// <summary>Ends the file after this many rows and half of the next one; <c>Rows / 2</c> cuts it in half.</summary>
    public long? CutAfterRows { get; init; }

    /// <summary>Lets some good rows hold delimiters and doubled quotes in quoted fields.</summary>
    public bool Quoting { get; init; } = true;

    /// <summary>Lets a few good rows hold a line feed in a quoted field; needs <see cref="Quoting"/>.</summary>
    public bool MultiLine { get; init; } = true;

    /// <summary>The length in bytes of an over-long field.</summary>
    public int OverLongBytes { get; init; } = 70_000;

    /// <summary>Adds <c>societeMissionUniteLegale</c> to legal units (35 columns), or leaves it out (34).</summary>
    public bool MissionColumn { get; init; } = true;

    /// <summary>Compresses the file with gzip.</summary>
    public bool Gzip { get; init; }
}
