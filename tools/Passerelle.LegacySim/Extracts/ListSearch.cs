namespace Passerelle.LegacySim;

internal static class ListSearch
{
    public static int IndexOf(this IReadOnlyList<BrokenKind> kinds, BrokenKind kind)
    {
        for (var index = 0; index < kinds.Count; index++)
            if (kinds[index] == kind) return index;
        return -1;
    }
}
