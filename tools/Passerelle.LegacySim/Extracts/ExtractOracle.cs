namespace Passerelle.LegacySim;

/// <summary>Knows which rows of a generated file are broken, how, and which keys they carry, without reading it.</summary>
/// <remarks>
/// A permutation gives every ordinal of the population a rank. The lowest ranks are broken, their kinds in turn,
/// and the ranks right after them are the rows whose keys the duplicates repeat. All of it can be asked both ways.
/// </remarks>
public sealed class ExtractOracle
{
    private readonly GeneratorOptions _options;
    private readonly IExtractLayout _layout;
    private readonly Permutation? _ranks;
    private readonly Permutation? _order;
    private readonly int _duplicateIndex;

    internal ExtractOracle(GeneratorOptions options, IExtractLayout layout)
    {
        GeneratorOptionsCheck.Check(options, layout.Capacity);
        (_options, _layout) = (options, layout);
        Positions = options.Rows + options.NewRows;
        BrokenRows = (long)(options.Rows * options.BrokenShare);
        _duplicateIndex = options.Kinds.IndexOf(BrokenKind.DuplicateKey);
        if (options.Rows > 0) _ranks = new Permutation(unchecked(options.Seed * 31 + 7), options.Rows);
        if (options.OrderSeed is { } seed && Positions > 0) _order = new Permutation(seed, Positions);
        Duplicates = _duplicateIndex < 0 ? 0 : ShareOf(_duplicateIndex);
        GeneratorOptionsCheck.Require(Duplicates <= options.Rows - BrokenRows, nameof(options.BrokenShare),
            $"{Duplicates} duplicate keys need as many good rows, but only {options.Rows - BrokenRows} of {options.Rows} are good; "
                + "lower BrokenShare or leave DuplicateKey out of Kinds.");
        GeneratorOptionsCheck.CheckVanished(options, this);
    }

    /// <summary>How many places the file has: the population and the new rows, the vanished ones included.</summary>
    public long Positions { get; }

    /// <summary>How many ordinals of the population are broken before any is fixed or vanishes.</summary>
    public long BrokenRows { get; }

    private long Duplicates { get; }

    /// <summary>The kind of a row; rows past the population are good.</summary>
    public BrokenKind Kind(long ordinal) => Rank(ordinal) is var rank && IsBroken(ordinal, rank) ? KindOfRank(rank) : BrokenKind.Good;

    /// <summary>How many rows of a kind the file holds when it is not cut.</summary>
    public long Count(BrokenKind kind)
    {
        if (kind == BrokenKind.Good) return Positions - _options.Vanished.Count(IsKnown) - GeneratorOptions.AllKinds.Sum(Count);
        var index = _options.Kinds.IndexOf(kind);
        if (index < 0) return 0;
        return ShareOf(index) - Outside().Count(ordinal => KindOfRankOrGood(Rank(ordinal)) == kind);
    }

    /// <summary>The key that the row carries: the other row's for a duplicate, empty where it is missing.</summary>
    public string ExpectedKey(long ordinal) => Kind(ordinal) == BrokenKind.MissingKey ? "" : _layout.Key(KeyOrdinal(ordinal));

    /// <summary>The SIREN that the row carries: the other row's for a duplicate, empty where it is the key and missing.</summary>
    public string ExpectedSiren(long ordinal) =>
        _layout.KeyIsSiren && Kind(ordinal) == BrokenKind.MissingKey ? "" : _layout.Siren(KeyOrdinal(ordinal));

    /// <summary>The row whose key a duplicate repeats; null when the row is no duplicate.</summary>
    public long? OriginalOf(long ordinal) => Kind(ordinal) == BrokenKind.DuplicateKey ? KeyOrdinal(ordinal) : null;

    /// <summary>The row that repeats the key of this one; null when there is none.</summary>
    public long? DuplicateOf(long ordinal)
    {
        var rank = Rank(ordinal);
        if (rank < BrokenRows || rank >= BrokenRows + Duplicates) return null;
        var duplicate = _ranks!.Invert((rank - BrokenRows) * _options.Kinds.Count + _duplicateIndex);
        return _options.Fixed.Contains(duplicate) ? null : duplicate;
    }

    /// <summary>How many lines the row takes, line feeds in quoted fields included.</summary>
    public int Lines(long ordinal) => Kind(ordinal) == BrokenKind.Good && _layout.SpansTwoLines(ordinal) ? 2 : 1;

    /// <summary>The ordinals in the order of the file; a cut is not looked at.</summary>
    public IEnumerable<long> Ordinals()
    {
        for (var position = 0L; position < Positions; position++)
            if (OrdinalAt(position) is var ordinal and >= 0) yield return ordinal;
    }

    /// <summary>Rows of the population fit to be changed or to vanish: good, their key repeated by no other row, nothing masked.</summary>
    public IEnumerable<long> Plain()
    {
        for (var ordinal = 0L; ordinal < _options.Rows; ordinal++)
            if (Rank(ordinal) >= BrokenRows + Duplicates && _layout.IsPlain(ordinal)) yield return ordinal;
    }

    /// <summary>The row at a place of the file, or -1 when it vanished.</summary>
    /// <remarks>Of two rows with one key the first counts, so a duplicate that the order puts first changes
    /// places with its original.</remarks>
    internal long OrdinalAt(long position)
    {
        var ordinal = _order?.Apply(position) ?? position;
        if (_options.Vanished.Count > 0 && _options.Vanished.Contains(ordinal)) return -1;
        if (Duplicates == 0 || _order is null && ordinal >= _options.Rows) return ordinal;
        if (OriginalOf(ordinal) is { } original && !_options.Vanished.Contains(original))
            return PositionOf(original) > position ? original : ordinal;
        if (DuplicateOf(ordinal) is { } duplicate && !_options.Vanished.Contains(duplicate))
            return PositionOf(duplicate) < position ? duplicate : ordinal;
        return ordinal;
    }

    /// <summary>The ordinal whose key the row carries.</summary>
    internal long KeyOrdinal(long ordinal)
    {
        var rank = Rank(ordinal);
        if (!IsBroken(ordinal, rank) || KindOfRank(rank) != BrokenKind.DuplicateKey) return ordinal;
        return _ranks!.Invert(BrokenRows + rank / _options.Kinds.Count);
    }

    private long PositionOf(long ordinal) => _order?.Invert(ordinal) ?? ordinal;

    private long Rank(long ordinal) => BrokenRows > 0 && ordinal < _options.Rows ? _ranks!.Apply(ordinal) : long.MaxValue;

    private bool IsBroken(long ordinal, long rank) => rank < BrokenRows && (_options.Fixed.Count == 0 || !_options.Fixed.Contains(ordinal));

    private BrokenKind KindOfRank(long rank) => _options.Kinds[(int)(rank % _options.Kinds.Count)];

    private BrokenKind KindOfRankOrGood(long rank) => rank < BrokenRows ? KindOfRank(rank) : BrokenKind.Good;

    private long ShareOf(int kindIndex) => (BrokenRows - kindIndex + _options.Kinds.Count - 1) / _options.Kinds.Count;

    private bool IsKnown(long ordinal) => ordinal >= 0 && ordinal < Positions;

    private IEnumerable<long> Outside() => _options.Vanished.Union(_options.Fixed).Where(IsKnown);
}
