using System.CommandLine;
using Passerelle.Cli.Commands;

var root = new RootCommand("""
    Passerelle puts REST contracts in front of legacy systems.

    A workspace is a folder: passerelle.yaml, contracts/, flows/, lookups/, tests/.
    Try 'passerelle demo'. Check a workspace with 'lint' and 'test', look at a source with 'peek', then 'run' it.
    Exit codes: 0 done, 1 error, 2 usage, 3 partly done, 4 nothing matched, 5 conflict, 130 interrupted.
    """)
{
    Shared.Workspace, Shared.Data, Shared.Json,
    DemoCommand.Create(), RunCommand.Create(), LintCommand.Create(), TestCommand.Create(), StatusCommand.Create(),
    PeekCommand.Create(), DescribeCommand.Create(), FailuresCommand.Create(), FilesCommand.Create(),
    PauseCommands.Pause(), PauseCommands.Resume(), ExplainCommand.Create(), CopybookCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
