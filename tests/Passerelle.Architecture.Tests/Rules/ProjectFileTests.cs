namespace Passerelle.Architecture.Tests.Rules;

internal sealed class ProjectFileTests
{
    [Test]
    public void A_project_file_is_read_with_its_references()
    {
        var project = ProjectFile.Parse("tools/Passerelle.Cli/Passerelle.Cli.csproj", """
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <ItemGroup>
                <FrameworkReference Include="Microsoft.AspNetCore.App" />
                <PackageReference Include="Dapper" />
                <ProjectReference Include="../../gateway/Passerelle.Gateway/Passerelle.Gateway.csproj" />
                <ProjectReference Include="..\Passerelle.LegacySim\Passerelle.LegacySim.csproj" />
              </ItemGroup>
            </Project>
            """);

        Assert.Multiple(() =>
        {
            Assert.That(project.Name, Is.EqualTo("Passerelle.Cli"));
            Assert.That(project.Sdk, Is.EqualTo("Microsoft.NET.Sdk.Web"));
            Assert.That(project.Frameworks, Is.EqualTo(new[] { "Microsoft.AspNetCore.App" }));
            Assert.That(project.Packages, Is.EqualTo(new[] { "Dapper" }));
            Assert.That(project.Versioned, Is.Empty);
            Assert.That(project.Projects, Is.EqualTo(new[]
            {
                "gateway/Passerelle.Gateway/Passerelle.Gateway.csproj",
                "tools/Passerelle.LegacySim/Passerelle.LegacySim.csproj",
            }));
        });
    }
}
