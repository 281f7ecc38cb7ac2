using System.Text;
using Passerelle.Gateway.Pipeline.Ingest.Extract;
using Passerelle.Gateway.Pipeline.Messages;

namespace Passerelle.Gateway.Pipeline.Tests.Ingest.Extract;

internal sealed class VanishedKeysTests
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"passerelle-vanished-{Guid.NewGuid():N}");

    [TearDown]
    public void Clean()
    {
        if (Directory.Exists(_folder)) Directory.Delete(_folder);
    }

    [Test]
    public void Keys_come_back_in_the_order_in_which_they_were_added_and_leave_no_file()
    {
        var sent = Enumerable.Range(0, 5000).Select(i => $"key-{new string('x', i % 300)}-{i}").ToList();
        using (var keys = new VanishedKeys(_folder))
        {
            foreach (var text in sent) keys.Add(State(text));
            Assert.That(keys.Read().Select(k => (k.Key, Encoding.UTF8.GetString(k.Text))), Is.EqualTo(sent.Select(text => (State(text).Key, text))));
        }

        Assert.That(Directory.EnumerateFileSystemEntries(_folder), Is.Empty);
    }

    [Test]
    public void Nothing_vanished_costs_no_file()
    {
        using var keys = new VanishedKeys(_folder);
        Assert.That(keys.Read(), Is.Empty);
        Assert.That(Directory.Exists(_folder), Is.False);
    }

    private static ExtractState State(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return new ExtractState(Fingerprint128.Of(bytes), default, default, bytes);
    }
}
