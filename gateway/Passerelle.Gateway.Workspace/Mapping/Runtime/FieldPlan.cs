using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Workspace.Mapping.Converters;
using Passerelle.Gateway.Workspace.Mapping.Values;

namespace Passerelle.Gateway.Workspace.Mapping.Runtime;

/// <summary>What a field without a value becomes.</summary>
internal enum AbsentRule
{
    Null,
    Omit,
    Fail,
}

internal enum ErrorRule
{
    Fail,
    Null,
    Skip,
    Constant,
}

/// <summary>Where in the contract value a field stands.</summary>
/// <param name="Pointer">JSON Pointer, with <see cref="Element"/> for the index of a list's element.</param>
/// <param name="Absent">What it becomes without a value.</param>
internal sealed record FieldTarget(string Name, string Pointer, AbsentRule Absent)
{
    /// <summary>Stands for an element's index in <see cref="Pointer"/>.</summary>
    public const char Element = '\0';

    public JsonEncodedText EncodedName { get; } = JsonEncodedText.Encode(Name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);

    /// <summary>For lists: an item has no name.</summary>
    public bool IsItem { get; init; }
}

/// <summary>How one field of the contract value is made.</summary>
internal abstract class FieldPlan(FieldTarget target)
{
    public string Name => target.Name;

    public string Pointer => target.Pointer;

    public AbsentRule Absent => target.Absent;

    public bool IsItem => target.IsItem;

    public Condition? When { get; init; }

    /// <summary>The value when <see cref="When"/> does not hold; null for none.</summary>
    public ConstantExpression? Otherwise { get; init; }

    /// <summary>The record's paths that the field is made from, when records are parts:
    /// a part that has none of them leaves the field as it was.</summary>
    public IReadOnlyList<int>? PartOf { get; init; }

    public void Write(MapRun run)
    {
        if (PartOf is { Count: > 0 } && !PartOf.Any(slot => run.Scope.Slots[slot].Token != JsonTokenType.None)) return;
        if (When is null || When.Holds(run)) WriteValue(run);
        else if (Otherwise is null) WriteAbsent(run);
        else WriteConstant(run, Otherwise);
    }

    protected abstract void WriteValue(MapRun run);

    protected void WriteName(MapRun run)
    {
        if (!IsItem) run.Writer.WritePropertyName(target.EncodedName);
    }

    protected void WriteAbsent(MapRun run)
    {
        if (Absent == AbsentRule.Null)
        {
            WriteName(run);
            run.Writer.WriteNullValue();
        }
        else if (Absent == AbsentRule.Fail)
        {
            Report(run, new Fault(
                MappingCodes.Missing, "a value", "map it from a field that always has one, add `default`, or allow null in the contract"));
        }
    }

    protected void WriteConstant(MapRun run, ConstantExpression constant)
    {
        var cell = run.RentCell();
        constant.Evaluate(run, cell);
        WriteCell(run, cell, false);
        run.Return(cell);
    }

    protected void WriteCell(MapRun run, Cell cell, bool asText)
    {
        if (cell.Kind == CellKind.Null)
        {
            WriteAbsent(run);
            return;
        }

        WriteName(run);
        switch (cell.Kind)
        {
            case CellKind.Text: run.Writer.WriteStringValue(cell.Text); break;
            case CellKind.Number when asText: run.Writer.WriteStringValue(cell.Text); break;
            case CellKind.Boolean: run.Writer.WriteBooleanValue(cell.IsTrue); break;
            default: run.Writer.WriteRawValue(cell.Text, skipInputValidation: true); break;
        }
    }

    protected void Report(MapRun run, Fault fault)
    {
        var pointer = Place(run);
        var found = fault.Found is null ? "nothing" : $"'{fault.Found}'";
        run.Failures.Add(new Failure
        {
            Code = fault.Code,
            Field = pointer,
            Expected = fault.Expected,
            Found = fault.Found,
            Message = $"{pointer}: expected {fault.Expected}, found {found}",
            Remedy = $"in the flow's mapping of `{Name}`: {fault.Remedy}",
        });
    }

