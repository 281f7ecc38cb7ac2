namespace Passerelle.LegacySim;

/// <summary>Writes SIRENE legal units (StockUniteLegale): UTF-8, commas, keyed by siren.</summary>
public static class SireneGenerator
{
    /// <summary>Writes a whole file in constant memory and leaves the stream open.</summary>
    /// <exception cref="ArgumentException">The options contradict themselves; the message names the way out.</exception>
    public static GeneratedFile Write(Stream output, GeneratorOptions options, CancellationToken cancellation = default) =>
        ExtractWriter.Write(output, options, new LegalUnitLayout(options), cancellation);

    /// <summary>Tells what <see cref="Write"/> writes, row by row.</summary>
    /// <exception cref="ArgumentException">The options contradict themselves; the message names the way out.</exception>
    public static ExtractOracle Oracle(GeneratorOptions options) => new(options, new LegalUnitLayout(options));
}

/// <summary>Writes SIRENE establishments (StockEtablissement): UTF-8, commas, keyed by siret; two for each unit of the same seed.</summary>
public static class EstablishmentGenerator
{
    /// <inheritdoc cref="SireneGenerator.Write"/>
    public static GeneratedFile Write(Stream output, GeneratorOptions options, CancellationToken cancellation = default) =>
        ExtractWriter.Write(output, options, new EstablishmentLayout(options), cancellation);

    /// <inheritdoc cref="SireneGenerator.Oracle"/>
    public static ExtractOracle Oracle(GeneratorOptions options) => new(options, new EstablishmentLayout(options));
}

/// <summary>Writes URSSAF debits: ASCII, semicolons, keyed by account, period, entry and history number;
/// four for each unit of the same seed.</summary>
public static class DebitGenerator
{
    /// <inheritdoc cref="SireneGenerator.Write"/>
    public static GeneratedFile Write(Stream output, GeneratorOptions options, CancellationToken cancellation = default) =>
        ExtractWriter.Write(output, options, new DebitLayout(options), cancellation);

    /// <inheritdoc cref="SireneGenerator.Oracle"/>
    public static ExtractOracle Oracle(GeneratorOptions options) => new(options, new DebitLayout(options));
}
