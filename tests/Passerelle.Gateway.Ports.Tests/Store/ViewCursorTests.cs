using CsCheck;
using Passerelle.Gateway.Ports.Store;

namespace Passerelle.Gateway.Ports.Tests.Store;

internal sealed class ViewCursorTests
{
    private static readonly ViewCursor Cursor = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero).AddTicks(1), "companies-12");

    [Test]
    public void A_cursor_comes_back_from_its_text() =>
        Gen.Select(Gen.Long[0, DateTimeOffset.MaxValue.UtcTicks], Gen.String[Gen.Char['\u0001', '\uD7FF'], 0, 60]).Sample((ticks, id) =>
        {
            var cursor = new ViewCursor(new DateTimeOffset(ticks, TimeSpan.Zero), id);
            return ViewCursor.TryParse(cursor.ToText(), out var read) && read == cursor;
        });

    [Test]
    public void The_text_can_stand_in_an_address_and_on_a_command_line() =>
        Assert.That(Cursor.ToText(), Does.Match("^[A-Za-z0-9_-]+$"));

    [Test]
    public void A_text_that_was_cut_or_mistyped_is_no_cursor()
    {
        var text = Cursor.ToText();
        var wrong = Enumerable.Range(0, text.Length).Select(i => text[..i])
            .Concat(Enumerable.Range(0, text.Length).Select(i => $"{text[..i]}{(text[i] == 'x' ? 'y' : 'x')}{text[(i + 1)..]}"))
            .Append($"{text}AAAA");
        // The last character holds bits that mean nothing, so that some texts are the same bytes.
        Assert.That(wrong.Where(w => ViewCursor.TryParse(w, out var read) && read != Cursor), Is.Empty);
        Assert.That(wrong.Count(w => ViewCursor.TryParse(w, out _)), Is.LessThanOrEqualTo(1));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase(" ")]
    [TestCase("companies-12")]
    [TestCase("../../etc/passwd")]
    [TestCase("é")]
    [TestCase("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void Garbage_is_no_cursor(string? text) => Assert.That(ViewCursor.TryParse(text, out _), Is.False);
}
