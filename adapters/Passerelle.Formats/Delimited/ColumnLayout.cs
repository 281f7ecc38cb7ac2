using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Passerelle.Formats.Delimited;

/// <summary>The columns of one file, and what of them is written into a record; made once a file.</summary>
internal sealed class ColumnLayout
{
    // The record is read by programs, never pasted into HTML: names keep their letters.
    private static readonly JavaScriptEncoder Plain = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    private readonly byte[]?[] _prefixes;

    public ColumnLayout(IReadOnlyList<string> names, IReadOnlyList<string> nulls, IReadOnlySet<string>? needed, Func<string, bool> written)
    {
        Names = names;
        _prefixes = [.. names.Select(n => written(n) && (needed?.Contains(n) ?? true) ? Prefix(n) : null)];
        NullFields = Encoding.UTF8.GetBytes(string.Concat(nulls
            .Where(n => needed?.Contains(n) ?? true)
            .Select(n => $",\"{JsonEncodedText.Encode(n, Plain)}\":null")));
        Overhead = _prefixes.Sum(p => (p?.Length ?? 0) + 1) + NullFields.Length + 2;
    }

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>For each column <c>,"name":"</c>, or null when it is not written.</summary>
    public ReadOnlySpan<byte[]?> Prefixes => _prefixes;

    /// <summary>Members for the columns that the file lacks, each with a comma before it.</summary>
    public byte[] NullFields { get; }

    /// <summary>Bytes of a record beside the values.</summary>
    public int Overhead { get; }

    private static byte[] Prefix(string name) => Encoding.UTF8.GetBytes($",\"{JsonEncodedText.Encode(name, Plain)}\":\"");
}
