using System.Text.RegularExpressions;

namespace Passerelle.Architecture.Tests.Rules;

/// <summary>Which project may reference which. A project that no row matches is a problem: the graph has to be told about it.</summary>
internal static partial class ReferenceGraph
{
    private const string Contracts = "contracts/Passerelle.Contracts";
    private const string Formats = "adapters/Passerelle.Formats";
    private const string Adapters = "adapters/Passerelle.Adapters.*";
    private const string Ports = "gateway/Passerelle.Gateway.Ports";
    private const string Workspace = "gateway/Passerelle.Gateway.Workspace";
    private const string Pipeline = "gateway/Passerelle.Gateway.Pipeline";
    private const string Embedded = "gateway/Passerelle.Gateway.Embedded";
    private const string Kafka = "gateway/Passerelle.Gateway.Kafka";
    private const string Postgres = "gateway/Passerelle.Gateway.Postgres";
    private const string Rest = "gateway/Passerelle.Gateway.Rest";
    private const string Composition = "gateway/Passerelle.Gateway.Composition";
    private const string Gateway = "gateway/Passerelle.Gateway";

    // First match decides. Contracts is the vocabulary of all, and reaches all of them through the graph anyway.
    private static readonly (string Project, string[] May)[] Rows =
    [
        (Contracts, []),
        (Formats, [Contracts]),
        (Adapters, [Contracts, Formats]),
        (Ports, [Contracts]),
        (Workspace, [Contracts]),
        (Pipeline, [Contracts, Ports, Workspace]),
        (Embedded, [Contracts, Ports]),
        (Kafka, [Contracts, Ports]),
        (Postgres, [Contracts, Ports]),
        (Rest, [Contracts, Pipeline]),
        (Composition, [Contracts, Pipeline, Embedded, Kafka, Postgres, Adapters]),
        (Gateway, [Contracts, Composition, Rest]),
        // The commands `demo` and `run` host the gateway in the process of the command line; `copybook` reads files without any workspace.
        ("tools/Passerelle.Cli", [Contracts, Formats, Composition, Gateway]),
        ("tools/Passerelle.*", ["contracts/*", "adapters/*", "gateway/*", "tools/*"]),
        ("tests/Passerelle.*", ["*"]),
    ];

    public static IEnumerable<string> Check(ProjectFile project)
    {
        var folder = Folder(project.Path);
        var row = Rows.FirstOrDefault(candidate => Matches(candidate.Project, folder));
        if (folder is null || row.Project is null)
        {
            return [$"{project.Path}: the reference graph does not know this project. Add it to ReferenceGraph.cs, "
                + "or put it in the folder of its kind."];
        }

        return Edges(project, row.May).Concat(Frameworks(project, folder)).Concat(Packages(project, folder));
    }

    private static IEnumerable<string> Edges(ProjectFile project, string[] may) =>
        from reference in project.Projects
        where Folder(reference) is not { } target || !may.Any(pattern => Matches(pattern, target))
        select $"{project.Path}: must not reference {reference}. Allowed: {(may.Length == 0 ? "no project" : string.Join(", ", may))}.";

    private static IEnumerable<string> Packages(ProjectFile project, string folder) =>
        from package in project.Packages
        where folder == Contracts || (IsPlain(folder) && IsAspNet(package))
        select $"{project.Path}: must not reference the package {package}.";

    private static IEnumerable<string> Frameworks(ProjectFile project, string folder)
    {
        if (!IsPlain(folder)) yield break;
        if (project.Sdk != "Microsoft.NET.Sdk")
            yield return $"{project.Path}: must use the SDK Microsoft.NET.Sdk, not '{project.Sdk}'.";
        foreach (var framework in project.Frameworks)
            yield return $"{project.Path}: must not reference the framework {framework}.";
    }

    /// <summary>What must run without the web framework.</summary>
    private static bool IsPlain(string folder) => folder is Contracts or Ports or Workspace or Pipeline;

    private static bool IsAspNet(string package) => package.StartsWith("Microsoft.AspNetCore", StringComparison.OrdinalIgnoreCase);

    // "gateway/X/X.csproj" is the project "gateway/X"; any other shape is no project of the layout.
    private static string? Folder(string path)
    {
        var match = ProjectPath().Match(path);
        return match.Success ? match.Groups["folder"].Value : null;
    }

    private static bool Matches(string pattern, string? folder) =>
        folder is not null && (pattern.EndsWith('*') ? folder.StartsWith(pattern[..^1], StringComparison.Ordinal) : folder == pattern);

    [GeneratedRegex(@"\A(?<folder>[a-z]+/(?<name>[A-Za-z0-9.]+))/\k<name>\.csproj\z", RegexOptions.ExplicitCapture)]
    private static partial Regex ProjectPath();
}
