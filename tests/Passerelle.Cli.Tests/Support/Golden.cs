using System.Runtime.CompilerServices;

namespace Passerelle.Cli.Tests.Support;

/// <summary>Whole outputs, kept in files. With <c>UPDATE_GOLDEN=1</c> in the environment they are written instead of compared.</summary>
internal static class Golden
{
    public static void Check(string name, string actual)
    {
        var file = Path.Combine(Folder("Golden"), name);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1") File.WriteAllText(file, actual);
        Assert.That(actual, Is.EqualTo(File.ReadAllText(file)), name);
    }

    /// <summary>A folder of this test project's sources.</summary>
    public static string Folder(string name, [CallerFilePath] string path = "") =>
        Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(path)!)!, name);
}
