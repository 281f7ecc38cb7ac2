using Passerelle.Formats.Copybook;
using Passerelle.Formats.Copybook.Items;
using Passerelle.Formats.Copybook.Layout;

namespace Passerelle.Formats.Tests.Copybook;

internal sealed class ParserTests
{
    private static string Tree(CopybookLayout layout) => string.Join('\n', layout.Root.Walk().Select(field =>
        $"{field.Level:00} {field.JsonName} @{field.Offset}+{field.Length}{(field.IsTable ? $"*{field.MaxOccurs}" : "")}"));

    [Test]
    public void Fixed_columns_comments_debug_lines_and_continuations_are_read() =>
        Assert.That(Tree(Kit.Layout("""
            000100 01  REC.                                                         IGNORED
            000200*    A COMMENT.
            000300/
            000400 EJECT
            000500D    05  DEBUGGED PIC X.
            000600     05  LONG-NA
            000700-        ME   PIC X(3) VALUE 'AB
            000800-        'C'.
            000900     05  OTHER PIC 9(2).                                          X.Y
            """)), Is.EqualTo("01 REC @0+5\n05 LONG-NAME @0+3\n05 OTHER @3+2"));

    [Test]
    public void Every_problem_of_a_copybook_is_reported_at_once_with_its_place() =>
        Assert.That(Kit.Problems("""
            01 REC.
               05 A PIC X(2.
               05 B PIC S9(40).
               05 C REDEFINES NOWHERE PIC X.
               05 D PIC X OCCURS 3 DEPENDING ON MISSING.
               99 E PIC X.
               05 F COMP-3 PIC X(3).
               05 G PIC 9 BANANA.
               05 H
            """), Is.EqualTo(new[]
        {
            "PSR-2501 test.cpy:2:13 A: Expected a repetition such as (5), found 'X(2'.",
            "PSR-2501 test.cpy:3:13 B: Expected at most 38 digits, found 'S9(40)'.",
            "PSR-2502 test.cpy:6:4 : Expected a level from 01 to 49, 66, 77 or 88, found '99'.",
            "PSR-2500 test.cpy:8:15 G: Expected a clause or a period, found 'BANANA'.",
            "PSR-2500 test.cpy:9:7 H: Expected a period at the end of the entry, found the end of the copybook.",
            "PSR-2505 test.cpy:7:4 F: Expected a picture that suits usage Packed, found PIC X(3).",
            "PSR-2505 test.cpy:9:4 H: Expected a picture or items below it, found neither.",
            "PSR-2504 test.cpy:4:4 C: Expected REDEFINES of an item before it at the same level, found 'NOWHERE'.",
            "PSR-2504 test.cpy:5:4 D: Expected DEPENDING ON an item that stands before the table, found 'MISSING'.",
        }));

    [Test]
    public void A_missing_period_is_found_at_the_next_entry() =>
        Assert.That(Kit.Problems("01 R.\n05 A PIC X\n05 B PIC X."), Is.EqualTo(new[]
        {
            "PSR-2500 test.cpy:3:1 A: Expected a period at the end of the entry, found '05'.",
        }));

    [Test]
    public void Copy_replaces_pseudo_text_words_and_parts_of_words()
    {
        var options = new CopybookOptions
        {
            Resolver = (name, library) => name switch
            {
                "INNER" when library == "LIB" => new CopyMember("INNER", "05 :TAG:-NAME PIC X(LEN). 05 OLD PIC 9(3) USAGE COMP."),
                "PRE" => new CopyMember("PRE", "05 WS-A PIC X. 05 WS-B PIC X."),
                _ => null,
            },
        };
        var layout = Kit.Layout(
            "01 R. COPY INNER OF LIB REPLACING ==:TAG:== BY ==CUST== OLD BY NEW ==USAGE COMP== BY == COMP-3 == ==X(LEN)== BY ==X(7)==. "
                + "COPY PRE REPLACING LEADING ==WS== BY ==LS==.", options);
        Assert.That(Tree(layout), Is.EqualTo("01 R @0+11\n05 CUST-NAME @0+7\n05 NEW @7+2\n05 LS-A @9+1\n05 LS-B @10+1"));
    }

    [Test]
    public void A_member_that_is_missing_or_copies_itself_is_a_problem()
    {
        var options = new CopybookOptions
        {
            Resolver = (name, _) => name == "LOOP" ? new CopyMember("LOOP", "05 A PIC X. COPY LOOP.") : null,
        };
        Assert.That(Kit.Problems("01 R. COPY LOOP. COPY GONE.", options), Is.EqualTo(new[]
        {
            "PSR-2503 LOOP:1:18 COPY: Expected a member that does not copy itself, found 'LOOP', which is open already.",
            "PSR-2503 test.cpy:1:23 COPY: Expected a member that can be found, found 'GONE'.",
        }));
    }

