using Passerelle.Contracts.Adapters;
using Passerelle.Gateway.Workspace.Documents;
using Passerelle.Gateway.Workspace.Options;
using Passerelle.Gateway.Workspace.Problems;
using Passerelle.Testing.Workspaces;

namespace Passerelle.Gateway.Workspace.Tests.Options;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class SpecBinderTests
{
    private static readonly Dictionary<string, string> Environment = new()
    {
        ["INBOX"] = "hunter2-inbox",
        ["SECONDS"] = "20",
        ["PASS"] = "hunter2",
    };

    private readonly ProblemList _problems = new();

    [Test]
    public void Every_type_binds_and_defaults_fill_what_is_absent()
    {
        var options = Bind("""
            folder: inbox
            complete: { rule: companion }
            header: false
            rename: { a: b }
            totals: [{ field: amount }]
            encodings: { x: { page: utf-8 } }
            ratio: 1.5
            """);

        Assert.Multiple(() =>
        {
            Assert.That(_problems.Items, Is.Empty);
            Assert.That(options.Text("folder"), Is.EqualTo("inbox"));
            Assert.That(options.Text("pattern"), Is.EqualTo("*"));
            Assert.That(options.Has("pattern"), Is.False);
            Assert.That(options.Object("complete").Text("rule"), Is.EqualTo("companion"));
            Assert.That(options.Object("complete").Integer("stableSeconds"), Is.EqualTo(10));
            Assert.That(options.Boolean("header"), Is.False);
            Assert.That(options.TextList("columns"), Is.EqualTo(new[] { "a", "b" }));
            Assert.That(options.TextMap("rename")["a"], Is.EqualTo("b"));
            Assert.That(options.ObjectList("totals")[0].Text("field"), Is.EqualTo("amount"));
            Assert.That(options.ObjectMap("encodings")["x"].Text("page"), Is.EqualTo("utf-8"));
            Assert.That(options.Text("ratio"), Is.EqualTo("1.5"));
            Assert.That(options.Text("password"), Is.Null);
        });
    }

    [Test]
    public void An_absent_object_has_defaults_but_misses_nothing()
    {
        var options = Bind("folder: inbox");

        Assert.That(
            (_problems.Items.Count, options.Has("complete"), options.Object("complete").Text("rule"), options.Object("complete").Integer("stableSeconds")),
            Is.EqualTo((0, false, (string?)null, 10L)));
    }

    [Test]
    public void Every_mistake_is_reported_at_its_place_and_at_once()
    {
        Bind("""
            foldr: inbox
            pattern: [a]
            complete: { rule: stabel, stableSeconds: -1, stablSeconds: 1 }
            header: "true"
            columns: a
            rename: { a: [b] }
            totals: [{}, x]
            encodings: { x: { pag: utf-8 } }
            ratio: 0.5
            password: hunter2
            zzzzzz: 1
            """);

        Assert.That(ProblemFormatter.Format(_problems.Sorted()), Is.EqualTo("""
            t.yaml:1:1: PSR-1020 foldr: `foldr` is not known here — write `folder`
            t.yaml:2:10: PSR-1022 pattern: expected text, found a list — write text, as `*.csv`
            t.yaml:3:19: PSR-1023 complete.rule: `stabel` is none of `stable`, `companion` — write `stable`
            t.yaml:3:42: PSR-1024 complete.stableSeconds: `-1` is out of bounds — write a number from 0 to 3600
            t.yaml:3:46: PSR-1020 complete.stablSeconds: `stablSeconds` is not known here — remove it
            t.yaml:4:9: PSR-1022 header: expected `true` or `false`, found quoted text — write true without quotes
            t.yaml:5:10: PSR-1022 columns: expected a list, found `a` — write a list
            t.yaml:6:14: PSR-1022 rename.a: expected text, found a list — write text
            t.yaml:7:10: PSR-1021 totals[0].field: `field` is missing: summed field — write `field: amount`
            t.yaml:7:14: PSR-1022 totals[1]: expected a map, found `x` — write a map
            t.yaml:8:19: PSR-1020 encodings.x.pag: `pag` is not known here — write `page`
            t.yaml:9:8: PSR-1024 ratio: `0.5` is out of bounds — write a number of at least 1
            t.yaml:10:11: PSR-1025 password: `password` is a secret and stands here in the open — write `${env:NAME}` or `${secret:password}`, and change the secret if this file was ever shared
            t.yaml:11:1: PSR-1020 zzzzzz: `zzzzzz` is not known here — remove it; known are `folder`

            """));
    }

