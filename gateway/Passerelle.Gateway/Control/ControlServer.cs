using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Passerelle.Gateway.Lifecycle;
using Passerelle.Gateway.Pipeline.Operations;
using Passerelle.Gateway.Rest.Hosting;
using Passerelle.Gateway.Running;

namespace Passerelle.Gateway.Control;

/// <summary>Serves operators over a local socket that only the gateway's own user may open, once the stages run.</summary>
internal sealed class ControlServer(GatewaySetup setup, IOperator service, WorkspaceReload reload) : HostedPart
{
    private readonly string _path = ControlSocket.PathOf(setup.DataFolder);
    private WebApplication? _app;

    public override async Task StartedAsync(CancellationToken cancellationToken)
    {
        // The folder's lock is held: a socket that is still there belongs to a gateway that died.
        File.Delete(_path);
        _app = Build();
        await _app.StartAsync(cancellationToken);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _app, null) is not { } app) return;
        await app.StopAsync(cancellationToken);
        await app.DisposeAsync();
        File.Delete(_path);
    }

    /// <summary>An application of its own, that reads no configuration: no setting can open what operators may do to a network.</summary>
    private WebApplication Build()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "Passerelle" });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(_path));
        builder.Services.AddRouting();
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        var app = builder.Build();
        app.UseRouting();
        Map(app, service);
        app.MapPost("/reload", async (CancellationToken ct) => Answer(await reload.ReloadAsync(ct)));
        return app;
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
        app.MapGet("/explain", async (string contract, string key, CancellationToken ct) =>
            await service.ExplainAsync(contract, key, ct) is { } found ? Answer(found) : Results.NotFound());
    }

    private static IResult Answer<T>(T value) => Results.Json(value, ControlJson.Options);

    private static async Task<T> ReadAsync<T>(HttpRequest request, CancellationToken cancellationToken) =>
        await request.ReadFromJsonAsync<T>(ControlJson.Options, cancellationToken)
            ?? throw new BadHttpRequestException("The message is empty.");
}
