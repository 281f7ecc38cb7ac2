namespace Passerelle.Formats.Tests.Extracts;

/// <summary>Every extract of the repository: what it decodes to gives its bytes again.</summary>
internal sealed class Samples_written_again
{
    [TestCaseSource(typeof(ExtractSample), nameof(ExtractSample.All))]
    public void The_bytes_come_back(ExtractSample sample)
    {
        var lines = Kit.Lines(sample.Framing, sample.Rules, sample.File);
        Assert.That(lines, Is.Not.Empty);
        Assert.That(
            Convert.ToHexString(Kit.Write(sample.Framing, sample.Rules, lines)),
            Is.EqualTo(Convert.ToHexString(sample.File)),
            () => string.Join('\n', lines));
    }

    [Test]
    public void No_extract_is_left_out()
    {
        string[] folders = ["Extracts/Inbox", "Framing/Oracle", "Copybook/Oracle", "FixedWidth/Data"];
        var files = folders.SelectMany(folder => Directory.EnumerateFiles(ExtractSample.PathOf(folder)).Select(
            path => $"{folder}/{Path.GetFileName(path)}"))
            .Where(name => Path.GetExtension(name) is not (".cob" or ".cpy" or ".md"));
        Assert.That(ExtractSample.All.Select(sample => sample.Name), Is.EquivalentTo(files));
    }
}
