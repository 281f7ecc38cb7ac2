namespace Passerelle.Architecture.Tests.Rules;

internal sealed class ReferenceGraphTests
{
    [TestCase("adapters/Passerelle.Formats", "contracts/Passerelle.Contracts")]
    [TestCase("adapters/Passerelle.Adapters.Files", "contracts/Passerelle.Contracts")]
    [TestCase("adapters/Passerelle.Adapters.Files", "adapters/Passerelle.Formats")]
    [TestCase("gateway/Passerelle.Gateway.Ports", "contracts/Passerelle.Contracts")]
    [TestCase("gateway/Passerelle.Gateway.Workspace", "contracts/Passerelle.Contracts")]
    [TestCase("gateway/Passerelle.Gateway.Pipeline", "gateway/Passerelle.Gateway.Ports")]
    [TestCase("gateway/Passerelle.Gateway.Pipeline", "gateway/Passerelle.Gateway.Workspace")]
    [TestCase("gateway/Passerelle.Gateway.Embedded", "gateway/Passerelle.Gateway.Ports")]
    [TestCase("gateway/Passerelle.Gateway.Kafka", "gateway/Passerelle.Gateway.Ports")]
    [TestCase("gateway/Passerelle.Gateway.Postgres", "gateway/Passerelle.Gateway.Ports")]
    [TestCase("gateway/Passerelle.Gateway.Rest", "gateway/Passerelle.Gateway.Pipeline")]
    [TestCase("gateway/Passerelle.Gateway.Composition", "gateway/Passerelle.Gateway.Kafka")]
    [TestCase("gateway/Passerelle.Gateway.Composition", "adapters/Passerelle.Adapters.Soap")]
    [TestCase("gateway/Passerelle.Gateway", "gateway/Passerelle.Gateway.Rest")]
    [TestCase("tools/Passerelle.Cli", "adapters/Passerelle.Formats")]
    [TestCase("tools/Passerelle.Cli", "gateway/Passerelle.Gateway.Composition")]
    [TestCase("tools/Passerelle.Cli", "gateway/Passerelle.Gateway")]
    [TestCase("tools/Passerelle.Benchmarks", "adapters/Passerelle.Formats")]
    [TestCase("tests/Passerelle.EndToEnd.Tests", "tools/Passerelle.LegacySim")]
    public void An_edge_of_the_graph_is_allowed(string from, string to) =>
        Assert.That(ReferenceGraph.Check(Project(from, Reference(to))), Is.Empty);

    [TestCase("contracts/Passerelle.Contracts", "adapters/Passerelle.Formats", "no project")]
    [TestCase("adapters/Passerelle.Formats", "gateway/Passerelle.Gateway.Ports", "contracts/Passerelle.Contracts")]
    [TestCase("adapters/Passerelle.Adapters.Soap", "adapters/Passerelle.Adapters.Files",
        "contracts/Passerelle.Contracts, adapters/Passerelle.Formats")]
    [TestCase("adapters/Passerelle.Adapters.Soap", "gateway/Passerelle.Gateway.Ports",
        "contracts/Passerelle.Contracts, adapters/Passerelle.Formats")]
    [TestCase("gateway/Passerelle.Gateway.Pipeline", "gateway/Passerelle.Gateway.Embedded",
        "contracts/Passerelle.Contracts, gateway/Passerelle.Gateway.Ports, gateway/Passerelle.Gateway.Workspace")]
    [TestCase("gateway/Passerelle.Gateway.Workspace", "gateway/Passerelle.Gateway.Ports", "contracts/Passerelle.Contracts")]
    [TestCase("gateway/Passerelle.Gateway.Workspace", "adapters/Passerelle.Formats", "contracts/Passerelle.Contracts")]
    [TestCase("gateway/Passerelle.Gateway.Kafka", "gateway/Passerelle.Gateway.Pipeline",
        "contracts/Passerelle.Contracts, gateway/Passerelle.Gateway.Ports")]
    [TestCase("gateway/Passerelle.Gateway.Rest", "gateway/Passerelle.Gateway.Postgres",
        "contracts/Passerelle.Contracts, gateway/Passerelle.Gateway.Pipeline")]
    [TestCase("gateway/Passerelle.Gateway", "gateway/Passerelle.Gateway.Embedded",
        "contracts/Passerelle.Contracts, gateway/Passerelle.Gateway.Composition, gateway/Passerelle.Gateway.Rest")]
    [TestCase("tools/Passerelle.Cli", "adapters/Passerelle.Adapters.Files",
        "contracts/Passerelle.Contracts, adapters/Passerelle.Formats, gateway/Passerelle.Gateway.Composition, gateway/Passerelle.Gateway")]
    [TestCase("tools/Passerelle.LegacySim", "tests/Passerelle.Testing", "contracts/*, adapters/*, gateway/*, tools/*")]
    public void Any_other_edge_is_refused(string from, string to, string allowed) =>
        Assert.That(ReferenceGraph.Check(Project(from, Reference(to))), Is.EqualTo(new[]
        {
            $"{PathOf(from)}: must not reference {PathOf(to)}. Allowed: {allowed}.",
        }));

