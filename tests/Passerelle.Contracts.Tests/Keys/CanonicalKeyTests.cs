using System.Buffers;
using System.Text;
using Passerelle.Contracts.Keys;

namespace Passerelle.Contracts.Tests.Keys;

internal sealed class CanonicalKeyTests
{
    [TestCase("552100554", ExpectedResult = "552100554")]
    [TestCase("Az09-._", ExpectedResult = "Az09-._")]
    [TestCase("a~b", ExpectedResult = "a!7Eb")]
    [TestCase("a!b", ExpectedResult = "a!21b")]
    [TestCase("!7E", ExpectedResult = "!217E")]
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
    [TestCase("é~|%", ExpectedResult = "%C3%A9!7E~%25")]
    public string Parts_are_joined_by_a_tilde(string parts) => CanonicalKey.Join(parts.Split('|'));

    [Test]
    public void Keys_that_differ_in_where_a_part_ends_stay_different() =>
        Assert.That(
            new[] { CanonicalKey.Join("a~b"), CanonicalKey.Join("a", "b"), CanonicalKey.Join("a%7Eb") },
            Is.EqualTo(new[] { "a!7Eb", "a~b", "a%257Eb" }));

    [Test]
    public void A_part_is_written_behind_what_stands_there()
    {
        var output = new ArrayBufferWriter<byte>();
        output.Write("75056~"u8);

        CanonicalKey.WritePart("n° 1"u8, output);

        Assert.That(Encoding.ASCII.GetString(output.WrittenSpan), Is.EqualTo("75056~n%C2%B0%201"));
    }

    private static readonly string[] Parts =
        ["", "plain-value_1.0", "é~ %😀", "~", "!", "!7E", "%7E", "!21~!7E%21", "a/b?c#d&e=f+g;h,i@j:k", "\0\n", "%", "100%2"];

    [TestCaseSource(nameof(Parts))]
    public void A_part_is_read_back_from_its_spelling(string part) =>
        Assert.That(CanonicalKey.ReadPart(CanonicalKey.Join(part)), Is.EqualTo(part));

    /// <summary>RFC 3986 section 6.2.2: hexadecimal digits in either case, and unreserved characters encoded or not.</summary>
    [Test]
    public void A_key_of_several_parts_means_the_same_after_any_normalisation_of_its_URL()
    {
        foreach (var first in Parts)
        {
            foreach (var second in Parts)
            {
                var key = CanonicalKey.Join(first, second);
                foreach (var spelling in (string[])[
                    key, key.Replace("~", "%7E"), key.Replace("%2F", "%2f").Replace("%C3%A9", "%c3%a9"),
                    Uri.EscapeDataString(key).Replace("%25", "%"), new Uri($"http://host/{key}").AbsolutePath[1..],
                ])
                {
                    var parts = spelling.Replace("%7E", "~").Split('~').Select(CanonicalKey.ReadPart);
                    Assert.That(parts, Is.EqualTo(new[] { first, second }), spelling);
                }
            }
        }
    }

    [TestCase("%", ExpectedResult = "%")]
    [TestCase("%2", ExpectedResult = "%2")]
    [TestCase("%zz!", ExpectedResult = "%zz!")]
    [TestCase("a!b", ExpectedResult = "a!b")]
    [TestCase("!7e", ExpectedResult = "~")]
    [TestCase("%217E", ExpectedResult = "~")]
    [TestCase("!2F", ExpectedResult = "!2F")]
    [TestCase("%FF", ExpectedResult = "\uFFFD")]
    public string What_is_no_canonical_spelling_is_read_as_far_as_it_goes(string spelling) => CanonicalKey.ReadPart(spelling);
}
