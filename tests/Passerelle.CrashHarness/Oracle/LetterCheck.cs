using Passerelle.CrashHarness.Load;
using Passerelle.CrashHarness.Run;
using Passerelle.Gateway.Pipeline.DeadLetters;

namespace Passerelle.CrashHarness.Oracle;

/// <summary>Dead letters, exactly: one for each broken line, open as long as the line is the last word about its key, settled afterwards.</summary>
internal sealed class LetterCheck(Findings findings)
{
    /// <param name="requested">Ids that an operator asked a replay for.</param>
    public void Check(string flow, FlowModel model, IReadOnlyList<DeadLetter> all, ICollection<string> requested)
    {
        var letters = all.Where(l => l.Flow == flow).Select(l => (Letter: l, Text: FlowModel.Text(l.Original))).ToList();
        foreach (var (letter, text) in letters.Where(l => !model.Delivered.ContainsKey(l.Text)))
        {
            findings.Add(Broken.DeadLetter, $"{flow}: dead letter {letter.Id} holds a line that was not broken: {text}.");
        }

        foreach (var missing in model.Remembered.Except(letters.Select(l => l.Text)))
        {
            findings.Add(Broken.DeadLetter, $"{flow}: no dead letter holds the broken line {missing}.");
        }

        CheckOpen(flow, model, [.. letters.Where(l => l.Letter.State == DeadLetterState.Open)]);
        foreach (var (letter, text) in letters.Where(l => l.Letter.State == DeadLetterState.Replayed && !requested.Contains(l.Letter.Id)))
        {
            findings.Add(Broken.DeadLetter, $"{flow}: dead letter {letter.Id} ({text}) is replayed, but nobody asked for it.");
        }
    }

    private void CheckOpen(string flow, FlowModel model, List<(DeadLetter Letter, string Text)> open)
    {
        var due = model.Open.GroupBy(t => t).ToDictionary(g => g.Key, g => g.Count());
        foreach (var found in open.GroupBy(l => l.Text))
        {
            var allowed = due.GetValueOrDefault(found.Key);
            if (allowed == 0 && model.Delivered.TryGetValue(found.Key, out var line) && model.MayStayOpen(line)) allowed = 1;
            if (found.Count() > allowed)
            {
                findings.Add(Broken.DeadLetter, $"{flow}: {found.Count()} dead letters are open for the line {found.Key}, {allowed} may be: {string.Join(", ", found.Select(l => $"{l.Letter.Id} #{l.Letter.Sequence} {l.Letter.Stage}"))}.");
            }
        }

        foreach (var (text, count) in due)
        {
            var found = open.Count(l => l.Text == text);
            if (found < count) findings.Add(Broken.DeadLetter, $"{flow}: {found} dead letters are open for the broken line {text}, {count} must be.");
        }
    }
}
