using System.Globalization;

namespace Passerelle.LegacySim;

/// <summary>Valid and distinct SIREN and SIRET numbers, one unit for each ordinal.</summary>
internal sealed class Identifiers(long seed)
{
    /// <summary>Eight digits are free, the ninth is the check digit.</summary>
    public const long Units = 100_000_000;

    private readonly Permutation _permutation = new(unchecked(seed * 17 + 3), Units);

    public long Siren(long unit)
    {
        var body = _permutation.Apply(unit);
        return body * 10 + CheckDigit(body);
    }

    /// <summary>The internal number of a unit's establishment, its last digit making the SIRET valid.</summary>
    public static long Nic(long siren, int sequence) => sequence * 10L + CheckDigit(siren * 10_000 + sequence);

    public static string Text(long number, int width) => number.ToString(CultureInfo.InvariantCulture).PadLeft(width, '0');

    private static int CheckDigit(long body)
    {
        var sum = 0;
        for (var doubled = true; body > 0; doubled = !doubled)
        {
            var rest = body / 10;
            var digit = (int)(body - rest * 10);
            body = rest;
            sum += !doubled ? digit : digit > 4 ? digit * 2 - 9 : digit * 2;
        }

        return (10 - sum % 10) % 10;
    }
}