    [Test]
    public void References_fill_any_leaf_and_two_dollars_escape()
    {
        var options = Bind("""
            folder: x/${env:INBOX}/y
            pattern: a$${env:INBOX}b
            complete: { rule: stable, stableSeconds: "${env:SECONDS}" }
            password: ${env:PASS}
            """);

        Assert.Multiple(() =>
        {
            Assert.That(_problems.Items, Is.Empty);
            Assert.That(options.Text("folder"), Is.EqualTo("x/hunter2-inbox/y"));
            Assert.That(options.Text("pattern"), Is.EqualTo("a${env:INBOX}b"));
            Assert.That(options.Object("complete").Integer("stableSeconds"), Is.EqualTo(20));
            Assert.That(options.Text("password"), Is.EqualTo("hunter2"));
        });
    }

    [Test]
    public void References_that_lead_nowhere_are_problems()
    {
        Bind("""
            folder: ${env:NOWHERE}
            pattern: ${inv:INBOX}
            columns: ["${env:", "${env:INBOX", "${secret:nothing}", "${secret:../x}"]
            """);

        Assert.That(ProblemFormatter.Format(_problems.Items), Is.EqualTo("""
            t.yaml:1:9: PSR-1041 folder: the environment variable `NOWHERE` is not set — set `NOWHERE` before the gateway starts
            t.yaml:2:10: PSR-1040 pattern: `${inv:INBOX}` is neither `${env:NAME}` nor `${secret:file}` — write `${env:INBOX}`, or `$${` for a literal `${`
            t.yaml:3:11: PSR-1040 columns[0]: `${env:` is not closed — close it with `}`, or write `$${` for a literal `${`
            t.yaml:3:21: PSR-1040 columns[1]: `${env:INBOX` is not closed — close it with `}`, or write `$${` for a literal `${`
            t.yaml:3:36: PSR-1042 columns[2]: the secret file `nothing` does not exist — put the secret into `secrets/nothing`
            t.yaml:3:57: PSR-1040 columns[3]: `../x` leads out of the secrets folder — name a file inside it, or write an absolute path

            """));
    }

    [Test]
    public void A_resolved_value_shows_nowhere()
    {
        var options = Bind("""
            folder: ${env:INBOX}
            pattern: "${env:PASS}/"
            header: ${env:PASS}
            complete: { rule: "${env:INBOX}" }
            """);
        new FakeAdapter().Validate(AdapterRole.Source, options);

        Assert.Multiple(() =>
        {
            Assert.That(options.ToString(), Is.EqualTo("{ folder: ***, pattern: ***, header: ***, complete: *** }"));
            Assert.That(ProblemFormatter.Format(_problems.Sorted()), Is.EqualTo("""
                t.yaml:2:10: PSR-9999 pattern: `${env:PASS}/` holds a slash — write a file name pattern, as `*.csv`
                t.yaml:3:9: PSR-1022 header: expected `true` or `false`, found `${env:PASS}` — write `true` or `false`
                t.yaml:4:19: PSR-1023 complete.rule: `${env:INBOX}` is none of `stable`, `companion` — write one of `stable`, `companion`

                """));
        });
    }

    [Test]
    public void A_secret_file_is_read_without_its_last_line_end()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "share"), "hunter2\n");
            var options = Bind("folder: inbox\npassword: ${secret:share}", folder.FullName);

            Assert.That((_problems.Items.Count, options.Text("password")), Is.EqualTo((0, "hunter2")));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private IOptionReader Bind(string yaml, string secrets = "/nonexistent")
    {
        var map = (ConfigMap)YamlReader.Read("t.yaml", yaml, _problems)!;
        var references = new ReferenceResolver(secrets, Environment.GetValueOrDefault);
        new SpecBinder(references, _problems).TryBind(map, new FakeAdapter().Spec.Source!, out var options);
        return options;
    }
}
