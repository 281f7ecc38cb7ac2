namespace Passerelle.Formats.Delimited;

/// <summary>Finds where physical lines end.</summary>
internal static class LineEnds
{
    private const byte Lf = (byte)'\n';
    private const byte Cr = (byte)'\r';

    /// <summary>Length of the first line without its terminator, and the terminator's; false when the line does not end
    /// here, or when a CR stands last and what follows is not known yet.</summary>
    public static bool TryFind(ReadOnlySpan<byte> data, LineEnding ending, bool atEnd, out int length, out int terminator)
    {
        length = ending switch
        {
            LineEnding.Any => data.IndexOfAny(Lf, Cr),
            LineEnding.Cr => data.IndexOf(Cr),
            _ => data.IndexOf(Lf),
        };
        if (length < 0) return Unended(data, ending, atEnd, out length, out terminator);
        return Measure(data, ending, atEnd, ref length, out terminator);
    }

    /// <summary>Completes a line whose end mark was already found at <paramref name="length"/>.</summary>
    public static bool Measure(ReadOnlySpan<byte> data, LineEnding ending, bool atEnd, ref int length, out int terminator)
    {
        terminator = 1;
        if (data[length] == Lf)
        {
            if (ending == LineEnding.Any || length == 0 || data[length - 1] != Cr) return true;
            length--;
            terminator = 2;
            return true;
        }

        if (ending == LineEnding.Cr) return true;
        if (length + 1 == data.Length) return atEnd;
        if (data[length + 1] == Lf) terminator = 2;
        return true;
    }

    /// <summary>Length of the terminator that starts at <paramref name="at"/>; 0 when none does.</summary>
    public static int TerminatorAt(ReadOnlySpan<byte> data, int at, LineEnding ending)
    {
        var followedByLf = at + 1 < data.Length && data[at + 1] == Lf;
        return (data[at], ending) switch
        {
            (Lf, LineEnding.Cr) => 0,
            (Lf, _) => 1,
            (Cr, LineEnding.Cr) => 1,
            (Cr, LineEnding.Any) => followedByLf ? 2 : 1,
            (Cr, _) => followedByLf ? 2 : 0,
            _ => 0,
        };
    }

    private static bool Unended(ReadOnlySpan<byte> data, LineEnding ending, bool atEnd, out int length, out int terminator)
    {
        length = data.Length;
        terminator = 0;
        if (!atEnd) return false;
        // The last line of a CR LF file, cut between the two.
        if (ending is LineEnding.Lf or LineEnding.CrLf && length > 0 && data[^1] == Cr)
        {
            length--;
            terminator = 1;
        }

        return true;
    }
}
