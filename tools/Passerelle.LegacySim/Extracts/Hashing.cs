namespace Passerelle.LegacySim;

internal static class Hashing
{
    /// <summary>The finaliser of SplitMix64.</summary>
    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    public static ulong Mix(long seed, ulong purpose) => Mix((ulong)seed * 0x9E3779B97F4A7C15 + purpose);

    /// <summary>Scales a hash to 0..bound-1 without a division.</summary>
    public static long Scale(ulong hash, long bound) => (long)Math.BigMul(hash, (ulong)bound, out _);
}

/// <summary>The random numbers of one row: the same for the same seed, layout and ordinal.</summary>
internal struct RowRandom(long seed, ulong layout, long ordinal)
{
    private ulong _state = Hashing.Mix(Hashing.Mix(seed, layout) ^ (ulong)ordinal * 0xD1B54A32D192ED03);

    public int Next(int bound)
    {
        _state += 0x9E3779B97F4A7C15;
        return (int)Hashing.Scale(Hashing.Mix(_state), bound);
    }

    public bool OneIn(int times) => Next(times) == 0;
}
