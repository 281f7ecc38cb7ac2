using System.Text.RegularExpressions;

namespace Passerelle.Gateway.Workspace.Mapping.Runtime;

/// <summary>Holds or does not hold for a record.</summary>
internal abstract class Condition
{
    public abstract bool Holds(MapRun run);
}

internal sealed class EmptyCondition(Expression source, bool wanted) : Condition
{
    public override bool Holds(MapRun run)
    {
        var cell = run.RentCell();
        source.Evaluate(run, cell);
        var blank = cell.IsBlank;
        run.Return(cell);
        return blank == wanted;
    }
}

internal sealed class EqualCondition(Expression source, string[] values, bool wanted) : Condition
{
    public override bool Holds(MapRun run)
    {
        var cell = run.RentCell();
        source.Evaluate(run, cell);
        var found = false;
        foreach (var value in values) found |= cell.Text.SequenceEqual(value);
        run.Return(cell);
        return found == wanted;
    }
}

internal sealed class MatchCondition(Expression source, Regex pattern) : Condition
{
    public override bool Holds(MapRun run)
    {
        var cell = run.RentCell();
        source.Evaluate(run, cell);
        var matches = pattern.IsMatch(cell.Text);
        run.Return(cell);
        return matches;
    }
}

/// <summary>All of several, or any of several (<paramref name="stopAt"/> true): decided by the first that tells.</summary>
internal sealed class GroupCondition(Condition[] inner, bool stopAt) : Condition
{
    public override bool Holds(MapRun run)
    {
        foreach (var condition in inner)
            if (condition.Holds(run) == stopAt) return stopAt;
        return !stopAt;
    }
}

internal sealed class NotCondition(Condition inner) : Condition
{
    public override bool Holds(MapRun run) => !inner.Holds(run);
}
