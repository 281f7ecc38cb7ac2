using System.CommandLine;
using Passerelle.Contracts.Errors;
using Passerelle.Formats.Copybook;
using Passerelle.Formats.Copybook.Layout;

namespace Passerelle.Cli.Commands;

/// <summary>Options that say how a copybook is read.</summary>
internal sealed class CopybookLayoutOptions
{
    private static readonly string[] Extensions = ["", ".cpy", ".CPY", ".cbl", ".CBL", ".cob", ".txt"];

    private readonly Option<string> _format = Choice("--source", "How the copybook's lines are laid out: fixed (columns 7 to 72) or free.", "auto", "auto", "fixed", "free");
    private readonly Option<string> _odo = Choice("--odo", "How tables with DEPENDING ON are stored: only the occurrences there are, or always all.", "real", "real", "full");
    private readonly Option<string> _binary = Choice("--binary-size", "Bytes of binary items: 2, 4, 8 as on the mainframe; 1, 2, 4, 8; or as few as hold the digits.", "ibm", "ibm", "1248", "smallest");
    private readonly Option<int> _pointer = new("--pointer-size") { Description = "Bytes of a POINTER.", DefaultValueFactory = _ => 4, HelpName = "4|8" };
    private readonly Option<bool> _comma = new("--decimal-comma") { Description = "The program says DECIMAL-POINT IS COMMA." };
    private readonly Option<bool> _debug = new("--debug-lines") { Description = "Lines with D in column 7 count." };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _format, _odo, _binary, _pointer, _comma, _debug }) command.Add(option);
    }

    public CopybookLayout Read(ParseResult result, IReadOnlyList<string> files, OdoStorage? odo = null)
    {
        CopyMember[] members = [.. files.Select(file => new CopyMember(file, Text(file)))];
        var options = new CopybookOptions
        {
            Format = result.GetValue(_format) switch { "fixed" => SourceFormat.Fixed, "free" => SourceFormat.Free, _ => SourceFormat.Auto },
            Odo = odo ?? (result.GetValue(_odo) == "full" ? OdoStorage.Full : OdoStorage.Real),
            BinarySize = result.GetValue(_binary) switch { "1248" => BinarySize.OneTwoFourEight, "smallest" => BinarySize.Smallest, _ => BinarySize.Ibm },
            PointerSize = result.GetValue(_pointer) == 8 ? 8 : 4,
            DecimalPointIsComma = result.GetValue(_comma),
            DebugLines = result.GetValue(_debug),
            Resolver = (name, _) => Member(name, files),
        };
        var parsed = CopybookLayout.Parse(options, members);
        return parsed.Layout ?? throw Problems(CopybookCliErrors.Copybook, parsed.Problems);
    }

    /// <summary>All problems in one message, as a compiler shows them.</summary>
    public static PasserelleException Problems(ErrorCode code, IReadOnlyList<Problem> problems)
    {
        var lines = problems.Select(problem => $"  {problem.Code} {problem.Location} {problem.Path}: {problem.Message} {problem.Repair}");
        return new PasserelleException(code, $"{code.Title}{Environment.NewLine}{string.Join(Environment.NewLine, lines)}", "Mend what is listed; every problem is named at once.");
    }

    public static Option<string> Choice(string name, string description, string fallback, params string[] values)
    {
        var option = new Option<string>(name) { Description = description, DefaultValueFactory = _ => fallback, HelpName = string.Join('|', values) };
        option.AcceptOnlyFromAmong(values);
        return option;
    }

    private static string Text(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PasserelleException(CopybookCliErrors.Unreadable, $"'{path}' cannot be read: {e.Message}", "Check the path and its permissions.", e);
        }
    }

    /// <summary>A member of a COPY: a file beside one of the copybooks, never elsewhere.</summary>
    private static CopyMember? Member(string name, IReadOnlyList<string> files)
    {
        if (name.AsSpan().ContainsAny('/', '\\', ':') || name.StartsWith('.')) return null;
        foreach (var folder in files.Select(file => Path.GetDirectoryName(Path.GetFullPath(file))!).Distinct())
        {
            foreach (var candidate in new[] { name, name.ToLowerInvariant(), name.ToUpperInvariant() }.SelectMany(_ => Extensions, (stem, extension) => Path.Combine(folder, stem + extension)))
                if (File.Exists(candidate)) return new CopyMember(Path.GetRelativePath(".", candidate), Text(candidate));
        }

        return null;
    }
}
