using Passerelle.Gateway.Workspace.Mapping.Converters;
using Passerelle.Gateway.Workspace.Mapping.Values;

namespace Passerelle.Gateway.Workspace.Mapping.Runtime;

/// <summary>Yields one value.</summary>
internal abstract class Expression
{
    public abstract Fault? Evaluate(MapRun run, Cell cell);
}

internal sealed class SourceExpression(int slot, bool fromRoot) : Expression
{
    public override Fault? Evaluate(MapRun run, Cell cell)
    {
        run.Load(in (fromRoot ? run.Root : run.Scope).Slots[slot], cell);
        return null;
    }
}

internal sealed class ConstantExpression(CellKind kind, string text) : Expression
{
    public override Fault? Evaluate(MapRun run, Cell cell)
    {
        switch (kind)
        {
            case CellKind.Null: cell.SetNull(); break;
            case CellKind.Number: cell.SetNumber(text); break;
            case CellKind.Boolean: cell.SetBoolean(text == "true"); break;
            case CellKind.Json: cell.SetJson(text); break;
            default: cell.SetText(text); break;
        }

        return null;
    }
}

internal sealed class FirstOfExpression(Expression[] choices) : Expression
{
    public override Fault? Evaluate(MapRun run, Cell cell)
    {
        foreach (var choice in choices)
        {
            if (choice.Evaluate(run, cell) is { } fault) return fault;
            if (!cell.IsBlank) return null;
        }

        cell.SetNull();
        return null;
    }
}

internal sealed class ConcatExpression(Expression[] parts, string separator) : Expression
{
    private static readonly Fault NotScalar = new(
        MappingCodes.NotScalar, "one value", "name a member inside it in `concat`, or use `jmesPath`");

    public override Fault? Evaluate(MapRun run, Cell cell)
    {
        var part = run.RentCell();
        try
        {
            return Join(run, cell, part);
        }
        finally
        {
            run.Return(part);
        }
    }

    private Fault? Join(MapRun run, Cell cell, Cell part)
    {
        var length = 0;
        var text = run.RentCell();
        try
        {
            foreach (var expression in parts)
            {
                if (expression.Evaluate(run, part) is { } fault) return fault;
                if (part.Kind == CellKind.Json) return NotScalar with { Found = ConverterCatalogue.Short(part.Text) };
                if (part.IsBlank) continue;
                var gap = length == 0 ? 0 : separator.Length;
                var room = text.Room(length + gap + part.Text.Length, length);
                separator.AsSpan(0, gap).CopyTo(room[length..]);
                part.Text.CopyTo(room[(length + gap)..]);
                length += gap + part.Text.Length;
            }

            text.Claim(CellKind.Text, length);
            text.CopyTo(cell);
            return null;
        }
        finally
        {
            run.Return(text);
        }
    }
}

internal sealed class ConvertExpression(Expression inner, Converter[] converters) : Expression
{
    public override Fault? Evaluate(MapRun run, Cell cell) =>
        inner.Evaluate(run, cell) ?? ConverterCatalogue.Run(converters, cell);
}
