using System.Net.Http.Json;
using System.Net.Sockets;
using Passerelle.Gateway.Hosting;
using Passerelle.Gateway.Pipeline.DeadLetters;
using Passerelle.Gateway.Pipeline.Ingest;
using Passerelle.Gateway.Pipeline.Operations;
using Passerelle.Gateway.Pipeline.Parking;
using Passerelle.Gateway.Pipeline.Requests;

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

    public Task<IReadOnlyList<DeadLetter>> FailuresAsync(FailureSelection selection, CancellationToken cancellationToken) =>
        PostAsync<FailureSelection, IReadOnlyList<DeadLetter>>("failures", selection, cancellationToken);

    public Task<IReadOnlyList<FailureGroup>> GroupsAsync(FailureSelection selection, CancellationToken cancellationToken) =>
        PostAsync<FailureSelection, IReadOnlyList<FailureGroup>>("groups", selection, cancellationToken);

    public Task<RequestOutcome> ReplayAsync(FailureSelection selection, string? reason, CancellationToken cancellationToken) =>
        PostAsync<ReplayMessage, RequestOutcome>("replay", new ReplayMessage(selection, reason), cancellationToken);

    public Task<RequestOutcome> DiscardAsync(FailureSelection selection, string? reason, CancellationToken cancellationToken) =>
        PostAsync<ReplayMessage, RequestOutcome>("discard", new ReplayMessage(selection, reason), cancellationToken);

    public async Task<IReadOnlyList<ParkedKey>> ParkedAsync(string? flow, CancellationToken cancellationToken) =>
        await GetAsync<IReadOnlyList<ParkedKey>>(flow is null ? "parked" : $"parked?flow={Uri.EscapeDataString(flow)}", cancellationToken) ?? [];

    /// <summary>Asks the gateway to read its workspace again.</summary>
    public async Task<ReloadOutcome> ReloadAsync(CancellationToken cancellationToken)
    {
        using var response = await _http.PostAsync(new Uri("reload", UriKind.Relative), null, cancellationToken);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<ReloadOutcome>(ControlJson.Options, cancellationToken))!;
    }

    public async Task<IReadOnlyList<DeliveryRecord>> DeliveriesAsync(string? flow, CancellationToken cancellationToken) =>
        await GetAsync<IReadOnlyList<DeliveryRecord>>(flow is null ? "deliveries" : $"deliveries?flow={Uri.EscapeDataString(flow)}", cancellationToken) ?? [];

    public Task<RequestOutcome> AskAsync(RequestKind kind, string flow, string subject, string? reason, CancellationToken cancellationToken) =>
        PostAsync<AskMessage, RequestOutcome>("ask", new AskMessage(kind, flow, subject, reason), cancellationToken);

    public async Task<Explanation?> ExplainAsync(string contract, string key, CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync(new Uri($"explain?contract={Uri.EscapeDataString(contract)}&key={Uri.EscapeDataString(key)}", UriKind.Relative), cancellationToken);
        if (response.StatusCode == System.Net.HttpStatusCode.NotFound) return null;
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<Explanation>(ControlJson.Options, cancellationToken);
    }

    public void Dispose() => _http.Dispose();

    private Task<T?> GetAsync<T>(string path, CancellationToken cancellationToken) =>
        _http.GetFromJsonAsync<T>(path, ControlJson.Options, cancellationToken);

    private async Task<TAnswer> PostAsync<TMessage, TAnswer>(string path, TMessage message, CancellationToken cancellationToken)
    {
        using var response = await _http.PostAsJsonAsync(path, message, ControlJson.Options, cancellationToken);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<TAnswer>(ControlJson.Options, cancellationToken))!;
    }
}