    [TestCase("gateway/Passerelle.Gateway.Redis/Passerelle.Gateway.Redis.csproj")]
    [TestCase("gateway/Passerelle.Adapters.Files/Passerelle.Adapters.Files.csproj")]
    [TestCase("adapters/Passerelle.Adapters.Files/Other.csproj")]
    [TestCase("tests/Deep/Passerelle.Core.Tests/Passerelle.Core.Tests.csproj")]
    public void A_project_unknown_to_the_graph_is_refused(string path) =>
        Assert.That(ReferenceGraph.Check(ProjectFile.Parse(path, "<Project Sdk=\"Microsoft.NET.Sdk\" />")), Is.EqualTo(new[]
        {
            $"{path}: the reference graph does not know this project. Add it to ReferenceGraph.cs, or put it in the folder of its kind.",
        }));

    [Test]
    public void Contracts_references_no_package() =>
        Assert.That(
            ReferenceGraph.Check(Project("contracts/Passerelle.Contracts", """<PackageReference Include="Dapper" />""")),
            Is.EqualTo(new[]
            {
                "contracts/Passerelle.Contracts/Passerelle.Contracts.csproj: must not reference the package Dapper.",
            }));

    [Test]
    public void The_pipeline_knows_nothing_of_the_web_framework()
    {
        var pipeline = ProjectFile.Parse(PathOf("gateway/Passerelle.Gateway.Pipeline"), """
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <ItemGroup>
                <FrameworkReference Include="Microsoft.AspNetCore.App" />
                <PackageReference Include="Microsoft.AspNetCore.OpenApi" />
                <PackageReference Include="Polly.Core" />
              </ItemGroup>
            </Project>
            """);

        Assert.That(ReferenceGraph.Check(pipeline), Is.EqualTo(new[]
        {
            "gateway/Passerelle.Gateway.Pipeline/Passerelle.Gateway.Pipeline.csproj: must use the SDK Microsoft.NET.Sdk, "
                + "not 'Microsoft.NET.Sdk.Web'.",
            "gateway/Passerelle.Gateway.Pipeline/Passerelle.Gateway.Pipeline.csproj: "
                + "must not reference the framework Microsoft.AspNetCore.App.",
            "gateway/Passerelle.Gateway.Pipeline/Passerelle.Gateway.Pipeline.csproj: "
                + "must not reference the package Microsoft.AspNetCore.OpenApi.",
        }));
    }

    [Test]
    public void Rest_may_use_the_web_framework() =>
        Assert.That(
            ReferenceGraph.Check(
                Project("gateway/Passerelle.Gateway.Rest", """<FrameworkReference Include="Microsoft.AspNetCore.App" />""")),
            Is.Empty);

    private static ProjectFile Project(string folder, string item) =>
        ProjectFile.Parse(PathOf(folder), $"""<Project Sdk="Microsoft.NET.Sdk"><ItemGroup>{item}</ItemGroup></Project>""");

    private static string Reference(string folder) => $"""<ProjectReference Include="../../{PathOf(folder)}" />""";

    private static string PathOf(string folder) => $"{folder}/{folder[(folder.IndexOf('/') + 1)..]}.csproj";
}
