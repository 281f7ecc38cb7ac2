namespace Passerelle.LegacySim;

/// <summary>One kind of file: its header, its rows as pure functions of their ordinals, and their keys.</summary>
internal interface IExtractLayout
{
    /// <summary>How many ordinals have distinct keys.</summary>
    long Capacity { get; }

    bool KeyIsSiren { get; }

    void WriteHeader(RowBuffer row);

    /// <summary>Writes one row with its line feed, carrying the key of another ordinal when it is a duplicate.</summary>
    void WriteRow(RowBuffer row, long ordinal, long keyOrdinal, int revision, BrokenKind kind);

    string Key(long ordinal);

    string Siren(long ordinal);

    bool SpansTwoLines(long ordinal);

    bool IsPlain(long ordinal);
}
