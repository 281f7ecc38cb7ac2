using Passerelle.Contracts.Adapters;
using Passerelle.Contracts.Errors;

namespace Passerelle.Adapters.Files;

/// <summary>Reads the copybooks of a flow when its workspace is checked: every problem with the copybook's line and column, and what
/// options name in vain.</summary>
internal static class CopybookCheck
{
    private const int MostReported = 20;

    public static void Check(IOptionReader options, string workspace)
    {
        var files = new CopybookFiles(workspace, options.TextList("copyFolders"), MainframeOptions.Copybook(options));
        if (!Reads(files, options, "copybooks", options.TextList("copybooks"))) return;
        var segments = options.ObjectList("segments");
        if (!segments.All(segment => segment.Text("copybook") is not { } own || Reads(files, segment, "copybook", [own]))) return;
        try
        {
            new MainframePlan(options, RecordOptions.Bind(options), workspace).Compile();
        }
        catch (PasserelleException error)
        {
            options.Report(null, error.Code, error.Message, error.Remedy);
        }
    }

    private static bool Reads(CopybookFiles files, IOptionReader options, string name, IReadOnlyList<string> copybooks)
    {
        try
        {
            var problems = files.Parse(copybooks).Problems;
            foreach (var problem in problems.Take(MostReported))
            {
                var message = $"{problem.Location}: {problem.Path}: {problem.Message}".Replace(": : ", ": ", StringComparison.Ordinal);
                options.Report(name, problem.Code, message, problem.Repair);
            }

            return problems.Count == 0;
        }
        catch (PasserelleException error)
        {
            options.Report(name, error.Code, error.Message, error.Remedy);
            return false;
        }
    }
}
