using System.Globalization;
using System.Numerics;
using System.Text;
using CsCheck;
using Passerelle.Gateway.Ports.Store;

namespace Passerelle.Gateway.Ports.Tests.Store;

internal sealed class SortableNumberTests
{
    private static readonly Gen<string> Digits = Gen.Char['0', '9'].Array[1, 40].Select(c => new string(c));

    /// <summary>Few different digits and exponents near each other, so that neighbours and equals are common.</summary>
    private static readonly Gen<string> NearDigits = Gen.OneOf('0', '1', '9').Array[1, 4].Select(c => new string(c));

    private static readonly Gen<string> Exponents =
        Gen.Int[-45, 45].Select(e => e.ToString("'e+'0;'E'-0;''", CultureInfo.InvariantCulture));

    [Test]
    public void Bytes_compare_as_the_numbers_do() => Gen.Select(Numbers(Gen.OneOf(Digits, NearDigits)), Numbers(NearDigits)).Sample(
        (left, right) => Assert.That(Order(left, right), Is.EqualTo(Exact(left, right)), $"{left} and {right}"),
        iter: 20_000, seed: "0000KJdXsq61");

    [Test]
    public void Bytes_compare_as_decimals_do() => Gen.Select(Gen.Decimal, Gen.Decimal).Sample(
        (left, right) => Assert.That(Order(Text(left), Text(right)), Is.EqualTo(left.CompareTo(right)), $"{left} and {right}"),
        iter: 20_000, seed: "0000KJdXsq61");

    [Test]
    public void Every_number_stands_between_the_smaller_and_the_larger()
    {
        string[] ascending =
        [
            "-1e400", "-79228162514264337593543950336", "-79228162514264337593543950335", "-1000", "-999.999", "-10.5", "-10", "-9",
            "-1.01", "-1.001", "-1", "-0.99", "-0.1", "-0.01", "-1e-400", "0", "1e-400", "0.009", "0.01", "0.011", "0.1", "1",
            "1.0000000000000000000000000000000001", "1.1", "9", "10", "99", "100", "12345678901234567890123456789",
            "12345678901234567890123456789.1", "1e400",
        ];

        Assert.That(ascending.Reverse().Order(Comparer<string>.Create(Order)), Is.EqualTo(ascending));
    }

    [TestCase("0", "-0", "0.0", "-0.000", "0e9", "0E-9", "00")]
    [TestCase("100", "1e2", "1E+2", "100.00", "0.1e3", "10000e-2", "1e0000000000000002")]
    [TestCase("-0.015", "-15e-3", "-1.50e-2", "-0.0150")]
    public void All_spellings_of_a_number_are_the_same_bytes(params string[] spellings) =>
        Assert.That(spellings.Select(s => Convert.ToHexString(Write(s))).Distinct().Count(), Is.EqualTo(1));

    [Test]
    public void Beyond_the_bounds_of_exponents_numbers_keep_their_side()
    {
        Assert.Multiple(() =>
        {
            Assert.That(Order("9e32000", "1e99999999999999999999"), Is.LessThan(0));
            Assert.That(Order("-9e32000", "-1e99999999999999999999"), Is.GreaterThan(0));
            Assert.That(Order("1e-99999999999999999999", "1e-32000"), Is.LessThan(0));
            Assert.That(Order("0", "1e-99999999999999999999"), Is.LessThan(0));
        });
    }

    [TestCase("0", "01")]
    [TestCase("1", "02800102")]
    [TestCase("10.5", "028002020106")]
    [TestCase("-1", "007FFEFDFF")]
    [TestCase("0.001", "027FFE02")]
    public void The_form_that_stores_hold_does_not_change(string number, string bytes) =>
        Assert.That(Convert.ToHexString(Write(number)), Is.EqualTo(bytes));

    [TestCase("")]
    [TestCase("-")]
    [TestCase(".")]
    [TestCase("-.")]
    [TestCase("+1")]
    [TestCase("--1")]
    [TestCase("1-")]
    [TestCase(" 1")]
    [TestCase("1 ")]
    [TestCase("1,5")]
    [TestCase("1.2.3")]
    [TestCase("e5")]
    [TestCase("1e")]
    [TestCase("1e+")]
    [TestCase("1e-")]
    [TestCase("1e+-2")]
    [TestCase("1e 2")]
    [TestCase("1e1.5")]
    [TestCase("1e2e3")]
    [TestCase("0x10")]
    [TestCase("NaN")]
    [TestCase("Infinity")]
    [TestCase("\u0661")]
    public void What_is_no_number_is_refused(string text) =>
        Assert.That(SortableNumber.TryWrite(Encoding.UTF8.GetBytes(text), new byte[64], out _), Is.False);

    private static Gen<string> Numbers(Gen<string> digits) => Gen.Select(
        Gen.Bool, digits, Gen.OneOf(Gen.Const(""), digits.Select(d => "." + d)), Exponents,
        (minus, whole, part, exponent) => $"{(minus ? "-" : "")}{whole}{part}{exponent}");

    private static int Order(string left, string right) => Math.Sign(Write(left).AsSpan().SequenceCompareTo(Write(right)));

    /// <summary>Into exactly the room that is promised to suffice.</summary>
    private static byte[] Write(string number)
    {
        var text = Encoding.ASCII.GetBytes(number);
        var target = new byte[SortableNumber.MaxBytes(text.Length)];
        Assert.That(SortableNumber.TryWrite(text, target, out var written), Is.True, number);
        return target[..written];
    }

    private static int Exact(string left, string right)
    {
        var (a, b) = (Parse(left), Parse(right));
        var least = Math.Min(a.Exponent, b.Exponent);
        return (a.Digits * BigInteger.Pow(10, a.Exponent - least)).CompareTo(b.Digits * BigInteger.Pow(10, b.Exponent - least));
    }

    private static (BigInteger Digits, int Exponent) Parse(string number)
    {
        var parts = number.Split('e', 'E');
        var point = parts[0].IndexOf('.', StringComparison.Ordinal);
        var exponent = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0;
        if (point >= 0) exponent -= parts[0].Length - point - 1;
        return (BigInteger.Parse(parts[0].Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture), exponent);
    }

    private static string Text(decimal value) => value.ToString(CultureInfo.InvariantCulture);
}
