namespace Passerelle.Architecture.Tests.Folders;

internal sealed class FolderGraphTests
{
    [Test]
    public void Two_folders_that_name_each_others_types_are_a_circle()
    {
        var graph = Graph(
            ("a/P/One/A.cs", "using P.Two;\nnamespace P.One;\nclass A { B? _b; }"),
            ("a/P/Two/B.cs", "using P.One;\nnamespace P.Two;\nclass B { A? _a; }"));

        Assert.That(graph.Circles(), Is.EqualTo(new[]
        {
            "a/P/One, a/P/Two know each other in a circle:\n  a/P/One -> a/P/Two (A.cs: B)\n  a/P/Two -> a/P/One (B.cs: A)",
        }));
    }

    [Test]
    public void A_circle_of_three_is_found_and_what_only_leads_to_it_is_left_out()
    {
        var graph = Graph(
            ("a/P/One/A.cs", "using P.Two;\nnamespace P.One;\nclass A { B? _b; }"),
            ("a/P/Two/B.cs", "using P.Three;\nnamespace P.Two;\nclass B { C? _c; }"),
            ("a/P/Three/C.cs", "using P.One;\nnamespace P.Three;\nclass C { A? _a; }"),
            ("a/P/Top/D.cs", "using P.One;\nnamespace P.Top;\nclass D { A? _a; }"));

        Assert.That(
            graph.Circles().Single(),
            Does.StartWith("a/P/One, a/P/Three, a/P/Two know each other in a circle:\n").And.Not.Contain("Top"));
    }

    [Test]
    public void Comments_texts_and_names_of_other_namespaces_are_no_arrows()
    {
        var graph = Graph(
            ("a/P/One/A.cs", "namespace P.One;\n/// <summary>Like B.</summary>\nclass A { string _s = \"B\"; /* B */ Other.B? _b; }"),
            ("a/P/Two/B.cs", "namespace P.Two;\nclass B;"));

        Assert.That(graph.Lines, Is.Empty);
    }

    [Test]
    public void A_folder_and_one_inside_it_are_one_place_and_projects_are_apart()
    {
        var graph = Graph(
            ("a/P/One/A.cs", "using P.One.Inner;\nusing Q;\nnamespace P.One;\nclass A { B? _b; C? _c; }"),
            ("a/P/One/Inner/B.cs", "namespace P.One.Inner;\nclass B { A? _a; }"),
            ("a/Q/C.cs", "namespace Q;\nclass C;"));

        Assert.That(graph.Lines, Is.Empty);
    }

    private static FolderGraph Graph(params IEnumerable<(string Path, string Text)> files) =>
        FolderGraph.Of([.. files.Select(f => SourceFile.Parse(f.Path, f.Text))]);
}
