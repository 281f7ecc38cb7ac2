using Passerelle.Cli.Output;
using Passerelle.Cli.Session;
using Passerelle.Contracts.Adapters;
using Passerelle.Gateway.Workspace.Options;
using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.Cli.Commands;

/// <summary>Makes an adapter read one file that no flow describes.</summary>
internal static class PeekOptions
{
    /// <exception cref="RefusedException">An option is not one of the adapter's, or cannot have its value.</exception>
    public static IOptionReader For(ISourceAdapter adapter, string path, IEnumerable<string> written)
    {
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        Default("folder", Path.GetDirectoryName(path)!);
        Default("pattern", Path.GetFileName(path));
        Default("complete.rule", "stable");
        Default("complete.stableSeconds", "0");
        foreach (var option in written)
        {
            var equals = option.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1) throw Refused($"'{option}' is not NAME=VALUE.", "Write --option delimiter=tab.");
            options[option[..equals]] = option[(equals + 1)..];
        }

        var problems = new ProblemList();
        return AdapterOptions.Bind(adapter, options, problems)
            ?? throw Refused(string.Join("\n", problems.Items.Select(p => $"{p.Path}: {p.Message} — {p.Repair}")), $"'passerelle describe {adapter.Spec.Name}' shows the options.");

        void Default(string name, string value)
        {
            if (adapter.Spec.Source!.Any(o => o.Name == name.Split('.')[0])) options[name] = value;
        }
    }

    private static RefusedException Refused(string message, string remedy) => new(CliErrors.BadOption, message, remedy, ExitCode.Usage);
}
