using System.Buffers;
using System.Text;
using Passerelle.Contracts.Keys;

namespace Passerelle.Contracts.Tests.Keys;

internal sealed class CanonicalKeyTests
{
    [TestCase("552100554", ExpectedResult = "552100554")]
    [TestCase("Az09-._", ExpectedResult = "Az09-._")]
    [TestCase("a~b", ExpectedResult = "a%7Eb")]
    [TestCase("100%", ExpectedResult = "100%25")]
    [TestCase("%7E", ExpectedResult = "%257E")]
    [TestCase("a b/c?d", ExpectedResult = "a%20b%2Fc%3Fd")]
    [TestCase("é", ExpectedResult = "%C3%A9")]
    [TestCase("€", ExpectedResult = "%E2%82%AC")]
    [TestCase("😀", ExpectedResult = "%F0%9F%98%80")]
    [TestCase("\0\n", ExpectedResult = "%00%0A")]
    [TestCase("", ExpectedResult = "")]
    public string One_part_is_percent_encoded(string part) => CanonicalKey.Join(part);

    [TestCase("75056|1", ExpectedResult = "75056~1")]
    [TestCase("a|b|c", ExpectedResult = "a~b~c")]
    [TestCase("|a", ExpectedResult = "~a")]
    [TestCase("a|", ExpectedResult = "a~")]
    [TestCase("|", ExpectedResult = "~")]
    [TestCase("a||b", ExpectedResult = "a~~b")]
    [TestCase("é~|%", ExpectedResult = "%C3%A9%7E~%25")]
    public string Parts_are_joined_by_a_tilde(string parts) => CanonicalKey.Join(parts.Split('|'));

    [Test]
    public void Keys_that_differ_in_where_a_part_ends_stay_different() =>
        Assert.That(
            new[] { CanonicalKey.Join("a~b"), CanonicalKey.Join("a", "b"), CanonicalKey.Join("a%7Eb") },
            Is.EqualTo(new[] { "a%7Eb", "a~b", "a%257Eb" }));

    [Test]
    public void A_part_is_written_behind_what_stands_there()
    {
        var output = new ArrayBufferWriter<byte>();
        output.Write("75056~"u8);

        CanonicalKey.WritePart("n° 1"u8, output);

        Assert.That(Encoding.ASCII.GetString(output.WrittenSpan), Is.EqualTo("75056~n%C2%B0%201"));
    }

    [TestCase("é~ %😀")]
    [TestCase("plain-value_1.0")]
    public void A_URL_decoder_reads_the_part_back(string part) =>
        Assert.That(Uri.UnescapeDataString(CanonicalKey.Join(part)), Is.EqualTo(part));
}
