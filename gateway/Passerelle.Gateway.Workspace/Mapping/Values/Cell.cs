using System.Text;

namespace Passerelle.Gateway.Workspace.Mapping.Values;

internal enum CellKind
{
    Null,
    Text,
    Number,
    Boolean,

    /// <summary>A list or an object, as JSON text.</summary>
    Json,
}

/// <summary>One value on its way through the converters. Reused for field after field, so that no field allocates.</summary>
internal sealed class Cell
{
    private char[] _chars = new char[512];
    private int _start;
    private int _length;

    public CellKind Kind { get; private set; }

    /// <summary>The text, the number or boolean as JSON writes it, or the JSON; empty for null.</summary>
    public ReadOnlySpan<char> Text => _chars.AsSpan(_start, _length);

    public Span<char> Mutable => _chars.AsSpan(_start, _length);

    public bool IsTrue => Kind == CellKind.Boolean && _length == 4;

    public bool IsBlank => Kind == CellKind.Null || (Kind == CellKind.Text && Text.IsWhiteSpace());

    public void SetNull() => (Kind, _start, _length) = (CellKind.Null, 0, 0);

    /// <summary>Empty text is no value: it becomes null.</summary>
    public void SetText(ReadOnlySpan<char> text) => Set(text.IsEmpty ? CellKind.Null : CellKind.Text, text);

    public void SetNumber(ReadOnlySpan<char> json) => Set(CellKind.Number, json);

    public void SetBoolean(bool value) => Set(CellKind.Boolean, value ? "true" : "false");

    public void SetJson(ReadOnlySpan<char> json) => Set(CellKind.Json, json);

    public void SetUtf8(CellKind kind, ReadOnlySpan<byte> utf8)
    {
        Grow(utf8.Length);
        (_start, _length) = (0, Encoding.UTF8.GetChars(utf8, _chars));
        Kind = _length == 0 ? CellKind.Null : kind;
    }

    /// <summary>Room for at most <paramref name="size"/> characters, to be claimed with <see cref="Claim"/>; the value is gone.</summary>
    public Span<char> Room(int size)
    {
        Grow(size);
        return _chars;
    }

    /// <summary>As <see cref="Room(int)"/>, with the first <paramref name="keep"/> characters kept.</summary>
    public Span<char> Room(int size, int keep)
    {
        var old = _chars;
        Grow(size);
        if (!ReferenceEquals(old, _chars)) old.AsSpan(0, keep).CopyTo(_chars);
        return _chars;
    }

    public void Claim(CellKind kind, int length) => (Kind, _start, _length) = (length == 0 ? CellKind.Null : kind, 0, length);

    public void Slice(int start, int length)
    {
        (_start, _length) = (_start + start, length);
        if (length == 0) Kind = CellKind.Null;
    }

    public void CopyTo(Cell other) => other.Set(Kind, Text);

    private void Set(CellKind kind, ReadOnlySpan<char> text)
    {
        Grow(text.Length);
        text.CopyTo(_chars);
        (Kind, _start, _length) = (kind, 0, text.Length);
    }

    private void Grow(int size)
    {
        if (_chars.Length < size) _chars = new char[Math.Max(size, _chars.Length * 2)];
    }
}
