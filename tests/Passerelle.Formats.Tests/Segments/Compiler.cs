using System.Diagnostics;
using Passerelle.Testing;

namespace Passerelle.Formats.Tests.Segments;

/// <summary>A folder where COBOL programs of the oracle are compiled and run.</summary>
internal sealed class Compiler : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("passerelle-cobol-").FullName;

    /// <param name="program">A program of the record formats' oracle.</param>
    /// <param name="others">Copybooks that it copies.</param>
    public Compiler(string program, params string[] others)
        : this([], [.. new[] { program }.Concat(others).Select(Framing.Kit.Oracle)])
    {
    }

    /// <param name="options">Options of the compiler beyond the usual ones.</param>
    /// <param name="files">Paths of the program and of the copybooks that it copies.</param>
    public Compiler(string[] options, params string[] files)
    {
        foreach (var path in files) File.Copy(path, Path.Combine(_folder, Path.GetFileName(path)));
        Start(
            "cobc",
            ["-x", "-std=ibm", "-fsign=EBCDIC", .. options, Path.GetFileName(files[0]), "-o", Path.GetFileNameWithoutExtension(files[0])],
            null);
    }

    /// <summary>Ignores the test where GnuCOBOL is not installed, and fails it in continuous integration.</summary>
    public static void Require()
    {
        var found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(
            folder => File.Exists(Path.Combine(folder, "cobc")));
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
