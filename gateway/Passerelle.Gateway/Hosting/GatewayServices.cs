using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Passerelle.Gateway.Certificates;
using Passerelle.Gateway.Control;
using Passerelle.Gateway.Pipeline.Operations;
using Passerelle.Gateway.Ports.Health;
using Passerelle.Gateway.Running;
using Passerelle.Gateway.Starting;

namespace Passerelle.Gateway.Hosting;

/// <summary>The parts of a gateway, in the order in which the host starts them; it stops them in the opposite order.</summary>
internal static class GatewayServices
{
    /// <summary>Longest time that a stop takes when nothing else is said.</summary>
    public static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(60);

    /// <summary>A <see cref="GatewaySetup"/> is to be added beside it.</summary>
    /// <remarks>Engines open and the certificate is loaded (Starting), REST listens (Start); then (Started) log and store are prepared,
    /// waiting for what is down, the stages start, operators are served. A stop goes back: REST, operators, a reload under way, the stages,
    /// and last the engines.</remarks>
    public static IServiceCollection AddGateway(this IServiceCollection services) => services
        .AddSingleton(TimeProvider.System)
        .AddSingleton<EngineWait>()
        .AddSingleton<IOperator, LiveOperator>()
        .AddSingleton<IGatewayHealth, LiveHealth>()
        .AddPart<OpenEngines>()
        .AddSingleton(Certificate).AddHostedService(provider => provider.GetRequiredService<LiveCertificate>())
        .AddPart<LiveStages>()
        .AddPart<PromiseWatch>()
        .AddPart<WorkspaceReload>()
        .AddPart<ControlServer>()
        .AddPart<CertificateWatch>()
        .AddPart<RestService>()
        .Configure<HostOptions>(options => options.ShutdownTimeout = DrainTime);

    /// <summary>A part that the host starts and that others may ask for.</summary>
    public static IServiceCollection AddPart<TPart>(this IServiceCollection services)
        where TPart : class, IHostedService =>
        services.AddSingleton<TPart>().AddHostedService(provider => provider.GetRequiredService<TPart>());

    private static LiveCertificate Certificate(IServiceProvider provider)
    {
        var setup = provider.GetRequiredService<GatewaySetup>();
        var tls = setup.Listen.Scheme == Uri.UriSchemeHttps ? setup.Workspace.Tls : null;
        return new LiveCertificate(tls, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILoggerFactory>());
    }
}
