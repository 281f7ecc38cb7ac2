using Passerelle.Gateway.Workspace.Documents;
using Passerelle.Gateway.Workspace.Options;
using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.Gateway.Workspace.Mapping.Testing;

/// <summary>Binds one file under <c>tests/</c>.</summary>
internal sealed class MappingTestLoader(SpecBinder binder, IReadOnlyCollection<string> flows)
{
    private static readonly string[] Expectations = ["value", "error", "expect"];

    public MappingTestFile? Load(string file, ConfigMap map)
    {
        var options = binder.Bind(map, MappingTestSpecs.File);
        if (options.Text("flow") is not { } flow)
            return null;
        if (!flows.Contains(flow))
            options.Report("flow", MappingTestCodes.UnknownFlow, $"there is no flow `{flow}`", NearestName.Repair(flow, [.. flows], "add the flow"));
        return new MappingTestFile(file, flow, [.. options.ObjectList("tests").Cast<BoundOptions>().Select(Case).OfType<MappingTestCase>()]);
    }

    private static MappingTestCase? Case(BoundOptions test)
    {
        // `value: null` expects the JSON value null, so it is the key that counts.
        var expectations = Expectations.Count(name => test.Map[name] is not null);
        if (expectations > 1 || (expectations == 0 && !test.Has("key")))
        {
            test.Report(null, MappingTestCodes.BadTest, expectations == 0 ? "the test expects nothing" : "the test expects several things", "write exactly one of `value`, `error` and `expect`");
            return null;
        }

        if (test.Text("name") is not { } name || test.Map["record"] is not { } record)
            return null;
        var error = test.Nested("error");
        return new MappingTestCase(name, test.Map.Location, record, test.Map["value"], error.Text("code"), error.Text("field"), test.Text("expect"), test.Text("key"));
    }
}
