using Passerelle.Gateway.Composition;
using Passerelle.Gateway.Workspace.Loading;
using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.Gateway.Tests.Support;

/// <summary>A workspace of one flow, <c>people</c>, which reads CSV files from <c>inbox</c>, in a temporary folder.</summary>
internal sealed class SmallWorkspace : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("passerelle-host-");

    /// <param name="root">What passerelle.yaml says besides its name and prefix.</param>
    public SmallWorkspace(string root = "listen: http://127.0.0.1:0")
    {
        Write("passerelle.yaml", $"name: people\nprefix: p\n{root}\n");
        Write("contracts/people.yaml", """
            name: people
            version: 1.0.0
            key: [id]
            title: People
            description: People.
            schema: { type: object, required: [id], properties: { id: { type: string }, name: { type: string } } }
            """);
        Write("flows/people.yaml", """
            flow: people
            contract: people@1
            source: { adapter: flat_file, options: { folder: inbox, complete: { rule: rename }, encoding: utf-8, delimiter: ",", multilineFields: never } }
            key: [id]
            mapping: { id: { from: id }, name: { from: name } }
            """);
        Directory.CreateDirectory(At("inbox"));
    }

    public string Path => _folder.FullName;

    public string Data => At(".data");

    public string At(string file) => System.IO.Path.Combine(Path, file);

    public WorkspaceModel Load()
    {
        var loaded = Workspaces.Load(Path);
        return loaded.Workspace ?? throw new AssertionException(ProblemFormatter.Format(loaded.Problems));
    }

    public void Write(string file, string text) => Write(file, System.Text.Encoding.UTF8.GetBytes(text));

    public void Write(string file, byte[] bytes)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(At(file))!);
        File.WriteAllBytes(At(file), bytes);
    }

    /// <summary>Puts a file into the inbox, whole.</summary>
    public void Deliver(string name, string text)
    {
        Write(name, text);
        File.Move(At(name), At($"inbox/{name}"));
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
