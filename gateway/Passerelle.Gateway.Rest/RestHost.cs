using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Rest.Docs;
using Passerelle.Gateway.Rest.Health;
using Passerelle.Gateway.Rest.Hosting;
using Passerelle.Gateway.Rest.OpenApi;
using Passerelle.Gateway.Rest.Problems;
using Passerelle.Gateway.Rest.Served;

namespace Passerelle.Gateway.Rest;

/// <summary>The REST side as one part that a process starts and stops; it reads no configuration and no environment of its own.</summary>
public sealed class RestHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly RestSetup _setup;

    private RestHost(WebApplication app, RestSetup setup) => (_app, _setup) = (app, setup);

    /// <summary>Where it listens, with the port that was taken; empty before <see cref="StartAsync"/>.</summary>
    public IReadOnlyList<Uri> Addresses =>
        [.. _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.Select(a => new Uri(a)) ?? []];

    /// <summary>Builds routes and documents; does no I/O.</summary>
    /// <exception cref="PasserelleException">PSR-6050: the address is none to listen on, or https without a certificate.</exception>
    public static RestHost Create(RestSetup setup)
    {
        Tls.CheckAddress(setup);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "Passerelle" });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options => Bound(options, setup)).UseUrls(setup.Listen.ToString());
        builder.Services.AddRouting();
        builder.Services.AddSingleton<ILoggerFactory>(new QuietLoggerFactory(setup.Loggers));
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        var app = builder.Build();
        Map(app, setup);
        return new RestHost(app, setup);
    }

    /// <exception cref="PasserelleException">PSR-6050: the address is taken or not one of this machine.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _app.StartAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException or InvalidOperationException)
        {
            throw new PasserelleException(
                RestErrors.ListenAddress, $"The gateway cannot listen at {_setup.Listen}: {e.Message}",
                "Free the port, or write another address at listen in passerelle.yaml.", e);
        }
    }

    /// <summary>Takes no new connections and lets running requests end until the token says stop.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _app.StopAsync(cancellationToken);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static void Map(WebApplication app, RestSetup setup)
    {
        var contracts = setup.Contracts
            .Select(c => new ServedContract(c, setup.ShowsPersonal))
            .OrderBy(c => c.Contract.Name, StringComparer.Ordinal).ThenBy(c => c.Major).ToList();
        var boundary = new ErrorBoundary(setup);
        var guard = new Guard(setup);
        app.Use(next => context => boundary.InvokeAsync(context, next));
        app.Use(next => context => guard.InvokeAsync(context, next));
        app.Use(next => context => DocsEndpoint.SetPolicyAsync(context, next));
        app.UseRouting();

        ContractFeatures.Map(app, setup, contracts);
        new HealthEndpoint(setup).Map(app);
        new IndexEndpoint(setup, contracts).Map(app);
        new OpenApiEndpoint(OpenApiDocument.Write(setup.Title, contracts, ContractFeatures.Describe(contracts))).Map(app);
        ProblemPages.Map(app);
        DocsEndpoint.Map(app, setup);
    }

    private static void Bound(KestrelServerOptions options, RestSetup setup)
    {
        var limits = setup.Limits;
        if (Tls.IsWanted(setup)) options.ConfigureEndpointDefaults(listen => Tls.Use(listen, setup.Certificate!));
        options.AddServerHeader = false;
        options.Limits.MaxRequestBodySize = 0;
        options.Limits.MaxRequestLineSize = limits.RequestLineBytes;
        options.Limits.MaxRequestHeadersTotalSize = limits.HeaderBytes;
        options.Limits.MaxRequestHeaderCount = limits.HeaderCount;
        options.Limits.MaxConcurrentConnections = limits.Connections;
        options.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        options.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(60);
    }
}
