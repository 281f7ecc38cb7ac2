using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Passerelle.Gateway.Hosting;
using Passerelle.Gateway.Pipeline.Operations;

namespace Passerelle.Gateway.Control;

/// <summary>Serves operators over a local socket that only the gateway's own user may open.</summary>
internal sealed class ControlServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _path;

    private ControlServer(WebApplication app, string path) => (_app, _path) = (app, path);

    public static async Task<ControlServer> StartAsync(
        string dataFolder, IOperator service, Func<CancellationToken, Task<ReloadOutcome>> reload, CancellationToken cancellationToken)
    {
        var path = ControlSocket.PathOf(dataFolder);

        // The folder's lock is held: a socket that is still there belongs to a gateway that died.
        File.Delete(path);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(path));
        var app = builder.Build();
        Map(app, service);
        app.MapPost("/reload", async (CancellationToken ct) => Answer(await reload(ct)));
        await app.StartAsync(cancellationToken);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return new ControlServer(app, path);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        File.Delete(_path);
    }

    private static void Map(WebApplication app, IOperator service)
    {
        app.MapGet("/status", async (CancellationToken ct) => Answer(await service.StatusAsync(ct)));
        app.MapPost("/failures", async (HttpRequest request, CancellationToken ct) =>
        {
            var message = await ReadAsync<FailuresMessage>(request, ct);
            return Answer(await service.FailuresAsync(message.Selection, message.Page, ct));
        });
        app.MapPost("/groups", async (HttpRequest request, CancellationToken ct) => Answer(await service.GroupsAsync(await ReadAsync<FailureSelection>(request, ct), ct)));
        app.MapPost("/replay", async (HttpRequest request, CancellationToken ct) =>
        {
            var message = await ReadAsync<ReplayMessage>(request, ct);
            return Answer(await service.ReplayAsync(message.Selection, message.Reason, ct));
        });
        app.MapPost("/discard", async (HttpRequest request, CancellationToken ct) =>
        {
            var message = await ReadAsync<ReplayMessage>(request, ct);
            return Answer(await service.DiscardAsync(message.Selection, message.Reason, ct));
        });
        app.MapPost("/parked", async (HttpRequest request, CancellationToken ct) =>
        {
            var message = await ReadAsync<FlowPageMessage>(request, ct);
            return Answer(await service.ParkedAsync(message.Flow, message.Page, ct));
        });
        app.MapPost("/deliveries", async (HttpRequest request, CancellationToken ct) =>
        {
            var message = await ReadAsync<FlowPageMessage>(request, ct);
            return Answer(await service.DeliveriesAsync(message.Flow, message.Page, ct));
        });
        app.MapGet("/delivery", async (string id, CancellationToken ct) =>
            await service.DeliveryAsync(id, ct) is { } found ? Answer(found) : Results.NotFound());
        app.MapPost("/ask", async (HttpRequest request, CancellationToken ct) =>
        {
            var message = await ReadAsync<AskMessage>(request, ct);
            return Answer(await service.AskAsync(message.Kind, message.Flow, message.Subject, message.Reason, ct));
        });
        app.MapGet("/explain", async (string contract, string key, CancellationToken ct) => await service.ExplainAsync(contract, key, ct) is { } found ? Answer(found) : Results.NotFound());
    }

    private static IResult Answer<T>(T value) => Results.Json(value, ControlJson.Options);

    private static async Task<T> ReadAsync<T>(HttpRequest request, CancellationToken cancellationToken) =>
        await request.ReadFromJsonAsync<T>(ControlJson.Options, cancellationToken) ?? throw new BadHttpRequestException("The message is empty.");
}
