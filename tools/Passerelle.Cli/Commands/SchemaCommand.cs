using System.CommandLine;
using Passerelle.Cli.Output;
using Passerelle.Gateway.Composition;
using Passerelle.Gateway.Workspace.Describing;
using Spectre.Console;

namespace Passerelle.Cli.Commands;

internal static class SchemaCommand
{
    /// <summary>Which files of a workspace each schema is for.</summary>
    private static readonly (string Schema, string Files)[] Uses =
    [
        ("passerelle.schema.json", "passerelle.yaml"), ("contract.schema.json", "contracts/*.yaml"),
        ("flow.schema.json", "flows/*.yaml"), ("mapping-test.schema.json", "tests/*.yaml"),
    ];

    public static Command Create()
    {
        var to = new Option<string?>("--to") { Description = "Folder to write into; .schema inside the workspace when not given.", HelpName = "FOLDER" };
        var command = new Command("schema", "Write the JSON Schemas that let an editor complete and check a workspace's YAML, from the same specs that lint it.") { to }
            .With("schema -w aides-entreprises", "schema --to /etc/passerelle/schema");
        command.Run(async (result, terminal, cancellationToken) =>
        {
            var workspace = Path.GetFullPath(result.GetValue(Shared.Workspace)!);
            var folder = Path.GetFullPath(result.GetValue(to) ?? Path.Combine(workspace, ".schema"));
            Directory.CreateDirectory(folder);
            var schemas = EditorSchema.Generate(Catalogue.Adapters, Catalogue.Engines);
            foreach (var (name, text) in schemas) await File.WriteAllTextAsync(Path.Combine(folder, name), text, cancellationToken);

            var shown = Path.GetRelativePath(workspace, folder).Replace('\\', '/');
            var uses = Uses.ToDictionary(u => $"{shown}/{u.Schema}", u => u.Files);
            terminal.Show(new { folder, files = schemas.Keys, uses }, console =>
            {
                console.WriteLine($"Wrote {string.Join(", ", schemas.Keys)} to {folder}.");
                console.WriteLine();
                console.WriteLine("Visual Studio Code with the YAML extension (redhat.vscode-yaml): put this into .vscode/settings.json of the workspace.");
                console.WriteLine("  \"yaml.schemas\": {");
                console.WriteLine(string.Join(",\n", uses.Select(u => $"    \"{u.Key}\": \"{u.Value}\"")));
                console.WriteLine("  }");
                console.WriteLine("Other editors with yaml-language-server: begin a file with this line.");
                console.WriteLine($"  # yaml-language-server: $schema=../{shown}/flow.schema.json");
            });
            return ExitCode.Ok;
        });
        return command;
    }
}
