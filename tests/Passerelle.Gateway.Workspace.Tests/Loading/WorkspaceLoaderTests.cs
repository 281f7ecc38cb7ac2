using Passerelle.Gateway.Workspace.DataContracts;
using Passerelle.Gateway.Workspace.Documents;
using Passerelle.Gateway.Workspace.Flows;
using Passerelle.Gateway.Workspace.Loading;
using Passerelle.Gateway.Workspace.Mapping;
using Passerelle.Gateway.Workspace.Problems;
using Passerelle.Testing.Workspaces;

namespace Passerelle.Gateway.Workspace.Tests.Loading;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class WorkspaceLoaderTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public WorkspaceLoaderTests()
    {
        Write("passerelle.yaml", "name: small\nprefix: small\n");
        Write("contracts/companies.yaml", "name: companies\nversion: 2.1.0\nkey: [siren]\nschema: { type: object, required: [siren], properties: { siren: { type: string } } }\n");
        Write("flows/companies.yaml", """
            flow: companies
            contract: companies@2
            source: { adapter: flat_file, options: { folder: inbox } }
            extract: full
            maxVanishedPercent: 2.5
            key: [siren]
            expectedBy: 06:30
            mapping: { siren: { from: siren } }
            """);
    }

    [Test]
    public void A_small_workspace_becomes_a_model_with_defaults()
    {
        Write("lookups/sizes.csv", "\uFEFFcode,value\r\nPME,\"small, \"\"or\"\" not\"\r\n");
        Write("tests/companies.yaml", "flow: companies\ntests:\n  - { name: a, record: {}, value: null }\n  - { name: b, record: {}, error: { code: PSR-1, field: /x } }\n  - { name: c, record: {}, expect: skip }\n");
        MappingSource? source = null;
        var result = Load(FakeCompilers.Instance with { Mapping = (s, p) => FakeCompilers.Instance.Mapping(source = s, p) });

        var model = result.Workspace!;
        var flow = model.Flows.Single();
        Assert.Multiple(() =>
        {
            Assert.That(result.Problems, Is.Empty);
            Assert.That((model.Name, model.Listen.ToString(), model.LogEngine, model.Partitions, model.StoreEngine), Is.EqualTo(("small", "http://127.0.0.1:8080/", "embedded", 4, "sqlite")));
            Assert.That((flow.Name, flow.Contract.Version.ToString(), flow.FullExtract, flow.MaxVanishedPercent, flow.MaxBadPercent), Is.EqualTo(("companies", "2.1.0", true, 2.5m, 5m)));
            Assert.That((flow.ExpectedBy, flow.Semantics, flow.SourceOptions.Text("folder"), flow.SourceOptions.Text("pattern")), Is.EqualTo((new TimeOnly(6, 30), FlowSemantics.State, "inbox", "*")));
            Assert.That(source!.Lookups.Find("sizes")!.Column("value")!["PME"], Is.EqualTo("small, \"or\" not"));
            Assert.That(source.Lookups.Find("sizes")!.Column("valeur"), Is.Null);
            Assert.That(source.Lookups.Names, Is.EqualTo(new[] { "sizes" }));
            Assert.That(model.Tests.Single().Tests.Select(t => (t.Value is null, t.ErrorCode, t.ErrorField, t.Decision)), Is.EqualTo(new[]
            {
                (false, null, null, null),
                (true, "PSR-1", "/x", null),
                (true, (string?)null, (string?)null, (string?)"skip"),
            }));
        });
    }

    [Test]
    public void What_deserves_a_word_is_a_warning_and_starts_all_the_same()
    {
        Write("passerelle.yaml", "name: small\nprefix: small\nlisten: http://0.0.0.0:9000\nlog: { engine: cluster, servers: [k:9092] }\n");

        AssertLint(
            "passerelle.yaml:1:1: PSR-1105 warning store: `sqlite` beside `cluster` serves one instance only: each instance would hold its own part of the values — write `engine: database`, or run a single instance\n" +
            "passerelle.yaml:3:9: PSR-1104 warning listen: `http://0.0.0.0:9000` can be reached from other machines — write `http://127.0.0.1:9000` unless that is meant\n",
            starts: true);
    }

    [Test]
    public void Original_bytes_are_left_only_with_an_adapter_that_keeps_them()
    {
        File.AppendAllText(Path.Combine(_folder.FullName, "flows/companies.yaml"), "\noriginBytes: archive\n");

        AssertLint(
            "flows/companies.yaml:9:14: PSR-1144 originBytes: the adapter `flat_file` keeps nothing that bytes could be read from later — write `originBytes: inline`\n",
            starts: false);
    }

    [TestCase("http://localhost:1", true)]
    [TestCase("http://[::1]:8080", true)]
    [TestCase("ftp://127.0.0.1:1", false)]
    [TestCase("http://127.0.0.1:8080/path", false)]
    [TestCase("http://127.0.0.1:99999", false)]
    [TestCase("localhost:8080", false)]
    public void A_listen_address_is_scheme_host_and_port(string listen, bool good)
    {
        Write("passerelle.yaml", $"name: small\nprefix: small\nlisten: \"{listen}\"\n");

        AssertLint(
            good ? "" : $"passerelle.yaml:3:9: PSR-1103 listen: `{listen}` is not an address to listen on — write scheme, host and port, as `http://127.0.0.1:8080`\n",
            starts: good);
    }

    [Test]
    public void An_https_address_has_a_certificate_whose_paths_start_in_the_workspace()
    {
        Write("passerelle.yaml", "name: small\nprefix: small\nlisten: https://127.0.0.1:8443\ntls: { certificate: tls/server.pem, key: /etc/server.key }\n");

        AssertLint("", starts: true);
        Assert.That(Load(FakeCompilers.Instance).Workspace!.Tls, Is.EqualTo(new ServerTls(Path.Combine(_folder.FullName, "tls", "server.pem"), "/etc/server.key", null)));
    }

    [Test]
    public void An_https_address_without_a_certificate_does_not_start()
    {
        Write("passerelle.yaml", "name: small\nprefix: small\nlisten: https://127.0.0.1:8443\n");

        AssertLint(
            "passerelle.yaml:3:9: PSR-1115 listen: `https://127.0.0.1:8443` needs a certificate — add `tls: { certificate: tls/server.pem, key: tls/server.key }` beside it\n",
            starts: false);
    }

    [Test]
    public void A_certificate_beside_an_http_address_is_worth_a_word()
    {
        Write("passerelle.yaml", "name: small\nprefix: small\ntls: { certificate: tls/server.pfx }\n");

        AssertLint(
            "passerelle.yaml:3:6: PSR-1116 warning tls: `tls` is not used: `listen` is an http address — write `listen: https://127.0.0.1:8080`, or remove `tls`\n",
            starts: true);
    }

    [Test]
    public void A_certificate_has_a_file_and_no_password_in_the_open()
    {
        Write("passerelle.yaml", "name: small\nprefix: small\nlisten: https://0.0.0.0:8443\ntls: { key: tls/server.key, password: open }\n");

        AssertLint(
            "passerelle.yaml:3:9: PSR-1104 warning listen: `https://0.0.0.0:8443` can be reached from other machines — write `https://127.0.0.1:8443` unless that is meant\n" +
            "passerelle.yaml:4:6: PSR-1021 tls.certificate: `certificate` is missing: PEM file that begins with the server's certificate, or PFX file; relative to the workspace — write `certificate: tls/server.pem`\n" +
            "passerelle.yaml:4:39: PSR-1025 tls.password: `password` is a secret and stands here in the open — write `${env:NAME}` or `${secret:password}`, and change the secret if this file was ever shared\n",
            starts: false);
    }

    [Test]
    public void An_engine_brings_its_own_options()
    {
        Write("passerelle.yaml", "name: small\nprefix: small\nlog: { engine: embedded, servers: [a] }\nstore: { engine: database }\n");

        AssertLint(
            "passerelle.yaml:3:26: PSR-1020 log.servers: `servers` is not known here — remove it; known are `partitions`\n" +
            "passerelle.yaml:4:8: PSR-1021 store.connectionString: `connectionString` is missing: connection string of the database — write `connectionString: ${secret:database}`\n",
            starts: false);
    }

    [Test]
    public void A_contract_that_does_not_compile_is_not_blamed_on_its_flow()
    {
        Write("contracts/companies.yaml", "name: companies\nversion: 2.1.0\nkey: [siren]\n");

        AssertLint("contracts/companies.yaml:1:1: PSR-1501 schema: `schema` is missing: JSON Schema 2020-12 of a value — write `schema: { type: object, properties: { siren: { type: string } } }`\n", starts: false);
    }

    [Test]
    public void Files_that_are_missing_empty_or_not_text_are_problems_of_the_file()
    {
        File.Delete(Path.Combine(_folder.FullName, "passerelle.yaml"));
        Write("flows/a.yaml", "");
        Write("flows/b.yaml", "- x\n");
        File.WriteAllBytes(Path.Combine(_folder.FullName, "flows/c.yaml"), [0x61, 0x3A, 0x20, 0xE9, 0x0A]);

        AssertLint(
            "flows/a.yaml: PSR-1006: the file holds nothing — fill it or remove it\n" +
            "flows/b.yaml:1:1: PSR-1022: expected a map, found a list — begin with a `key: value` line\n" +
            "flows/c.yaml: PSR-1101: the file is not UTF-8: the byte at offset 3 does not belong there — save it as UTF-8\n" +
            "passerelle.yaml: PSR-1100: the file does not exist — add `passerelle.yaml` to the workspace\n",
            starts: false);
    }

    [TestCase("a,b\n1,2\n1,3\n", "lookups/t.csv:3:1: PSR-1901: the code '1' stands in line 2 already — keep one of the two lines\n")]
    [TestCase("a\n1\n", "lookups/t.csv:1:1: PSR-1900: the table has no header with a code and a value column — write `code,value` into the first line\n")]
    [TestCase("a,b\n\n1,\"2\n3\"\n4,\"5\n", "lookups/t.csv:5:3: PSR-1900: a quote is not closed — close it, or write two quotes for one\n")]
    public void Lookup_tables_are_checked_by_line(string text, string expected)
    {
        Write("lookups/t.csv", text);

        AssertLint(expected, starts: false);
    }

    [TestCase("extract: full", "extract: changes", "flows/companies.yaml:5:21: PSR-1129 maxVanishedPercent: keys vanish only between full extracts — write `extract: full`, or remove it\n")]
    [TestCase("key: [siren]", "key: []", "flows/companies.yaml:6:6: PSR-1128 key: the key names no field — name the record fields that identify a record, as `[siren]`\n")]
    [TestCase("{ folder: inbox }", "[folder]", "flows/companies.yaml:3:40: PSR-1022 source.options: expected a map, found a list — write a map, as `{ folder: inbox }`\n")]
    [TestCase(", options: { folder: inbox }", "", "flows/companies.yaml:3:9: PSR-1021 source.options.folder: `folder` is missing: folder that deliveries arrive in — write `folder: inbox`\n")]
    [TestCase("{ siren: { from: siren } }", "siren", "flows/companies.yaml:8:10: PSR-1022 mapping: expected a map, found `siren` — write a map, as `{ siren: { from: siren } }`\n")]
    [TestCase("from: siren", "constant: \"${env:HOME}\"", "flows/companies.yaml:8:21: PSR-1800 mapping.siren.constant: `constant` is not known here — remove it; known are `array`, `concat`, `convert`, `else`, `firstOf`, `from`, `jmesPath`, `object`, `onError`, `separator`, `value`, `when`\nflows/companies.yaml:8:31: PSR-1043 mapping.siren.constant: `${env:HOME}` is not resolved here — write the value itself; references stand in passerelle.yaml and under `source`\n")]
    [TestCase("flow: companies", "flow: Companies", "flows/companies.yaml:1:7: PSR-1102 flow: `Companies` is no flow name — use lower-case letters, digits and hyphens, begin with a letter, at most 63 characters\n")]
    [TestCase("06:30", "24:00", "flows/companies.yaml:7:13: PSR-1127 expectedBy: `24:00` is not a time of day — write hours and minutes, as `06:00`\n")]
    public void A_flow_is_checked_beyond_its_spec(string old, string text, string expected)
    {
        var file = Path.Combine(_folder.FullName, "flows/companies.yaml");
        File.WriteAllText(file, File.ReadAllText(file).Replace(old, text, StringComparison.Ordinal));

        AssertLint(expected, starts: false);
    }

    [Test]
    public void The_same_contract_in_two_files_and_a_folder_nobody_reads_are_seen()
    {
        Write("contracts/more.yaml", "name: companies\nversion: 2.2.0\nkey: [siren]\nschema: { type: object, required: [siren], properties: { siren: { type: string } } }\n");
        Write("test/companies.yaml", "flow: x\n");

        AssertLint(
            "contracts/more.yaml:1:7: PSR-1107 name: another file already holds `companies` with major version 2 — raise the major version, or keep one of the two files\n" +
            "test: PSR-1108 warning: the folder `test` is not read — rename it to `tests`\n",
            starts: false);
    }

    [Test]
    public void A_secret_among_the_settings_of_a_client_library_is_seen_and_not_shown()
    {
        Write("passerelle.yaml", "name: small\nprefix: small\nlog:\n  engine: cluster\n  servers: [k:9092]\n  settings: { sasl.password: hunter2, acks: all }\nstore: { engine: database, connectionString: \"Host=db;Password=hunter2\" }\n");

        AssertLint(
            "passerelle.yaml:6:30: PSR-1025 log.settings[\"sasl.password\"]: `sasl.password` is a secret and stands here in the open — write `${env:NAME}` or `${secret:sasl.password}`, and change the secret if this file was ever shared\n" +
            "passerelle.yaml:7:46: PSR-1025 store.connectionString: `connectionString` is a secret and stands here in the open — write `${env:NAME}` or `${secret:connectionString}`, and change the secret if this file was ever shared\n",
            starts: false);
    }

    [Test]
    public void The_compiler_of_contracts_takes_every_option_of_their_spec()
    {
        var examples = ContractSpecs.Contract.ToDictionary(s => s.Name, s => s.Example);
        examples["schema"] = "{ type: object, required: [siren], properties: { siren: { type: string } } }";
        var problems = new ProblemList();
        var map = (ConfigMap)YamlReader.Read("c.yaml", string.Concat(examples.Select(e => $"{e.Key}: {e.Value}\n")), problems)!;
        var contract = DataContractCompiler.Compile(map, problems);

        Assert.That((ProblemFormatter.Format(problems.Items), contract?.Name), Is.EqualTo(("", "companies")));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private void AssertLint(string expected, bool starts)
    {
        var result = Load(FakeCompilers.Instance);
        Assert.That((ProblemFormatter.Format(result.Problems), result.Workspace is not null), Is.EqualTo((expected, starts)));
    }

    private WorkspaceLoadResult Load(WorkspaceCompilers compilers) => WorkspaceLoader.Load(_folder.FullName, [new FakeAdapter()], FakeEngines.Instance, compilers, _ => null);

    private void Write(string file, string text)
    {
        var path = Path.Combine(_folder.FullName, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
