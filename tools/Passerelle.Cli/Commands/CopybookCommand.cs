using System.CommandLine;

namespace Passerelle.Cli.Commands;

/// <summary>What an integrator does with an extract before there is any workspace.</summary>
internal static class CopybookCommand
{
    public static Command Create() => new("copybook", """
        Read and write mainframe extracts with a COBOL copybook; no workspace is needed.

        The first five minutes:
          passerelle copybook show account.cpy                                  where every field stands
          passerelle copybook detect extract.bin --copybook account.cpy         how the file is to be read, and why
          passerelle copybook decode extract.bin --copybook account.cpy -f VB -c 1147 > extract.jsonl
          passerelle copybook encode extract.jsonl --copybook account.cpy -f VB -c 1147 -o again.bin
        """)
    {
        CopybookShow.Create(), CopybookDetect.Create(), CopybookDecode.Create(), CopybookEncode.Create(),
    };
}
