namespace Passerelle.LegacySim.Tests;

public sealed class IdentifierTests
{
    [Test]
    public void A_million_sirens_are_distinct_and_valid()
    {
        var identifiers = new Identifiers(5);
        var met = new HashSet<long>(1_000_000);
        for (var unit = 0L; unit < 1_000_000; unit++)
        {
            var siren = identifiers.Siren(unit);
            if (!met.Add(siren) || !IsLuhn(siren)) Assert.Fail($"unit {unit} has {siren}, repeated or invalid");
        }

        Assert.That(met, Has.Count.EqualTo(1_000_000));
    }

    [Test]
    public void Known_numbers_of_the_real_register_pass_the_check_used_here()
    {
        // 552 100 554 is a real company's number.
        Assert.That(IsLuhn(552_100_554), Is.True);
        Assert.That(IsLuhn(552_100_555), Is.False);
    }

    [Test]
    public void Sirets_are_valid_and_begin_with_their_siren()
    {
        var oracle = EstablishmentGenerator.Oracle(new GeneratorOptions { Rows = 1000 });
        foreach (var ordinal in oracle.Ordinals())
        {
            var siret = oracle.ExpectedKey(ordinal);
            Assert.That(siret, Has.Length.EqualTo(14).And.StartsWith(oracle.ExpectedSiren(ordinal)));
            Assert.That(IsLuhn(long.Parse(siret, System.Globalization.CultureInfo.InvariantCulture)), Is.True, siret);
        }
    }

    private static bool IsLuhn(long number)
    {
        var sum = 0L;
        for (var place = 0; number > 0; place++, number /= 10)
        {
            var digit = number % 10 * (place % 2 == 0 ? 1 : 2);
            sum += digit / 10 + digit % 10;
        }

        return sum % 10 == 0;
    }
}
