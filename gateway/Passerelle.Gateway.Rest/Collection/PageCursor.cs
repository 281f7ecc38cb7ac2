using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Passerelle.Gateway.Ports.Store;

namespace Passerelle.Gateway.Rest.Collection;

/// <summary>Seals where a page ends, bound to what was asked: opaque, and refused when changed or used elsewhere.</summary>
/// <remarks>AES-GCM with the nonce made from the content, so that the same page always has the same link.
/// Encrypted because sort values and keys would otherwise stand readable in access logs.</remarks>
internal sealed class PageCursor
{
    private const int MaxChars = 4096;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private readonly byte[] _nonceKey;
    private readonly byte[] _key;

    public PageCursor(ReadOnlySpan<byte> key)
    {
        _key = HMACSHA256.HashData(key, "cursor"u8);
        _nonceKey = HMACSHA256.HashData(key, "nonce"u8);
    }

    public string Seal(StoreCursor cursor, string binding)
    {
        var plain = Write(cursor);
        var bound = Encoding.UTF8.GetBytes(binding);
        var output = new byte[NonceBytes + TagBytes + plain.Length];
        HMACSHA256.HashData(_nonceKey, (byte[])[.. bound, 0, .. plain]).AsSpan(0, NonceBytes).CopyTo(output);
        using var aes = new AesGcm(_key, TagBytes);
        aes.Encrypt(
            output.AsSpan(0, NonceBytes), plain, output.AsSpan(NonceBytes + TagBytes), output.AsSpan(NonceBytes, TagBytes), bound);
        return Base64Url.EncodeToString(output);
    }

    /// <summary>Null when the text is not a cursor of this query.</summary>
    public StoreCursor? Open(string text, string binding)
    {
        if (text.Length > MaxChars || !Base64Url.IsValid(text)) return null;
        var input = Base64Url.DecodeFromChars(text);
        if (input.Length <= NonceBytes + TagBytes || Base64Url.EncodeToString(input) != text) return null;
        var plain = new byte[input.Length - NonceBytes - TagBytes];
        try
        {
            using var aes = new AesGcm(_key, TagBytes);
            aes.Decrypt(
                input.AsSpan(0, NonceBytes), input.AsSpan(NonceBytes + TagBytes), input.AsSpan(NonceBytes, TagBytes), plain, Encoding.UTF8.GetBytes(binding));
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }

        return Read(plain);
    }

    /// <summary>The values of the last row that its page was sorted by, as the store compares them.</summary>
    public static StoreCursor At(StoredValue row, IReadOnlyList<StoreSort> sort)
    {
        if (sort.Count == 0) return new StoreCursor([], row.Key);
        using var document = JsonDocument.Parse(row.Json!.Value);
        return new StoreCursor([.. sort.Select(s => ValueAt(document.RootElement, s.Field.Path))], row.Key);
    }

    private static string? ValueAt(JsonElement at, IReadOnlyList<string> path)
    {
        foreach (var member in path)
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(member, out at)) return null;
        }

        return at.ValueKind switch
        {
            JsonValueKind.String => at.GetString(),
            JsonValueKind.Null or JsonValueKind.Undefined => null,
            _ => at.GetRawText(),
        };
    }

    private static byte[] Write(StoreCursor cursor)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartArray();
            json.WriteStringValue(cursor.Key);
            foreach (var value in cursor.SortValues) json.WriteStringValue(value);
            json.WriteEndArray();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static StoreCursor Read(byte[] plain)
    {
        using var document = JsonDocument.Parse(plain);
        var parts = document.RootElement.EnumerateArray().Select(e => e.GetString()).ToList();
        return new StoreCursor(parts[1..], parts[0] ?? "");
    }
}
