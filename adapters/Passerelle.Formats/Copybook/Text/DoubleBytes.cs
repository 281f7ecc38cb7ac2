namespace Passerelle.Formats.Copybook.Text;

/// <summary>The double-byte half of a code page: pairs of bytes to characters and back.</summary>
internal sealed class DoubleBytes
{
    public const int Pairs = 65_536;

    /// <summary>The pair of the blank, which is U+3000.</summary>
    public const ushort Space = 0x4040;
    public const char Blank = '\u3000';
    private readonly char[] _characters;
    private readonly ushort[] _pairs = new ushort[char.MaxValue + 1];

    /// <param name="units">A character for each pair, then pairs of a character and the bytes it is written with.</param>
    public DoubleBytes(ReadOnlySpan<char> units)
    {
        _characters = units[..Pairs].ToArray();
        for (var pair = Pairs - 1; pair > 0; pair--)
            if (_characters[pair] != '\uFFFD') _pairs[_characters[pair]] = (ushort)pair;
        for (var i = Pairs; i + 1 < units.Length; i += 2) _pairs[units[i]] = units[i + 1];
    }

    /// <summary>The character of two bytes; U+FFFD when there is none.</summary>
    public char Character(byte first, byte second) => _characters[(first << 8) | second];

    /// <summary>The two bytes of a character; 0 when there are none.</summary>
    public ushort PairOf(char character) => _pairs[character];
}
