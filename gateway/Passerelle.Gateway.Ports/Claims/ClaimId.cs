using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Passerelle.Gateway.Ports.Claims;

/// <summary>SHA-256 of the content, lower-case hexadecimal.</summary>
public readonly record struct ClaimId
{
    /// <summary>Length of <see cref="Text"/>.</summary>
    public const int Length = 64;

    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdef");

    private ClaimId(string text) => Text = text;

    public string Text { get; }

    public static ClaimId Of(ReadOnlySpan<byte> content) => new(Convert.ToHexStringLower(SHA256.HashData(content)));

    /// <summary>Null when the text is no id: it never becomes a path or a query unchecked.</summary>
    public static ClaimId? Parse(string text) =>
        text.Length == Length && !text.AsSpan().ContainsAnyExcept(Hexadecimal) ? new ClaimId(text) : null;

    public static ClaimId? Parse(ReadOnlySpan<byte> ascii) => Parse(Encoding.ASCII.GetString(ascii));

    /// <inheritdoc/>
    public override string ToString() => Text;
}
