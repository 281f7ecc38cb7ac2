using Passerelle.CrashHarness.Child;
using Passerelle.CrashHarness.Flight;

namespace Passerelle.CrashHarness.Run;

/// <summary>One place of a gateway: folders that outlive its processes, and the process that runs there now.</summary>
internal sealed class Seat(int number, string folder)
{
    private readonly Lock _gate = new();
    private volatile Uri? _address;
    private Instance? _instance;

    public string Data { get; } = Path.Combine(folder, number == 0 ? "data" : $"data-{number}");

    public string Diary { get; } = Path.Combine(folder, $"diary-{number}");

    public bool IsDown => _instance is null;

    /// <summary>Where REST answers; null while nobody listens there.</summary>
    public Uri? Address => _address;

    public Instance Instance => _instance ?? throw new InvalidOperationException("No gateway runs there.");

    private string Flight { get; } = Path.Combine(folder, $"flight-{number}");

    /// <summary>Whether the process ended before REST answered.</summary>
    public bool HasFailed { get; private set; }

    /// <param name="prepare">Aims before the process begins.</param>
    public void Start(ChildOptions options, Action<FlightRecorder>? prepare)
    {
        _instance = Instance.Start(options with { Data = Data, Flight = Flight, Diary = options.Diary.Length > 0 ? Diary : "" }, prepare);
        _ = ListenAsync(_instance);
    }

    public async Task FreezeAsync()
    {
        _address = null;
        await Instance.FreezeAsync();
    }

    public async Task WakeAsync()
    {
        await Instance.WakeAsync();
        await ListenAsync(Instance);
    }

    /// <summary>SIGKILL. What it had in flight is read before the place is free for the next one.</summary>
    public async Task KillAsync(Action<FlightRecorder> dead)
    {
        _address = null;
        await Instance.KillAsync();
        dead(Instance.Flight);
        await FreeAsync();
    }

    /// <summary>SIGTERM.</summary>
    /// <returns>What is wrong about its end; null when nothing is.</returns>
    public async Task<string?> StopAsync()
    {
        _address = null;
        var stopped = await Instance.StopAsync();
        var wrong = !stopped ? "After SIGTERM the gateway did not end within a minute."
            : Instance.ExitCode != 0 ? $"After SIGTERM the gateway ended with {Instance.ExitCode}: {await Instance.Errors}"
            : null;
        await FreeAsync();
        return wrong;
    }

    public async ValueTask FreeAsync()
    {
        Instance? instance;
        lock (_gate)
        {
            instance = _instance;
            (_instance, _address, HasFailed) = (null, null, false);
        }

        if (instance is not null) await instance.DisposeAsync();
    }

    private async Task ListenAsync(Instance instance)
    {
        var address = await instance.ReadyAsync();
        lock (_gate)
        {
            if (instance == _instance) (_address, HasFailed) = (address, address is null);
        }
    }
}
