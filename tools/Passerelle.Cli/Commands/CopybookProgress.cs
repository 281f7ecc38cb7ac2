using System.Diagnostics;

namespace Passerelle.Cli.Commands;

/// <summary>One line on a terminal that says how far a command is; nothing where nobody looks.</summary>
internal sealed class CopybookProgress(long? length) : IDisposable
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(250);
    private readonly bool _isShown = !Console.IsErrorRedirected;
    private readonly long _start = Stopwatch.GetTimestamp();
    private TimeSpan _last;
    private long _bytes;

    public long Records { get; set; }

    public void At(long bytes, long bad)
    {
        _bytes = bytes;
        var now = Stopwatch.GetElapsedTime(_start);
        if (!_isShown || now - _last < Between) return;
        _last = now;
        var share = length is > 0 ? $" of {Number(length.Value / 1e6)}" : "";
        Console.Error.Write($"\r{Number(_bytes / 1e6)}{share} MB, {Number(Records)} records, {Number(bad)} bad, {Number(_bytes / 1e6 / now.TotalSeconds)} MB/s   ");
    }

    /// <summary>What was done; said on a terminal, and wherever something was bad.</summary>
    public void Finish(long bad, string? badFile)
    {
        if (_isShown) Console.Error.Write("\r\u001b[K");
        if (!_isShown && bad == 0) return;
        var seconds = Stopwatch.GetElapsedTime(_start).TotalSeconds;
        Console.Error.WriteLine($"{Number(Records)} records, {Number(bad)} bad{(bad > 0 && badFile is not null ? $" (see {badFile})" : "")}, {Number(_bytes / 1e6)} MB in {seconds.ToString("0.0", System.Globalization.CultureInfo.InvariantCulture)} s.");
        if (bad > 0 && badFile is null) Console.Error.WriteLine("--bad FILE keeps bad records with their reasons and bytes.");
    }

    public void Dispose()
    {
    }

    private static string Number(double value) => CopybookDecode.Number(value);
}
