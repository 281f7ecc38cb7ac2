using System.Runtime.CompilerServices;
using Passerelle.Gateway.Workspace.DataContracts;
using Passerelle.Gateway.Workspace.Flows;
using Passerelle.Gateway.Workspace.Loading;
using Passerelle.Gateway.Workspace.Mapping;
using Passerelle.Gateway.Workspace.Mapping.Testing;
using Passerelle.Gateway.Workspace.Problems;
using Passerelle.Testing;
using Passerelle.Testing.Workspaces;

namespace Passerelle.Gateway.Workspace.Tests.Mapping;

/// <summary>The workspace <c>Data/features</c> uses every feature of mappings; its own tests say what each one does.</summary>
internal sealed class MappingFeatureTests
{
    private static readonly WorkspaceCompilers Compilers = new(
        DataContractCompiler.Compile,
        MappingCompiler.Compile);

    private static IEnumerable<TestCaseData> Features() => Run("").Select(r => new TestCaseData(r).SetName($"Mapping: {r.Name}"));

    [TestCaseSource(nameof(Features))]
    public void A_feature_does_what_its_test_says(MappingTestResult result) =>
        Assert.That(result.Diff, Is.Empty, $"{result.Location}: expected {result.Expected}, got {result.Actual}");

    [Test]
    public void There_are_fourteen_features() => Assert.That(Run(""), Has.Count.EqualTo(14));

    [TestCase("value: { id: C1, part: y, nme: null }", "/part: expected \"y\", got \"x\"", "/nme: expected null, got nothing", "/name: expected nothing, got null", "/kind: expected nothing, got \"person\"")]
    [TestCase("error: { code: PSR-3101 }", "expected error PSR-3101 at any field, got {\"account\":null,\"card\":null,\"continent\":null,\"country\":null,\"first\":null,\"id\":\"C1\",\"kind\":\"person\",\"name\":null,\"part\":\"x\",\"total\":null}")]
    [TestCase("expect: skip", "expected skip, got {\"account\":null,\"card\":null,\"continent\":null,\"country\":null,\"first\":null,\"id\":\"C1\",\"kind\":\"person\",\"name\":null,\"part\":\"x\",\"total\":null}")]
    [TestCase("key: C2~x", "expected key C2~x, got key C1~x")]
    public void A_test_that_fails_names_each_difference(string expectation, params string[] lines)
    {
        var result = Run("  - name: fails\n    record: { id: C1, part: x }\n    " + expectation)[^1];

        Assert.That(result.Diff.Take(lines.Length), Is.EqualTo(lines));
        Assert.That(result.Passed, Is.False);
    }

    private static IReadOnlyList<MappingTestResult> Run(string more)
    {
        using var folder = new WorkspaceCopy(Path.Combine(Here(), "Data", "features"));
        File.AppendAllText(Path.Combine(folder.Path, "tests", "people.yaml"), more);
        var loaded = WorkspaceLoader.Load(folder.Path, [new FakeAdapter()], FakeEngines.Instance, Compilers);
        Assert.That(ProblemFormatter.Format(loaded.Problems), Is.Empty);
        return MappingTestRunner.Run(loaded.Workspace!.Tests.Single(), loaded.Workspace.Flows.Single().Mapper);
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
