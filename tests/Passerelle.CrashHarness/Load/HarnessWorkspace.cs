namespace Passerelle.CrashHarness.Load;

/// <summary>The workspace under load, written into a folder of its own.</summary>
internal sealed class HarnessWorkspace
{
    private const string Mapping = """
        key: [id]
        mapping:
          id: { from: id }
          rev: { from: rev, convert: [integer] }
          name: { from: name, convert: [trim] }
          amount: { from: amount, convert: [{ decimal: { scale: 2 } }] }
          on: { from: date, convert: [{ date: { pattern: dd/MM/yyyy } }] }
          status: { from: code, convert: [{ lookup: { table: codes, unknown: fail } }] }
        """;

    public HarnessWorkspace(string folder, string prefix, string engines)
    {
        Folder = folder;
        foreach (var sub in (string[])["contracts", "flows", "lookups", "inbox", "archive"]) Directory.CreateDirectory(Path.Combine(folder, sub));
        File.WriteAllText(Path.Combine(folder, "passerelle.yaml"), $"""
            name: crash
            prefix: {prefix}
            listen: http://127.0.0.1:0
            {engines}
            """);
        WriteCodes("");
    }

    public string Folder { get; }

    /// <summary>Mends the look-up table: the gateway sees it when it starts next.</summary>
    public void AddCode(char code) => WriteCodes($"{code},{ModelValue.Status(code)}\n");

    public LoadedFlow AddExtractFlow(string name, bool archived, ExtractScript script, int? partitions = null) => Add(name, archived, script, new ExtractModel(), """
        semantics: state
        extract: full
        maxVanishedPercent: 30
        """, partitions);

    public LoadedFlow AddDeltaFlow(string name, DeltaScript script) => Add(name, archived: true, script, new DeltaModel(), "semantics: delta");

    private LoadedFlow Add(string name, bool archived, IScript script, FlowModel model, string semantics, int? partitions = null)
    {
        AddContract(name, partitions);
        var inbox = AddInbox(name);
        File.WriteAllText(Path.Combine(Folder, "flows", $"{name}.yaml"), $$"""
            flow: {{name}}
            contract: {{name}}@1
            source:
              adapter: flat_file
              options:
                folder: inbox/{{name}}
                pattern: "*.csv"
                complete: { rule: rename }
                order: name
                archive: {{(archived ? $"{{ mode: move, folder: archive/{name} }}" : "{ mode: keep }")}}
                encoding: utf-8
                delimiter: ","
                quote: '"'
                header: present
                maxFieldBytes: 300
            {{semantics}}
            maxBadPercent: 60
            {{Mapping}}
            """);
        return new LoadedFlow(name, inbox, archived, script, model);
    }

    private string AddInbox(string name)
    {
        var inbox = Path.Combine(Folder, "inbox", name);
        Directory.CreateDirectory(inbox);
        return inbox;
    }

    /// <param name="partitions">Of its topics; the workspace's number when null.</param>
    private void AddContract(string name, int? partitions) => File.WriteAllText(Path.Combine(Folder, "contracts", $"{name}.yaml"), $$"""
        name: {{name}}
        version: 1.0.0
        key: [id]
        title: {{name}}
        description: Under load.
        schema:
          type: object
          required: [id, rev, name, amount, on, status]
          additionalProperties: false
          properties:
            id: { type: string }
            rev: { type: integer }
            name: { type: string, maxLength: 100 }
            amount: { type: number }
            on: { type: string, format: date }
            status: { type: string }
        fields:
          rev: { classification: public, filterable: true, sortable: true }
          status: { classification: public, filterable: true }
        {{(partitions is { } own ? $"partitions: {own}" : "")}}
        """);

    private void WriteCodes(string more) =>
        File.WriteAllText(Path.Combine(Folder, "lookups", "codes.csv"), $"code,value\nA,open\nF,closed\n{more}");
}
