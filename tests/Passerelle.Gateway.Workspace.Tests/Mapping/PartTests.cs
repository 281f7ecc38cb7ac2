using System.Buffers;
using System.Text;
using Passerelle.Gateway.Workspace.Mapping;
using Passerelle.Gateway.Workspace.Problems;

namespace Passerelle.Gateway.Workspace.Tests.Mapping;

/// <summary>Records that are parts, merged onto the last value (RFC 7396).</summary>
internal sealed class PartTests
{
    private const string Contract = """
        name: people
        version: 1.0.0
        key: [id]
        title: People
        description: People.
        schema:
          type: object
          required: [id, name]
          properties:
            id: { type: string }
            name: { type: string, minLength: 2 }
            phone: { type: [string, "null"] }
            address: { type: object, properties: { street: { type: string }, city: { type: string } } }
            tags: { type: array, items: { type: string } }
            active: { type: boolean }
        """;

    private const string Flow = """
        merge: patch
        key: [id]
        mapping:
          id: { from: id }
          name: { from: name }
          phone: { from: phone }
          active: { from: state, convert: [{ boolean: { "true": [A], "false": [C] } }] }
          address: { object: { street: { from: street }, city: { concat: [postCode, town], separator: " " } } }
          tags: { array: { from: tags, item: { from: . } } }
        """;

    private static readonly IPartMapper Mapper = (IPartMapper)MappingBench.Compile(Contract, Flow, new ProblemList())!;

    [TestCase("""{"id":"1"}""", """{"id":"1"}""")]
    [TestCase("""{"id":"1","phone":"7"}""", """{"id":"1","phone":"7"}""")]
    [TestCase("""{"id":"1","phone":""}""", """{"id":"1","phone":null}""")]
    [TestCase("""{"id":"1","name":null}""", """{"id":"1","name":null}""")]
    [TestCase("""{"id":"1","town":"Lille"}""", """{"id":"1","address":{"city":"Lille"}}""")]
    [TestCase("""{"id":"1","tags":["a","b"]}""", """{"id":"1","tags":["a","b"]}""")]
    public void A_part_holds_the_fields_that_the_record_has(string record, string part) =>
        Assert.That(Mapper.Map(record), Is.EqualTo((new MapResult(MapDecision.Value, null), part)));

    [TestCase("""{"id":"1","name":"Ada","phone":"7"}""", """{"id":"1","phone":"8"}""", """{"id":"1","name":"Ada","phone":"8"}""")]
    [TestCase("""{"id":"1","name":"Ada","phone":"7"}""", """{"id":"1","phone":null}""", """{"id":"1","name":"Ada","phone":null}""")]
    [TestCase("""{"id":"1","name":"Ada","active":true}""", """{"id":"1","active":null}""", """{"id":"1","name":"Ada"}""")]
    [TestCase("""{"id":"1","name":"Ada","address":{"city":"Lille"}}""", """{"id":"1","address":{"street":"rue"}}""", """{"id":"1","name":"Ada","address":{"street":"rue","city":"Lille"}}""")]
    [TestCase("""{"id":"1","name":"Ada","tags":["a"]}""", """{"id":"1","tags":["b","c"]}""", """{"id":"1","name":"Ada","tags":["b","c"]}""")]
    [TestCase("""{"id":"1","name":"Ada"}""", """{"id":"1","active":false,"phone":"7"}""", """{"id":"1","name":"Ada","phone":"7","active":false}""")]
    [TestCase(null, """{"id":"1","name":"Ada"}""", """{"id":"1","name":"Ada"}""")]
    public void A_part_is_merged_onto_the_last_value(string? last, string part, string expected) =>
        Assert.That(Merge(last, part), Is.EqualTo(expected));

    [TestCase(null, """{"id":"1"}""", "/name")]
    [TestCase("""{"id":"1","name":"Ada"}""", """{"id":"1","name":null}""", "/name")]
    [TestCase("""{"id":"1","name":"Ada"}""", """{"id":"1","name":"A"}""", "/name")]
    public void What_the_merge_makes_is_validated_as_a_whole(string? last, string part, string field)
    {
        var failure = Mapper.Merge(Bytes(last), Encoding.UTF8.GetBytes(part), new ArrayBufferWriter<byte>());
        Assert.That(failure!.Field, Is.EqualTo(field));
    }

    [Test]
    public void Parts_of_another_order_make_the_same_bytes()
    {
        var one = Merge(Merge(null, """{"id":"1","name":"Ada"}"""), """{"id":"1","phone":"7","address":{"city":"Lille"}}""");
        var other = Merge(null, """{"id":"1","name":"Ada","address":{"city":"Lille"}}""");
        Assert.That(Merge(other, """{"phone":"7"}"""), Is.EqualTo(one));
    }

    private static string Merge(string? last, string part)
    {
        var output = new ArrayBufferWriter<byte>();
        Assert.That(Mapper.Merge(Bytes(last), Encoding.UTF8.GetBytes(part), output), Is.Null);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    // Typed null: an array that is null would become an empty memory.
    private static ReadOnlyMemory<byte>? Bytes(string? text) => text is null ? default(ReadOnlyMemory<byte>?) : Encoding.UTF8.GetBytes(text);
}
