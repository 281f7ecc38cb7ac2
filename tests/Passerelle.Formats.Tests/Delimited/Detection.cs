using System.Text;
using Passerelle.Formats.Delimited;

namespace Passerelle.Formats.Tests.Delimited;

public class Detection
{
    [Test]
    public void says_what_it_saw()
    {
        var found = Detect(Encoding.UTF8.GetBytes("a;b;c\r\n1;\"x;y\";été\r\n2;3,5;z\r\n"));
        Assert.That(found.Findings.Select(f => $"{f.Option}={f.Value} ({f.Evidence})"), Is.EqualTo(new[]
        {
            "encoding=utf-8 (2 valid and 0 invalid UTF-8 sequences)",
            "lineEnding=crlf (3 CR LF, 0 LF, 0 CR seen)",
            "quote=\" (1 fields are enclosed in \")",
            "delimiter=; (3 columns in 3 of 3 rows)",
            "escape=\" (no escaped quote seen; a doubled quote is assumed)",
        }));
    }

    [Test]
    public void yields_to_what_is_pinned()
    {
        var pins = new DialectPins { Encoding = TextEncoding.Latin9, Delimiter = (byte)'|', NoQuote = true, LineEnding = LineEnding.Cr };
        var found = DialectDetector.Detect(new("a,b\n"u8.ToArray(), true), pins);
        Assert.That(found.Findings.Select(f => $"{f.Option}={f.Value} ({f.Evidence})"), Is.EqualTo(new[]
        {
            "encoding=iso-8859-15 (pinned)", "lineEnding=cr (pinned)", "quote=none (pinned)", "delimiter=| (pinned)",
        }));
    }

    [TestCase("a\tb\n1\t2\n", '\t')]
    [TestCase("a|b|c\n1|2,5|3\n", '|')]
    [TestCase("a,b\n1,\"x;y;z\"\n2,\"bad\n3,4\n", ',')]
    public void finds_the_delimiter(string text, char expected) =>
        Assert.That((char)Detect(Encoding.UTF8.GetBytes(text)).Dialect.Delimiter, Is.EqualTo(expected));

    [Test]
    public void finds_the_encoding()
    {
        Assert.That(Detect(Encoding.Latin1.GetBytes("a\nété\n")).Dialect.Encoding, Is.SameAs(TextEncoding.Windows1252));
        Assert.That(Detect(Encoding.Unicode.GetBytes("abc,def\n1,2\n")).Dialect.Encoding, Is.SameAs(TextEncoding.Utf16Le));
        Assert.That(Detect([0xFE, 0xFF, 0, 65]).Dialect.Encoding, Is.SameAs(TextEncoding.Utf16Be));
    }

    [Test]
    public void finds_a_backslash_that_escapes() =>
        Assert.That(Detect(Encoding.UTF8.GetBytes("a,b\n1,\"say \\\"x\\\" now\"\n")).Dialect.Escape, Is.EqualTo((byte)'\\'));

    private static DetectedDialect Detect(byte[] bytes) => DialectDetector.Detect(new(bytes, true), new());
}
