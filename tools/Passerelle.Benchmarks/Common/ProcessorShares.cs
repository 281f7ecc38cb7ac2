using System.Diagnostics;
using System.Globalization;

namespace Passerelle.Benchmarks.Common;

/// <summary>Who used this machine's processors between two moments: the broker, the database, the gateway, and all together. Linux only.</summary>
internal sealed class ProcessorShares
{
    private readonly int? _broker;
    private readonly Func<TimeSpan> _gateway;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly (TimeSpan Broker, TimeSpan Database, TimeSpan Gateway, TimeSpan All) _before;

    /// <param name="brokerPort">Where a broker of this machine listens.</param>
    /// <param name="gateway">Processor time of the gateway so far.</param>
    public ProcessorShares(int brokerPort, Func<TimeSpan> gateway)
    {
        (_broker, _gateway) = (ListeningProcess.On(brokerPort), gateway);
        _before = Now();
    }

    /// <summary>Processor time of this process so far.</summary>
    public static TimeSpan OfThisProcess()
    {
        using var self = Process.GetCurrentProcess();
        return self.TotalProcessorTime;
    }

    public Figures AddTo(Figures figures)
    {
        var (now, wall) = (Now(), _clock.Elapsed);
        var all = now.All - _before.All;
        return figures.Of("cores busy", all / wall)
            .Of("broker %", _broker is null ? double.NaN : 100 * ((now.Broker - _before.Broker) / all))
            .Of("database %", 100 * ((now.Database - _before.Database) / all))
            .Of("gateway %", 100 * ((now.Gateway - _before.Gateway) / all));
    }

    private (TimeSpan Broker, TimeSpan Database, TimeSpan Gateway, TimeSpan All) Now() =>
        (_broker is { } id ? Of([Process.GetProcessById(id)]) : default, Of(Process.GetProcessesByName("postgres")), _gateway(), All());

    private static TimeSpan Of(Process[] processes)
    {
        var sum = TimeSpan.Zero;
        foreach (var process in processes)
        {
            using (process) sum += process.TotalProcessorTime;
        }

        return sum;
    }

    /// <summary>All that was not idle, in hundredths of a second: user, nice, system, irq, softirq.</summary>
    private static TimeSpan All()
    {
        var numbers = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(n => long.Parse(n, CultureInfo.InvariantCulture)).ToArray();
        return TimeSpan.FromMilliseconds(10 * (numbers[0] + numbers[1] + numbers[2] + numbers[5] + numbers[6]));
    }
}
