namespace Passerelle.Formats.Tests.Copybook;

/// <summary>How many cases the random tests run.</summary>
internal static class Fuzz
{
    /// <summary>20,000 by default; PASSERELLE_FUZZ_CASES=1000000 makes it a long run.</summary>
    public static int Cases { get; } = int.TryParse(Environment.GetEnvironmentVariable("PASSERELLE_FUZZ_CASES"), out var cases)
        ? cases
        : 20_000;
}
