using System.Globalization;
using Microsoft.Extensions.Configuration;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Hosting;

namespace Passerelle.Gateway.Service;

/// <summary>What the environment says to the service; everything else stands in the workspace.</summary>
internal sealed record ServiceSettings(IConfiguration Configuration, TimeSpan DrainTime)
{
    private const int MaxSeconds = 24 * 3600;

    /// <exception cref="PasserelleException">PSR-4722: the time for a stop is no number of seconds.</exception>
    public static ServiceSettings Read()
    {
        var configuration = GatewayLogging.Environment();
        if (configuration["shutdownTimeoutSeconds"] is not { } text) return new ServiceSettings(configuration, GatewayHost.DrainTime);
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= MaxSeconds)
            return new ServiceSettings(configuration, TimeSpan.FromSeconds(seconds));
        throw new PasserelleException(
            GatewayLogging.BadSetting, $"DOTNET_shutdownTimeoutSeconds is '{text}'; expected a number of seconds from 1 to {MaxSeconds}.",
            "Write one, or unset it.");
    }
}
