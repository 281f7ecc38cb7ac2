using System.Globalization;
using System.Runtime.InteropServices;

namespace Passerelle.Benchmarks.Common;

/// <summary>What figures depend on besides the code.</summary>
internal static class MachineFacts
{
    public static Figures Read() => new Figures()
        .Of("cores", Environment.ProcessorCount)
        .Of("processor", Processor())
        .Of("memory GiB", GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1073741824.0)
        .Of("load", Load())
        .Of("system", RuntimeInformation.OSDescription)
        .Of("runtime", RuntimeInformation.FrameworkDescription)
        .Of("build", IsOptimised ? "Release" : "Debug: figures mean nothing")
        .Of("time", TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));

#if DEBUG
    private static bool IsOptimised => false;
#else
    private static bool IsOptimised => true;
#endif

    private static string Processor() =>
        File.Exists("/proc/cpuinfo") && File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal)) is { } line
            ? line[(line.IndexOf(':') + 1)..].Trim()
            : RuntimeInformation.ProcessArchitecture.ToString();

    /// <summary>Who else works here: more than the number of cores means that the figures are too small.</summary>
    private static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";
}
