using System.Buffers;
using System.Globalization;
using Passerelle.Formats.Copybook.Items;

namespace Passerelle.Formats.Copybook.Parsing;

/// <summary>Reads entries (level, name, clauses, period) into items; goes on after every mistake.</summary>
internal sealed class EntryParser(TokenReader reader, CopybookOptions options, ProblemList problems)
{
    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_@#$ÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŒ£§:");

    private readonly List<CopybookField> _items = [];
    private bool _comma = options.DecimalPointIsComma;

    public List<CopybookField> Read()
    {
        while (!reader.IsEnd && !problems.IsFull)
        {
            var token = reader.Peek;
            if (token.Kind == TokenKind.Period) reader.Take();
            else if (Level(token) is { } level) Entry(level);
            else Header(token);
        }

        return _items;
    }

    private static int? Level(Token token) => token.Kind == TokenKind.Word && token.Text.Length <= 2
        && int.TryParse(token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var level) ? level : null;

    private void Header(Token token)
    {
        if (token.IsAny("SPECIAL-NAMES", "DECIMAL-POINT"))
        {
            while (reader.Peek.Kind != TokenKind.End
                && Level(reader.Peek) is null && !reader.Peek.IsAny("DATA", "FILE", "WORKING-STORAGE", "LINKAGE"))
                if (reader.Take().Is("COMMA")) _comma = true;
            return;
        }

        var known = token.IsAny(
            "FD", "SD", "DATA", "FILE", "WORKING-STORAGE", "LINKAGE", "LOCAL-STORAGE", "ENVIRONMENT", "CONFIGURATION", "IDENTIFICATION",
            "PROGRAM-ID");
        if (!known) Problem(token, "a level number", "Begin every entry with a level number from 01 to 49, 66, 77 or 88.");
        reader.SkipToPeriod();
    }

    private void Problem(Token at, string expected, string hint, string path = "") =>
        problems.Add(CopybookErrors.Syntax, at.At, path, expected, at.Shown, hint);

    private void Entry(int level)
    {
        var number = reader.Take();
        if (level is not ((>= 1 and <= 49) or 66 or 77 or 88))
        {
            problems.Add(
                CopybookErrors.Levels, number.At, "", "a level from 01 to 49, 66, 77 or 88", number.Shown, "Correct the level number.");
            reader.SkipToPeriod();
            return;
        }

        var name = "FILLER";
        if (reader.Peek.Kind == TokenKind.Word && !Clauses.IsStart(reader.Peek)) name = reader.Take().Text.ToUpperInvariant();
        if (!IsName(name))
        {
            problems.Add(
                CopybookErrors.Syntax, number.At, name, "a data name of letters, digits and hyphens", $"'{name}'", "Correct the name.");
        }

        if (level == 88)
        {
            Condition(name, number);
            return;
        }

        var item = new CopybookField { Level = level, Name = name, At = number.At };
        _items.Add(item);
        var clauses = new Clauses(reader, item, problems, _comma, options);
        while (reader.Peek.Kind is not (TokenKind.Period or TokenKind.End))
        {
            if (Level(reader.Peek) is not null && reader.Peek.At.Line != number.At.Line) break;
            if (clauses.TryRead()) continue;
            Problem(reader.Peek, "a clause or a period", "Correct the clause, or end the entry with a period.", name);
            while (reader.Peek.Kind is not (TokenKind.Period or TokenKind.End) && Level(reader.Peek) is null) reader.Take();
            break;
        }

        EndEntry(name);
    }

    private void EndEntry(string name)
    {
        if (reader.Peek.Kind == TokenKind.Period) reader.Take();
        else Problem(reader.Peek, "a period at the end of the entry", "End the entry with a period.", name);
    }

    private static bool IsName(string name) => name.Length is > 0 and <= 128
        && name.AsSpan().IndexOfAnyExcept(NameCharacters) < 0;

    private void Condition(string name, Token number)
    {
        var values = new List<ConditionValue>();
        reader.TakeIf("VALUE");
        reader.TakeIf("VALUES");
        reader.TakeIf("IS");
        reader.TakeIf("ARE");
        while (reader.Peek.Kind is TokenKind.Word or TokenKind.Literal)
        {
            if (Level(reader.Peek) is not null && reader.Peek.At.Line != number.At.Line && reader.PeekAt(1).Kind == TokenKind.Word) break;
            values.AddRange(Clauses.Values(reader, _comma));
        }

        if (values.Count == 0) Problem(reader.Peek, "VALUE and at least one literal", "Give the condition name its values.", name);
        if (_items.LastOrDefault(item => item.Level != 66) is { } owner)
        {
            owner.ConditionList.Add(new CopybookCondition(name, values, number.At));
        }
        else
        {
            problems.Add(CopybookErrors.Levels, number.At, name, "an item before the condition name", "the start of the copybook",
                "Put the 88 level under its item.");
        }

        EndEntry(name);
    }
}
