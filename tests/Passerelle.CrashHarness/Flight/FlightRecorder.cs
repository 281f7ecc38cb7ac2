using System.IO.MemoryMappedFiles;

namespace Passerelle.CrashHarness.Flight;

/// <summary>Where the process stops for a moment, so that a killer finds it there.</summary>
internal enum Hold
{
    None,
    AtEnter,
    AtLeave,
}

/// <summary>What a process has in flight, in a mapped file that outlives its death.</summary>
/// <remarks>Layout, 32-bit numbers: the label that is aimed at (-1: none), where to hold, then for each label how many are in flight
/// and how many ever were. The process writes the counts, the killer the aim.</remarks>
internal sealed class FlightRecorder : IDisposable
{
    private const int HoldMilliseconds = 120;
    private const int Header = 2;
    private readonly Lock _gate = new();
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;

    private FlightRecorder(MemoryMappedFile file) => (_file, _view) = (file, file.CreateViewAccessor());

    /// <summary>A new file with nothing in flight and no aim.</summary>
    public static FlightRecorder Create(string path)
    {
        File.WriteAllBytes(path, new byte[sizeof(int) * (Header + (2 * Labels.All.Count))]);
        var recorder = Open(path);
        recorder.Disarm();
        return recorder;
    }

    public static FlightRecorder Open(string path) => new(MemoryMappedFile.CreateFromFile(path, FileMode.Open));

    public void Arm(Label label, Hold hold)
    {
        Write(1, (int)hold);
        Write(0, (int)label);
    }

    public void Disarm() => Write(0, -1);

    public int InFlight(Label label) => Read(Slot(label));

    /// <summary>How many were ever entered.</summary>
    public int Entered(Label label) => Read(Slot(label) + 1);

    /// <summary>Marks the label as in flight until left.</summary>
    public Mark Enter(Label label)
    {
        lock (_gate)
        {
            Write(Slot(label), Read(Slot(label)) + 1);
            Write(Slot(label) + 1, Read(Slot(label) + 1) + 1);
        }

        return new Mark(this, label);
    }

    /// <summary>Enters, and waits a moment when the killer aims at the beginning of this label.</summary>
    public async ValueTask<Mark> EnterAsync(Label label)
    {
        var mark = Enter(label);
        await HoldAsync(label, Hold.AtEnter);
        return mark;
    }

    public async ValueTask HoldAsync(Label label, Hold hold)
    {
        if (Read(0) == (int)label && Read(1) == (int)hold) await Task.Delay(HoldMilliseconds);
    }

    public void Dispose()
    {
        _view.Dispose();
        _file.Dispose();
    }

    internal void Leave(Label label)
    {
        lock (_gate) Write(Slot(label), Read(Slot(label)) - 1);
    }

    private static int Slot(Label label) => Header + (2 * (int)label);

    private int Read(int slot) => _view.ReadInt32(slot * sizeof(int));

    private void Write(int slot, int value) => _view.Write(slot * sizeof(int), value);
}

/// <summary>One thing in flight. Leaving twice is leaving once.</summary>
internal sealed class Mark(FlightRecorder recorder, Label label) : IDisposable
{
    private int _left;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _left, 1) == 0) recorder.Leave(label);
    }

    /// <summary>Waits a moment when the killer aims at the end of this label, then leaves.</summary>
    public async ValueTask LeaveAsync()
    {
        await recorder.HoldAsync(label, Hold.AtLeave);
        Dispose();
    }
}