    private string Place(MapRun run)
    {
        var pointer = Pointer;
        foreach (var element in run.Elements)
            if (pointer.IndexOf(FieldTarget.Element) is >= 0 and var at)
                pointer = string.Concat(pointer.AsSpan(0, at), element.ToString(CultureInfo.InvariantCulture), pointer.AsSpan(at + 1));
        return pointer;
    }
}

internal sealed class ScalarPlan(FieldTarget target) : FieldPlan(target)
{
    public required Expression Source { get; init; }

    /// <summary>The contract wants text and nothing else: a number is written as its digits.</summary>
    public bool AsText { get; init; }

    public ErrorRule OnError { get; init; }

    public ConstantExpression? Replacement { get; init; }

    protected override void WriteValue(MapRun run)
    {
        var cell = run.RentCell();
        if (Source.Evaluate(run, cell) is { } fault) Handle(run, fault);
        else WriteCell(run, cell, AsText);
        run.Return(cell);
    }

    private void Handle(MapRun run, Fault fault)
    {
        if (OnError == ErrorRule.Fail)
        {
            Report(run, fault);
            return;
        }

        run.Counters?.Count(_policy ??= $"{OnError.ToString().ToLowerInvariant()}WhenInvalid:{Name}");
        if (OnError == ErrorRule.Skip) run.IsSkipped = true;
        else if (OnError == ErrorRule.Constant) WriteConstant(run, Replacement!);
        else WriteAbsent(run);
    }

    private string? _policy;
}

internal sealed class ObjectPlan(FieldTarget target) : FieldPlan(target)
{
    public required FieldPlan[] Fields { get; init; }

    protected override void WriteValue(MapRun run)
    {
        WriteName(run);
        WriteFields(run, Fields);
    }

    public static void WriteFields(MapRun run, FieldPlan[] fields)
    {
        run.Writer.WriteStartObject();
        foreach (var field in fields) field.Write(run);
        run.Writer.WriteEndObject();
    }
}

/// <summary>One item of the target for each element of a list in the record.</summary>
internal sealed class ArrayPlan(FieldTarget target) : FieldPlan(target)
{
    /// <summary>Most elements of one list.</summary>
    public const int MostElements = 100_000;

    public required int Slot { get; init; }

    public required PathIndex Index { get; init; }

    public required FieldPlan Item { get; init; }

    protected override void WriteValue(MapRun run)
    {
        var slot = run.Scope.Slots[Slot];
        if (slot.Token is JsonTokenType.None or JsonTokenType.Null && Absent != AbsentRule.Fail)
        {
            WriteAbsent(run);
            return;
        }

        if (slot.Token is not (JsonTokenType.StartArray or JsonTokenType.None or JsonTokenType.Null))
        {
            Report(run, new Fault(MappingCodes.NotList, "a list", "name a list in `array.from`")
            {
                Found = ConverterCatalogue.Short(System.Text.Encoding.UTF8.GetString(run.Bytes(in slot))),
            });
            return;
        }

        WriteName(run);
        run.Writer.WriteStartArray();
        if (slot.Token == JsonTokenType.StartArray) Elements(run, slot);
        run.Writer.WriteEndArray();
    }

    private void Elements(MapRun run, FieldSlot slot)
    {
        var reader = new Utf8JsonReader(run.Bytes(in slot));
        reader.Read();
        run.Elements.Add(0);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray && run.Elements[^1] < MostElements)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            run.Enter(Index, slot.Start + start, (int)reader.BytesConsumed - start);
            Item.Write(run);
            run.Leave();
            run.Elements[^1]++;
        }

        run.Elements.RemoveAt(run.Elements.Count - 1);
    }
}
