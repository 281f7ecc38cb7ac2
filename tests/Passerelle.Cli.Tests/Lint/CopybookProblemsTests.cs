using Passerelle.Cli.Tests.Support;
using Passerelle.Testing;

namespace Passerelle.Cli.Tests.Lint;

/// <summary>Copybooks that flows name are read when a workspace is checked.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class CopybookProblemsTests : IDisposable
{
    private readonly WorkspaceCopy _workspace = WorkspaceCopy.OfSample();

    [Test]
    public async Task A_missing_copybook_is_said_at_its_place_in_the_flow()
    {
        _workspace.Edit("flows/tax-accounts.yaml", "copybooks/tax-accounts.cpy", "copybooks/tax-acounts.cpy");
        var lint = await CliRun.Of("lint", "-w", _workspace.Path);
        Assert.That(lint.ExitCode, Is.EqualTo(1));
        Assert.That(lint.Out, Does.Match(@"flows/tax-accounts\.yaml:\d+:\d+").And.Contain("PSR-2207").And.Contain("The copybook 'copybooks/tax-acounts.cpy' is missing"));
    }

    [Test]
    public async Task Every_problem_of_a_copybook_is_said_with_its_line_and_column_and_the_flow()
    {
        _workspace.Edit("copybooks/tax-accounts.cpy", "HD-DATE             PIC 9(8).", "HD-DATE             PIC 9(8.");
        _workspace.Edit("copybooks/tax-accounts.cpy", "HOLDER              PIC X(32).", "HOLDER              PIC X(32) BANANA.");
        var lint = await CliRun.Of("lint", "-w", _workspace.Path);
        Assert.That(lint.ExitCode, Is.EqualTo(1));
        Assert.That(lint.Out, Does.Match(@"flows/tax-accounts\.yaml:\d+:\d+[\s\S]*copybooks/tax-accounts\.cpy:6:\d+"));
        Assert.That(lint.Out, Does.Match(@"copybooks/tax-accounts\.cpy:12:\d+[\s\S]*BANANA"));
    }

    [Test]
    public async Task An_item_that_the_copybook_lacks_is_said()
    {
        _workspace.Edit("flows/tax-accounts.yaml", "field: TL-TYPE", "field: TL-TIPE");
        var lint = await CliRun.Of("lint", "-w", _workspace.Path);
        Assert.That(lint.Out, Does.Contain("'field' of 'LINES': expected the name of a leaf, found 'TL-TIPE'."));
        Assert.That(lint.ExitCode, Is.EqualTo(1));
    }

    public void Dispose() => _workspace.Dispose();
}
