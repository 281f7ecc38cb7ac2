using Passerelle.Gateway.Workspace.Documents;
using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.Gateway.Workspace.Tests.Documents;

internal sealed class YamlReaderTests
{
    [Test]
    public void Nodes_know_their_path_line_and_column()
    {
        var root = Read("a:\n  b: [x, { c.d: 1 }]\n");
        var list = (ConfigList)((ConfigMap)root["a"]!)["b"]!;
        var leaf = ((ConfigMap)list.Items[1])["c.d"]!;

        Assert.Multiple(() =>
        {
            Assert.That(leaf.Path, Is.EqualTo("a.b[1][\"c.d\"]"));
            Assert.That(leaf.Location.ToString(), Is.EqualTo("t.yaml:2:17"));
            Assert.That(list.Items[0].Path, Is.EqualTo("a.b[0]"));
            Assert.That(root.Entries[0].KeyLocation.ToString(), Is.EqualTo("t.yaml:1:1"));
        });
    }

    [TestCase("a: true", "true", false)]
    [TestCase("a: \"true\"", "true", true)]
    [TestCase("a: 'null'", "null", true)]
    [TestCase("a: null", null, false)]
    [TestCase("a: ~", null, false)]
    [TestCase("a:", null, false)]
    [TestCase("a: ''", "", true)]
    [TestCase("a: 2026-01-01", "2026-01-01", false)]
    [TestCase("a: 007", "007", false)]
    [TestCase("a: no", "no", false)]
    [TestCase("a: |\n  x\n  y\n", "x\ny\n", true)]
    public void Scalars_stay_text_and_tell_whether_they_were_quoted(string text, string? value, bool quoted)
    {
        var scalar = (ConfigScalar)Read(text)["a"]!;

        Assert.That((scalar.Text, scalar.IsQuoted), Is.EqualTo((value, quoted)));
    }

    [TestCase("a: 1\nb: 2\na: 3\n", "t.yaml:3:1 PSR-1001 a: `a` already stands at line 1 | keep one of the two")]
    [TestCase("a: &x 1\n", "t.yaml:1:4 PSR-1002 a: `&x` is an anchor | remove it and write the value out where it is used")]
    [TestCase("a: *x\n", "t.yaml:1:4 PSR-1002 a: `*x` is an alias | write the value out")]
    [TestCase("a: !!str 1\n", "t.yaml:1:4 PSR-1003 a: `tag:yaml.org,2002:str` is a tag | remove it: types come from the specs")]
    [TestCase("? [a]\n: 1\n", "t.yaml:1:3 PSR-1008 : a key must be plain text | write a name before the colon")]
    [TestCase("# nothing\n", "t.yaml PSR-1006 : the file holds nothing | fill it or remove it")]
    [TestCase("a: 1\n---\nb: 1\n", "t.yaml:2:1 PSR-1007 : a second document begins here | keep one document in a file: remove the `---`")]
    public void What_a_workspace_may_not_hold_is_a_located_problem(string text, string expected)
    {
        var problems = new ProblemList();
        YamlReader.Read("t.yaml", text, problems);

        Assert.That(problems.Items.Select(Line), Is.EqualTo(new[] { expected }));
    }

    [TestCase("a: [1, 2\nb: 3\n")]
    [TestCase("a: \"x\n")]
    [TestCase("a: 1\n  b: 2\n")]
    public void Broken_syntax_is_one_problem_with_a_place(string text)
    {
        var problems = new ProblemList();
        var node = YamlReader.Read("t.yaml", text, problems);

        Assert.Multiple(() =>
        {
            Assert.That(node, Is.Null);
            Assert.That(problems.Items.Select(p => p.Code.Id), Is.EqualTo(new[] { "PSR-1000" }));
            Assert.That(problems.Items[0].Location.Line, Is.GreaterThan(0));
        });
    }

    [Test]
    public void Hostile_nesting_and_size_are_bounded()
    {
        var problems = new ProblemList();
        var deep = YamlReader.Read("deep.yaml", new string('[', 100_000), problems);
        var large = YamlReader.Read("large.yaml", new string('a', YamlReader.MaxBytes + 1), problems);

        Assert.Multiple(() =>
        {
            Assert.That(deep, Is.Null);
            Assert.That(large, Is.Null);
            Assert.That(problems.Items.Select(p => p.Code.Id), Is.EqualTo(new[] { "PSR-1004", "PSR-1005" }));
        });
    }

    private static string Line(Contracts.Errors.Problem p) => $"{p.Location} {p.Code} {p.Path}: {p.Message} | {p.Repair}";

    private static ConfigMap Read(string text)
    {
        var problems = new ProblemList();
        var node = YamlReader.Read("t.yaml", text, problems);
        Assert.That(problems.Items, Is.Empty);
        return (ConfigMap)node!;
    }
}
