using System.Xml.Linq;

namespace Passerelle.Architecture.Tests.Rules;

/// <summary>What a project file says about its references. Paths are relative to the repository's root, with forward slashes.</summary>
internal sealed record ProjectFile(
    string Path,
    string Sdk,
    IReadOnlyList<string> Projects,
    IReadOnlyList<string> Packages,
    IReadOnlyList<string> Frameworks,
    IReadOnlyList<string> Versioned)
{
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public static ProjectFile Parse(string path, string xml)
    {
        var root = XDocument.Parse(xml).Root!;
        return new ProjectFile(
            path,
            root.Attribute("Sdk")?.Value ?? "",
            [.. Items(root, "ProjectReference").Select(reference => Resolve(path, Named(reference)))],
            [.. Items(root, "PackageReference").Select(Named)],
            [.. Items(root, "FrameworkReference").Select(Named)],
            [.. Items(root, "PackageReference").Where(HasVersion).Concat(Items(root, "PackageVersion")).Select(Named)]);
    }

    private static IEnumerable<XElement> Items(XElement root, string name) =>
        root.Descendants().Where(element => element.Name.LocalName == name);

    private static string Named(XElement item) => (item.Attribute("Include") ?? item.Attribute("Update"))?.Value ?? "";

    private static bool HasVersion(XElement item) =>
        item.Attributes().Select(attribute => attribute.Name.LocalName)
            .Concat(item.Elements().Select(element => element.Name.LocalName))
            .Any(name => name is "Version" or "VersionOverride");

    // The references are written relative to the project's folder; a Windows editor writes backslashes.
    private static string Resolve(string project, string reference)
    {
        var parts = new List<string>(project.Split('/')[..^1]);
        foreach (var part in reference.Replace('\\', '/').Split('/'))
        {
            if (part == ".." && parts.Count > 0) parts.RemoveAt(parts.Count - 1);
            else if (part is not ".") parts.Add(part);
        }

        return string.Join('/', parts);
    }
}
