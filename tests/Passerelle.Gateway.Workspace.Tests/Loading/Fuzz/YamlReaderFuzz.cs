using Passerelle.Gateway.Workspace.Documents;
using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.Gateway.Workspace.Tests.Loading.Fuzz;

internal sealed class YamlReaderFuzz
{
    private const string Alphabet = "[]{}:,-?&*!|>'\"%@`#~$\\ \t\n\r\u0085\u2028\uFEFF\0ax1\uD800é";

    private const string Seed = """
        flow: companies # a comment
        source: { adapter: flat_file, options: { folder: "in\tbox", pattern: '*.csv' } }
        key: [siren, nic]
        text: |
          two
          lines
        folded: >-
          a
          b
        list:
          - a: 1
            b: [x, {y: z}]
          - ~
        """;

    [Test]
    public void Damaged_files_give_problems_and_never_an_exception()
    {
        var random = new Random(20_260_101);
        for (var i = 0; i < 20_000; i++)
        {
            var text = Damage(random);
            var problems = new ProblemList();
            try
            {
                var node = YamlReader.Read("t.yaml", text, problems);
                if (node is null && problems.Items.Count == 0)
                    Assert.Fail($"case {i}: neither a node nor a problem for: {text}");
            }
            catch (Exception e) when (e is not AssertionException)
            {
                Assert.Fail($"case {i}: {e.GetType().Name} {e.Message} {e.StackTrace} for: {text}");
            }
        }
    }

    private static string Damage(Random random)
    {
        var text = new System.Text.StringBuilder(Seed);
        for (var n = random.Next(1, 6); n > 0; n--)
        {
            var at = random.Next(text.Length);
            switch (random.Next(3))
            {
                case 0:
                    text[at] = Alphabet[random.Next(Alphabet.Length)];
                    break;
                case 1:
                    text.Insert(at, Alphabet[random.Next(Alphabet.Length)]);
                    break;
                default:
                    text.Remove(at, Math.Min(random.Next(1, 20), text.Length - at));
                    break;
            }

            if (text.Length == 0)
                return "";
        }

        return text.ToString();
    }
}
