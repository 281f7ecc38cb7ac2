using System.Globalization;
using Passerelle.Gateway.Embedded.Errors;

namespace Passerelle.Gateway.Embedded;

/// <summary>One gateway a data folder: an OS lock that a killed process loses by itself.</summary>
internal sealed class FolderLock : IDisposable
{
    private readonly FileStream stream;

    private FolderLock(FileStream stream) => this.stream = stream;

    public static FolderLock Take(string folder)
    {
        Directory.CreateDirectory(folder);
        // The locked file cannot be read by others on every system, so the holder's id stands in a second one.
        var holder = Path.Combine(folder, "gateway.pid");
        FileStream stream;
        try
        {
            stream = new FileStream(Path.Combine(folder, "gateway.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            throw Fail.FolderInUse(folder, ReadHolder(holder));
        }

        File.WriteAllText(holder, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        return new FolderLock(stream);
    }

    public void Dispose() => stream.Dispose();

    private static string ReadHolder(string path)
    {
        try
        {
            var text = File.ReadAllText(path).Trim();
            return text.Length is > 0 and < 20 ? text : "unknown";
        }
        catch (IOException)
        {
            return "unknown";
        }
    }
}
