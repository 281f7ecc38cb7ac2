using System.Globalization;
using Passerelle.Gateway.Kafka.Errors;

namespace Passerelle.Gateway.Kafka;

/// <summary>The cache folder of one instance, held by an OS lock that a killed process loses by itself.</summary>
internal sealed class InstanceFolder : IDisposable
{
    private readonly FileStream stream;

    private InstanceFolder(FileStream stream, string id) => (this.stream, Id) = (stream, id);

    /// <summary>The instance's own id, the same after a restart in this folder.</summary>
    public string Id { get; }

    public static InstanceFolder Take(string folder)
    {
        Directory.CreateDirectory(folder);
        var holder = Path.Combine(folder, "instance.pid");
        FileStream stream;
        try
        {
            stream = new FileStream(Path.Combine(folder, "instance.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw Fail.FolderInUse(folder, ReadText(holder, 20) ?? "unknown");
        }

        File.WriteAllText(holder, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        var file = Path.Combine(folder, "instance.id");
        if (ReadText(file, 33) is not { Length: 32 } id) File.WriteAllText(file, id = Guid.NewGuid().ToString("n"));
        return new InstanceFolder(stream, id);
    }

    public void Dispose() => stream.Dispose();

    private static string? ReadText(string path, int most)
    {
        try
        {
            var text = File.ReadAllText(path).Trim();
            return text.Length > 0 && text.Length < most ? text : null;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
