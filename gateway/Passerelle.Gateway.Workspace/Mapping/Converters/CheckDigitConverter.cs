using Passerelle.Gateway.Workspace.Mapping.Values;

namespace Passerelle.Gateway.Workspace.Mapping.Converters;

internal sealed class CheckDigitConverter(string name, Func<string, bool> holds, string expected) : Converter
{
    public static readonly ConverterSpec Siren = Make(
        "siren", "Checks a SIREN: nine digits with a Luhn check digit.", CheckDigits.IsSiren, "a SIREN whose check digit is right",
        new("siren", "552100554", "\"552100554\""), new("siren", "138426539", null, "PSR-3108"));

    public static readonly ConverterSpec Siret = Make(
        "siret", "Checks a SIRET: fourteen digits with a Luhn check digit; for La Poste (356000000) the digits' sum is a multiple of 5.",
        CheckDigits.IsSiret, "a SIRET whose check digit is right",
        new("siret", "55210055400013", "\"55210055400013\""), new("siret", "35600000000048", "\"35600000000048\""),
        new("siret", "35600000049837", "\"35600000049837\""), new("siret", "67323298386574", null, "PSR-3108"));

    public static readonly ConverterSpec Luhn = Make(
        "luhn", "Checks digits whose last one is a Luhn check digit.", CheckDigits.IsLuhn, "digits whose Luhn check digit is right",
        new("luhn", "79927398713", "\"79927398713\""), new("luhn", "79927398710", null, "PSR-3108"));

    public static readonly ConverterSpec Nir = Make(
        "nir", "Checks a French social security number with its two-digit key (97 minus the remainder; Corsica's 2A and 2B included).",
        CheckDigits.IsNir, "a NIR of 15 characters whose key is right",
        new("nir", "255081416802538", "\"255081416802538\""), new("nir", "255081416802539", null, "PSR-3108"));

    public static readonly ConverterSpec Iban = Make(
        "iban", "Checks an IBAN by ISO 7064 mod 97-10; blanks must be removed before.", CheckDigits.IsIban, "an IBAN whose check digits are right",
        new("iban", "FR1420041010050500013M02606", "\"FR1420041010050500013M02606\""), new("iban", "FR1520041010050500013M02606", null, "PSR-3108"));

    public static readonly ConverterSpec Ean = Make(
        "ean", "Checks a GTIN or EAN-13 by its mod 10 check digit.", CheckDigits.IsEan, "digits whose EAN check digit is right",
        new("ean", "4006381333931", "\"4006381333931\""), new("ean", "4006381333930", null, "PSR-3108"));

    private readonly Fault _fault = new(
        MappingCodes.CheckDigit, expected, $"correct the value at its source, or take `{name}` out of the field's `convert`");

    private static ConverterSpec Make(string name, string doc, Func<string, bool> holds, string expected, params ConverterExample[] examples) =>
        new(name, doc) { Examples = examples, Create = _ => new CheckDigitConverter(name, holds, expected) };

    public override Fault? Apply(Cell cell) => cell.Text.Length <= 64 && holds(cell.Text.ToString()) ? null : _fault;
}
