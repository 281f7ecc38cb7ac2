namespace Passerelle.LegacySim;

/// <summary>Bytes of rows waiting to be written; large enough that no row is checked against its end.</summary>
internal sealed class RowBuffer(int capacity)
{
    /// <summary>More bytes than any row takes without an over-long field.</summary>
    public const int MaxOrdinaryRow = 8 * 1024;

    private readonly byte[] _bytes = new byte[capacity];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public void Truncate(int length) => Length = length;

    public void Text(ReadOnlySpan<byte> text)
    {
        text.CopyTo(_bytes.AsSpan(Length));
        Length += text.Length;
    }

    public void Byte(byte value) => _bytes[Length++] = value;

    public void Repeat(byte value, int count)
    {
        _bytes.AsSpan(Length, count).Fill(value);
        Length += count;
    }

    /// <summary>Writes a number in exactly <paramref name="width"/> digits.</summary>
    public void Digits(long value, int width)
    {
        var span = _bytes.AsSpan(Length, width);
        for (var index = width - 1; index >= 0; index--)
        {
            var rest = value / 10;
            span[index] = (byte)('0' + (value - rest * 10));
            value = rest;
        }

        Length += width;
    }

    /// <summary>Writes a number that is not negative without leading zeros.</summary>
    public void Number(long value)
    {
        var width = 1;
        for (var rest = value; rest >= 10; rest /= 10) width++;
        Digits(value, width);
    }
}
