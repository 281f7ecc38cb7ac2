using System.Text;
using Passerelle.Gateway.Pipeline.DeadLetters;
using Passerelle.Gateway.Pipeline.Operations;

namespace Passerelle.EndToEnd.Tests.Spine;

/// <summary>Random deliveries, replays, discards, mended mappings, restarts and deaths at random commits, against a simple oracle.</summary>
internal sealed class RandomRunTests
{
    private const int Keys = 5;
    private const int Rounds = 14;

    [TestCase("delta", 1)]
    [TestCase("delta", 2)]
    [TestCase("delta", 3)]
    [TestCase("state", 4)]
    [TestCase("state", 5)]
    public async Task nothing_is_lost_doubled_or_out_of_order(string semantics, int seed)
    {
        await using var run = new RandomRun(semantics, seed);
        await run.Spine.StartAsync();
        for (var round = 0; round < Rounds; round++) await run.StepAsync();
        await run.FinishAsync();

        var letters = await run.Spine.LettersAsync(null);
        var dropped = letters.Where(l => l.State == DeadLetterState.Discarded).Select(l => Encoding.UTF8.GetString(l.Original)).ToHashSet();
        Assert.That(dropped, Is.SubsetOf(run.AskedToDiscard), "nothing is given up unasked");
        for (var key = 0; key < Keys; key++) await CheckAsync(run, semantics, $"{key}", dropped, letters);
    }

    private static async Task CheckAsync(RandomRun run, string semantics, string key, HashSet<string> dropped, IReadOnlyList<DeadLetter> letters)
    {
        var history = (await run.Spine.HistoryAsync(key)).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(e => e.Split('@')).ToList();
        var sequences = history.Select(e => long.Parse(e[1], System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.That(sequences, Is.Ordered.And.Unique, $"the history of key {key}");
        var kept = run.Rows.Where(r => r.StartsWith($"{key},", StringComparison.Ordinal) && !dropped.Contains(r)).Select(r => r.Split(',')[1]).ToList();
        var published = history.Select(e => e[0]).ToList();
        var passed = letters.Where(l => l.State == DeadLetterState.Superseded).Select(l => Encoding.UTF8.GetString(l.Original).Split(',')[1]).ToHashSet();
        if (semantics == "delta") Assert.That(passed, Is.Empty, "a change is never passed over");
        Assert.That(published, Is.EqualTo(kept.Where(name => !passed.Contains(name))), $"the history of key {key}");
        var served = (await run.Spine.ServedAsync()).Split(' ').SingleOrDefault(s => s.StartsWith($"{key}=", StringComparison.Ordinal));
        Assert.That(served, Is.EqualTo(kept.Count == 0 ? null : $"{key}={kept[^1]}"), $"what is served of key {key}");
    }

    private sealed class RandomRun(string semantics, int seed) : IAsyncDisposable
    {
        private readonly Random _random = new(seed);
        private int _names;
        private int _files;

        public SpineFixture Spine { get; } = new($"semantics: {semantics}\nmaxBadPercent: 100");

        /// <summary>Every row that was delivered, in order.</summary>
        public List<string> Rows { get; } = [];

        public HashSet<string> AskedToDiscard { get; } = [];

        public async Task StepAsync()
        {
            if (_random.Next(3) > 0) Deliver();
            if (_random.Next(3) == 0) Spine.Watched.DieAt(_random.Next(1, 25), _random.Next(2) == 0);
            if (_random.Next(2) == 0) await AskAsync();
            var end = await Task.WhenAny(Spine.Watched.Died, RestAsync());
            if (end == Spine.Watched.Died || _random.Next(4) == 0) await Spine.RestartAsync(Mend);
        }

        /// <summary>Mends everything and settles what is open.</summary>
        public async Task FinishAsync()
        {
            await Spine.RestartAsync(mapper => mapper.Bad.Clear());
            for (var n = 1; n <= _files; n++) await SettleAsync(n);
            for (var tries = 0; (await Spine.LettersAsync()).Count > 0; tries++)
            {
                Assert.That(tries, Is.LessThan(200), "replays settle everything in the end");
                await Spine.Operator.ReplayAsync(new FailureSelection { Flow = "things" }, null, CancellationToken.None);
                await Spine.QuietAsync();
            }

            await Spine.FreeAsync();
        }

        public ValueTask DisposeAsync() => Spine.DisposeAsync();

        private void Deliver()
        {
            var rows = Enumerable.Range(0, _random.Next(1, 25)).Select(_ => Row()).ToArray();
            Rows.AddRange(rows);
            Spine.Drop(rows);
            _files++;
        }

        private string Row()
        {
            var name = $"{(_random.Next(6) == 0 ? "bad" : "v")}{++_names}";
            if (name[0] == 'b') lock (Spine.Mapper.Bad) Spine.Mapper.Bad.Add(name);
            return _random.Next(60) == 0 ? $",{name}" : $"{_random.Next(Keys)},{name}";
        }

        private void Mend(PlainMapper mapper)
        {
            foreach (var name in mapper.Bad.Where(_ => _random.Next(2) == 0).ToList()) mapper.Bad.Remove(name);
        }

        private async Task AskAsync()
        {
            foreach (var letter in (await Spine.LettersAsync()).Where(_ => _random.Next(3) == 0))
            {
                if (_random.Next(3) == 0) await DiscardAsync(letter);
                else await Spine.ReplayAsync(letter.Id);
            }
        }

        private Task DiscardAsync(DeadLetter letter)
        {
            AskedToDiscard.Add(Encoding.UTF8.GetString(letter.Original));
            return Spine.DiscardAsync(letter.Id);
        }

        /// <summary>A while in which the stages work, ended by a death if one is due; how long it is decides nothing.</summary>
        private Task RestAsync() => Task.Delay(_random.Next(5, 150));

        /// <summary>A record whose key cannot be read holds the rest up until someone gives it up.</summary>
        private async Task SettleAsync(int number)
        {
            await SpineFixture.EventuallyAsync(async () =>
            {
                foreach (var letter in (await Spine.LettersAsync()).Where(l => l.Key is null)) await DiscardAsync(letter);
                return await Spine.Operator.EveryDeliveryAsync("things", CancellationToken.None)
                    .AnyAsync(d => d.Name == $"{number:D4}.csv" && d.EndedAt is not null);
            }, $"delivery {number} is settled");
            await Spine.QuietAsync();
        }
    }
}
