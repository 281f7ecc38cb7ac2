using System.Diagnostics;
using System.Globalization;

namespace Passerelle.Benchmarks.Copybook;

/// <summary>One thing measured several times: megabytes a second of the clock, and of processor time on each core used.</summary>
internal sealed class Measurement(string name, int cores, Action work)
{
    private readonly List<double> _clock = [];
    private readonly List<double> _processor = [];

    public void Run(double megabytes)
    {
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        var (before, start) = (process.TotalProcessorTime, Stopwatch.GetTimestamp());
        work();
        var clock = Stopwatch.GetElapsedTime(start);
        process.Refresh();
        _clock.Add(megabytes / clock.TotalSeconds);
        _processor.Add(megabytes / (process.TotalProcessorTime - before).TotalSeconds);
    }

    public static void Print(IReadOnlyList<Measurement> all)
    {
        Console.WriteLine($"{"",-20}{"cores",6}{"MB/s best",12}{"median",10}{"MB/s of processor time",25}{"to the copy",14}{"to one core",14}");
        foreach (var one in all)
        {
            var single = all.First(other => other._name == one._name);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{one._name,-20}{one._cores,6}{one._clock.Max(),12:0}{Median(one._clock),10:0}{Median(one._processor),25:0}{one._clock.Max() / all[0]._clock.Max(),14:0.00}{one._clock.Max() / single._clock.Max(),14:0.00}"));
        }
    }

    private readonly string _name = name;
    private readonly int _cores = cores;

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
