using System.Text;
using Passerelle.Conformance.Sources;
using Passerelle.Gateway.Composition.Tests.Roles;

namespace Passerelle.Gateway.Composition.Tests.Sources;

/// <summary>A host for each source adapter of the catalogue.</summary>
internal static class SourceEntries
{
    private static readonly Dictionary<string, string> None = [];

    private static readonly Dictionary<string, string> Fixed = new()
    {
        ["records"] = "[{ name: row, fields: [{ name: id, start: 1, length: 4, type: integer }, { name: name, start: 5, length: 6 }] }]",
    };

    private static readonly Dictionary<string, string> Mainframe = new()
    {
        ["copybooks"] = "[row.cpy]",
        ["codePage"] = "ascii",
        ["framing.format"] = "F",
    };

    public static IReadOnlyList<SourceEntry> All { get; } =
    [
        new("flat_file", () => new FileHost("flat_file", Delimited(), None, [("32:3:5", 4), ("64:6:8", 7)]), None),
        new("fixed_width", () => new FileHost("fixed_width", Lines("\n"), Fixed, [("33:3:4:0:3", 4), ("66:6:7:0:6", 7)]), None),
        new("mainframe", () => new FileHost("mainframe", Lines(""), Mainframe, [("30:3:0:0:3", 4), ("60:6:0:0:6", 7)], ("row.cpy", Copybook)), None),
    ];

    /// <summary>A stream, which no adapter of the catalogue is yet: the shape is tried with this one.</summary>
    public static SourceEntry Stream { get; } = new("register", () => new RegisterHost(), None);

    private const string Copybook = """
               01  ROW.
                   05  ID-NUMBER  PIC 9(4).
                   05  NAME       PIC X(6).

        """;

    private static byte[] Delimited() => Encoding.ASCII.GetBytes(
        "id,name\n" + string.Concat(Enumerable.Range(1, SourceSuite.Records).Select(i => i == SourceSuite.Broken ? "4,four,too much\n" : $"{i},name{i}\n")));

    private static byte[] Lines(string end) => Encoding.ASCII.GetBytes(
        string.Concat(Enumerable.Range(1, SourceSuite.Records).Select(i => (i == SourceSuite.Broken ? "?X?!" : $"{i:D4}") + $"name {i}" + end)));
}
