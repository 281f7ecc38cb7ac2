using System.Text;
using Passerelle.Gateway.Ports.Store;

namespace Passerelle.Gateway.Postgres.Tests;

/// <summary>Short words for the tests' values.</summary>
internal static class Rows
{
    public static readonly StoreField Name = new(["name"], StoreType.Text);
    public static readonly StoreField Amount = new(["amount"], StoreType.Number);

    public static StoreShape Shape(params StoreField[] fields) => new("items", 1, fields);

    public static StoredValue Value(string key, string? json, long sequence = 1) => new(
        key, json is null ? default(ReadOnlyMemory<byte>?) : Encoding.UTF8.GetBytes(json), sequence, $"event-{sequence}", "{}"u8.ToArray(),
        DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);

    public static ProjectionBatch Batch(long from, params StoredValue[] values) => Batch(0, from, values);

    public static ProjectionBatch Batch(int partition, long from, params StoredValue[] values) =>
        new("items", partition, from, from + values.Length) { Contract = "items", Major = 1, Values = values };

    public static string Json(StoredValue? value) => value?.Json is { } json ? Encoding.UTF8.GetString(json.Span) : "none";

    public static async Task<string> KeysAsync(IReadStore store, StoreQuery query) =>
        string.Join(' ', (await store.QueryAsync(query, default)).Select(v => v.Key));

    public static StoreQuery Query(int limit = 100) => new("items", 1, limit);
}
