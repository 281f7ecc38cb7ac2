using System.CommandLine;
using Passerelle.Cli.Output;

namespace Passerelle.Cli.Commands;

internal static class CompletionCommand
{
    // Each script asks the program itself, so that what is completed never lags behind what there is.
    private const string Bash = """
        _passerelle() {
            local IFS=$'\n'
            COMPREPLY=($(compgen -W "$(passerelle "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _passerelle passerelle
        """;

    private const string Zsh = """
        #compdef passerelle
        _passerelle() {
            local -a found
            found=("${(@f)$(passerelle "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
            compadd -a found
            _files
        }
        compdef _passerelle passerelle
        """;

    private const string Fish = """
        function __passerelle
            set -l line (commandline -cp)
            passerelle "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete -c passerelle -a "(__passerelle)"
        """;

    public static Command Create()
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh or fish.", HelpName = "shell" };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new Command("completion", "Print a script that completes commands, options and flows in a shell.") { shell }
            .With("completion bash > ~/.local/share/bash-completion/completions/passerelle", "completion zsh > ~/.zfunc/_passerelle", "completion fish > ~/.config/fish/completions/passerelle.fish");
        command.Run((result, _, _) =>
        {
            Console.Out.WriteLine(result.GetValue(shell) switch { "bash" => Bash, "zsh" => Zsh, _ => Fish });
            return Task.FromResult(ExitCode.Ok);
        });
        return command;
    }
}
