using System.Net.Http.Json;
using System.Net.Sockets;
using Passerelle.Gateway.Pipeline.DeadLetters;
using Passerelle.Gateway.Pipeline.Ingest;
using Passerelle.Gateway.Pipeline.Operations;
using Passerelle.Gateway.Pipeline.Parking;
using Passerelle.Gateway.Pipeline.Requests;
using Passerelle.Gateway.Reloading;

namespace Passerelle.Gateway.Control;

/// <summary>Speaks to the running gateway of a data folder.</summary>
public sealed class ControlClient : IOperator, IDisposable
{
    private readonly HttpClient _http;

    private ControlClient(string path)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        _http = new HttpClient(handler) { BaseAddress = new Uri("http://gateway/"), Timeout = TimeSpan.FromMinutes(5) };
    }

    /// <summary>Null when no gateway answers there.</summary>
    public static async Task<ControlClient?> TryConnectAsync(string dataFolder, CancellationToken cancellationToken)
    {
        var path = ControlSocket.PathOf(dataFolder);
        if (!File.Exists(path)) return null;
        var client = new ControlClient(path);
        try
        {
            await client.StatusAsync(cancellationToken);
            return client;
        }
        catch (HttpRequestException)
        {
            client.Dispose();
            return null;
        }
    }

    public Task<StatusReport> StatusAsync(CancellationToken cancellationToken) => GetAsync<StatusReport>("status", cancellationToken)!;

    public Task<Page<DeadLetter>> FailuresAsync(FailureSelection selection, PageRequest page, CancellationToken cancellationToken) =>
        PostAsync<FailuresMessage, Page<DeadLetter>>("failures", new FailuresMessage(selection, page), cancellationToken);

    public Task<IReadOnlyList<FailureGroup>> GroupsAsync(FailureSelection selection, CancellationToken cancellationToken) =>
        PostAsync<FailureSelection, IReadOnlyList<FailureGroup>>("groups", selection, cancellationToken);

    public Task<RequestOutcome> ReplayAsync(FailureSelection selection, string? reason, CancellationToken cancellationToken) =>
        PostAsync<ReplayMessage, RequestOutcome>("replay", new ReplayMessage(selection, reason), cancellationToken);

    public Task<RequestOutcome> DiscardAsync(FailureSelection selection, string? reason, CancellationToken cancellationToken) =>
        PostAsync<ReplayMessage, RequestOutcome>("discard", new ReplayMessage(selection, reason), cancellationToken);

    public Task<Page<ParkedKey>> ParkedAsync(string? flow, PageRequest page, CancellationToken cancellationToken) =>
        PostAsync<FlowPageMessage, Page<ParkedKey>>("parked", new FlowPageMessage(flow, page), cancellationToken);

    /// <summary>Asks the gateway to read its workspace again.</summary>
    public async Task<ReloadOutcome> ReloadAsync(CancellationToken cancellationToken)
    {
        using var response = await _http.PostAsync(new Uri("reload", UriKind.Relative), null, cancellationToken);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<ReloadOutcome>(ControlJson.Options, cancellationToken))!;
    }

    public Task<Page<DeliveryRecord>> DeliveriesAsync(string? flow, PageRequest page, CancellationToken cancellationToken) =>
        PostAsync<FlowPageMessage, Page<DeliveryRecord>>("deliveries", new FlowPageMessage(flow, page), cancellationToken);

    public Task<DeliveryRecord?> DeliveryAsync(string id, CancellationToken cancellationToken) =>
        FindAsync<DeliveryRecord>($"delivery?id={Uri.EscapeDataString(id)}", cancellationToken);

    public Task<RequestOutcome> AskAsync(
        RequestKind kind, string flow, string subject, string? reason, CancellationToken cancellationToken) =>
        PostAsync<AskMessage, RequestOutcome>("ask", new AskMessage(kind, flow, subject, reason), cancellationToken);

    public Task<Explanation?> ExplainAsync(string contract, string key, CancellationToken cancellationToken) =>
        FindAsync<Explanation>($"explain?contract={Uri.EscapeDataString(contract)}&key={Uri.EscapeDataString(key)}", cancellationToken);

    public void Dispose() => _http.Dispose();

    private Task<T?> GetAsync<T>(string path, CancellationToken cancellationToken) =>
        _http.GetFromJsonAsync<T>(path, ControlJson.Options, cancellationToken);

    /// <summary>Null when the gateway knows of none.</summary>
    private async Task<T?> FindAsync<T>(string path, CancellationToken cancellationToken)
        where T : class
    {
        using var response = await _http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
        if (response.StatusCode == System.Net.HttpStatusCode.NotFound) return null;
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<T>(ControlJson.Options, cancellationToken);
    }

    private async Task<TAnswer> PostAsync<TMessage, TAnswer>(string path, TMessage message, CancellationToken cancellationToken)
    {
        using var response = await _http.PostAsJsonAsync(path, message, ControlJson.Options, cancellationToken);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<TAnswer>(ControlJson.Options, cancellationToken))!;
    }
}
