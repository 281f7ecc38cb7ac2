using System.CommandLine;

namespace Passerelle.Cli.Commands;

/// <summary>What an integrator does with an extract before there is any workspace.</summary>
internal static class CopybookCommand
{
    public static Command Create() => new Command("copybook", "Read and write mainframe extracts with a COBOL copybook: an integrator's first five minutes, before there is any workspace.")
    {
        CopybookShow.Create(), CopybookDetect.Create(), CopybookDecode.Create(), CopybookEncode.Create(),
    }.With(
        "copybook show account.cpy",
        "copybook detect extract.bin --copybook account.cpy",
        "copybook decode extract.bin --copybook account.cpy -f VB -c 1147 -o extract.jsonl",
        "copybook encode extract.jsonl --copybook account.cpy -f VB -c 1147 -o again.bin");
}
