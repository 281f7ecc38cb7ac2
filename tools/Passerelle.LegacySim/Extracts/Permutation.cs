namespace Passerelle.LegacySim;

/// <summary>A seeded bijection of 0..size-1 that can be asked both ways and remembers nothing.</summary>
/// <remarks>
/// A Feistel network over mixed radices: the halves are about the square root of the size, so that walking
/// out of the range, and on until back in it, is rare for any size and never happens for a square.
/// </remarks>
public sealed class Permutation
{
    private readonly long _size;
    private readonly long _left;
    private readonly long _right;
    private readonly ulong _key0, _key1, _key2, _key3;

    /// <exception cref="ArgumentOutOfRangeException">The size is not between 1 and 2^52.</exception>
    public Permutation(long seed, long size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, 1L << 52);
        _size = size;
        _left = (long)Math.Ceiling(Math.Sqrt(size));
        _right = (size + _left - 1) / _left;
        (_key0, _key1) = (Hashing.Mix(seed, 11), Hashing.Mix(seed, 12));
        (_key2, _key3) = (Hashing.Mix(seed, 13), Hashing.Mix(seed, 14));
    }

    /// <exception cref="ArgumentOutOfRangeException">The value is outside 0..size-1.</exception>
    public long Apply(long value)
    {
        CheckRange(value);
        do value = Forward(value); while (value >= _size);
        return value;
    }

    /// <summary>Undoes <see cref="Apply"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside 0..size-1.</exception>
    public long Invert(long value)
    {
        CheckRange(value);
        do value = Backward(value); while (value >= _size);
        return value;
    }

    private void CheckRange(long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(value, _size);
    }

    private long Forward(long value)
    {
        var (right, left) = Math.DivRem(value, _left);
        left = Add(left, Round(_key0, right, _left), _left);
        right = Add(right, Round(_key1, left, _right), _right);
        left = Add(left, Round(_key2, right, _left), _left);
        right = Add(right, Round(_key3, left, _right), _right);
        return right * _left + left;
    }

    private long Backward(long value)
    {
        var (right, left) = Math.DivRem(value, _left);
        right = Subtract(right, Round(_key3, left, _right), _right);
        left = Subtract(left, Round(_key2, right, _left), _left);
        right = Subtract(right, Round(_key1, left, _right), _right);
        left = Subtract(left, Round(_key0, right, _left), _left);
        return right * _left + left;
    }

    private static long Round(ulong key, long half, long bound) => Hashing.Scale(Hashing.Mix(key ^ (ulong)half), bound);

    private static long Add(long value, long step, long bound) => value + step < bound ? value + step : value + step - bound;

    private static long Subtract(long value, long step, long bound) => value >= step ? value - step : value - step + bound;
}
