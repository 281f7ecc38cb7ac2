using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Passerelle.Gateway.Ports.Health;

namespace Passerelle.Gateway.Rest.Tests;

/// <summary>A real server on a free port, with three companies and one deleted.</summary>
internal abstract class RestFixture : IGatewayHealth
{
    private RestHost _host = null!;

    protected MemoryStore Store { get; private set; } = null!;

    protected HttpClient Http { get; private set; } = null!;

    protected Uri Address { get; private set; } = null!;

    protected IReadOnlyList<HealthEntry> Entries { get; set; } = [];

    protected virtual RestSetup Change(RestSetup setup) => setup;

    public ValueTask<GatewayHealth> CheckAsync(CancellationToken cancellationToken) => ValueTask.FromResult(new GatewayHealth(Entries));

    [SetUp]
    public async Task Start()
    {
        Store = new MemoryStore();
        Store.Put("companies", "138426539", Samples.Acme, 7, "event-7");
        Store.Put("companies", "200000002", Samples.Bolt, 8, "event-8");
        Store.Put("companies", "300000003", Samples.Crux, 9, "event-9");
        Store.Put("companies", "400000004", null, 10, "event-10");
        Store.Put("social-debts", "a%2Fb~2026-01", """{"account":"a/b","period":"2026-01"}""");
        _host = RestHost.Create(Change(new RestSetup
        {
            Listen = new Uri("http://127.0.0.1:0"),
            Contracts = [Samples.Debts, Samples.Companies],
            Store = Store,
            Health = this,
        }));
        await _host.StartAsync(CancellationToken.None);
        Address = new Uri($"http://127.0.0.1:{_host.Addresses[0].Port}");
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Address };
    }

    [TearDown]
    public async Task Stop()
    {
        Http.Dispose();
        await _host.StopAsync(CancellationToken.None);
        await _host.DisposeAsync();
        await Store.DisposeAsync();
    }

    protected async Task<(HttpResponseMessage Response, string Body)> GetAsync(string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        var response = await Http.SendAsync(request);
        return (response, await response.Content.ReadAsStringAsync());
    }

    protected async Task<JsonObject> JsonAsync(string path, params (string Name, string Value)[] headers)
    {
        var (response, body) = await GetAsync(path, headers);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), body);
        return JsonNode.Parse(body)!.AsObject();
    }

    protected async Task<string[]> SirensAsync(string query)
    {
        var page = await JsonAsync("/v1/companies" + query);
        return [.. page["data"]!.AsArray().Select(d => d!["siren"]!.GetValue<string>())];
    }

    /// <summary>Code, status and detail of a problem, after checking the shape that all problems have.</summary>
    protected async Task<(string Code, int Status, string Detail)> ProblemAsync(string path, params (string Name, string Value)[] headers)
    {
        var (response, body) = await GetAsync(path, headers);
        return ReadProblem(response, body);
    }

    protected static (string Code, int Status, string Detail) ReadProblem(HttpResponseMessage response, string body)
    {
        Assert.That(response.Content.Headers.ContentType?.ToString(), Is.EqualTo("application/problem+json"), body);
        using var document = JsonDocument.Parse(body);
        var root = document.RootElement;
        Assert.That(root.GetProperty("status").GetInt32(), Is.EqualTo((int)response.StatusCode));
        Assert.That(root.GetProperty("type").GetString(), Does.StartWith("/problems/"));
        Assert.That(root.GetProperty("traceId").GetString(), Is.Not.Empty);
        return (root.GetProperty("code").GetString()!, root.GetProperty("status").GetInt32(), root.GetProperty("detail").GetString()!);
    }

    /// <summary>Sends bytes as they are and reads the status line: what HttpClient would mend on the way stays broken.</summary>
    protected async Task<int> RawAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(Address.Host, Address.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        using var reader = new StreamReader(stream, Encoding.Latin1);
        var line = await reader.ReadLineAsync() ?? "";
        return int.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
    }
}