    [Test]
    public void Groups_pass_on_their_usage_and_synchronized_items_are_aligned() =>
        Assert.That(Tree(Kit.Layout("""
            01 R.
               05 G USAGE COMP-3. 10 A PIC 9(5). 10 B PIC 9(2).
               05 C PIC S9(9) COMP SYNC.
               05 T OCCURS 2 INDEXED BY I J ASCENDING KEY IS D. 10 D PIC X. 10 E PIC S9(4) COMP SYNC. 10 F PIC X.
               05 P PIC X(4). 05 Q REDEFINES P. 10 Q1 PIC 9(2). 10 FILLER REDEFINES Q1 PIC X(3).
            """)), Is.EqualTo(
                "01 R @0+28\n05 G @0+5\n10 A @0+3\n10 B @3+2\n05 C @8+4\n05 T @12+6*2\n10 D @12+1\n10 E @14+2\n10 F @16+1\n05 P @24+4\n"
                    + "05 Q @24+3\n10 Q1 @24+2\n10 FILLER-1 @24+3"));

    [TestCase("9(7)V9(2)", PictureCategory.Numeric, 9, 2, 9)]
    [TestCase("S9(3)PPP", PictureCategory.Numeric, 3, -3, 3)]
    [TestCase("PP99", PictureCategory.Numeric, 2, 4, 2)]
    [TestCase("$$,$$9.99CR", PictureCategory.NumericEdited, 3, 2, 11)]
    [TestCase("99/99/9999", PictureCategory.NumericEdited, 8, 0, 10)]
    [TestCase("XXBXX", PictureCategory.AlphanumericEdited, 0, 0, 5)]
    [TestCase("A(3)", PictureCategory.Alphabetic, 0, 0, 3)]
    [TestCase("N(3)", PictureCategory.National, 0, 0, 3)]
    [TestCase("G(3)", PictureCategory.DoubleByte, 0, 0, 3)]
    public void A_picture_has_its_category_digits_scale_and_size(string text, PictureCategory category, int digits, int scale, int size)
    {
        var picture = Picture.Parse(text, false, out _);
        Assert.That(
            (picture?.Category, picture?.Digits, picture?.Scale, picture?.Size),
            Is.EqualTo(((PictureCategory?)category, (int?)digits, (int?)scale, (int?)size)));
    }

    [Test]
    public void Decimal_point_is_comma_moves_the_point_of_edited_pictures()
    {
        var picture = Kit.Layout("01 R. 05 A PIC Z.ZZ9,99. 05 B PIC 9V9 VALUE 1,5.", new CopybookOptions { DecimalPointIsComma = true })
            .Find("A")!.Picture!;
        Assert.That((picture.Digits, picture.Scale, picture.Size), Is.EqualTo((6, 2, 8)));
    }

    [Test]
    public void A_product_of_occurrences_beyond_the_limit_is_refused() =>
        Assert.That(Kit.Problems("01 R. 05 A OCCURS 100000. 10 B OCCURS 100000. 15 C PIC X(1000)."), Is.EqualTo(new[]
        {
            "PSR-2506 test.cpy:1:7 A: Expected a record of at most 16777216 bytes, found 10000000000000.",
        }).Or.Length.EqualTo(1));

    [Test]
    public void A_table_depending_on_a_count_is_stored_at_real_or_full_size()
    {
        const string copybook = "01 R. 05 N PIC 9. 05 T PIC X OCCURS 1 TO 3 DEPENDING ON N. 05 Z PIC X.";
        var full = Kit.Layout(copybook, new CopybookOptions { Odo = OdoStorage.Full });
        Assert.That(Kit.Decode(copybook, "F2C1C2E9"), Is.EqualTo("{\"N\":2,\"T\":[\"A\",\"B\"],\"Z\":\"Z\"}"));
        Assert.That(Kit.Decode(Kit.Codec(full), [0xF2, 0xC1, 0xC2, 0x00, 0xE9]), Is.EqualTo("{\"N\":2,\"T\":[\"A\",\"B\"],\"Z\":\"Z\"}"));
        Assert.That(
            Kit.Decode(copybook, "F7C1C2E9"),
            Is.EqualTo("A table's count is outside its bounds. T at byte 1: expected N from 1 to 3, found 7."));
        Assert.That(
            Kit.Decode(copybook, "F3C1C2C3"),
            Is.EqualTo("The record ends before its layout. Z at byte 4: expected 1 bytes, found nothing."));
        Assert.That(
            Kit.Decode(copybook, "F1C1E9C1"),
            Is.EqualTo("The record is longer than its layout. R at byte 3: expected the end of the record after 3 bytes, found C1."));
    }
}
