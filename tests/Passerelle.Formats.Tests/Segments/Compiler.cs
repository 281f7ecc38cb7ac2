using System.Diagnostics;
using Passerelle.Testing;

namespace Passerelle.Formats.Tests.Segments;

/// <summary>A folder where COBOL programs of the oracle are compiled and run.</summary>
internal sealed class Compiler : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("passerelle-cobol-").FullName;

    public Compiler(string program, params string[] others)
    {
        foreach (var name in (string[])[program, .. others]) File.Copy(Framing.Kit.Oracle(name), Path.Combine(_folder, name));
        Start("cobc", ["-x", "-std=ibm", "-fsign=EBCDIC", program, "-o", Path.GetFileNameWithoutExtension(program)], null);
    }

    /// <summary>Ignores the test where GnuCOBOL is not installed, and fails it in continuous integration.</summary>
    public static void Require()
    {
        var found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "cobc")));
        if (!found) throw Missing.Because("GnuCOBOL (cobc) is not installed; install the package gnucobol.");
    }

    public void Run(string program, string? varseq) => Start(Path.Combine(_folder, program), [], varseq);

    public byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(_folder, name));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Start(string program, string[] arguments, string? varseq)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = _folder, RedirectStandardError = true };
        if (varseq is not null) start.Environment["COB_VARSEQ_FORMAT"] = varseq;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, errors);
    }
}
