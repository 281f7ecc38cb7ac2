using System.Text.Json;
using Passerelle.Gateway.Workspace.DataContracts;

namespace Passerelle.Gateway.Workspace.Tests.DataContracts;

internal sealed class SchemaCompatibilityTests
{
    [Test]
    public void A_new_field_and_a_narrower_type_break_nothing() =>
        Assert.That(Changes("""{"type":["string","null"]}""", """{"type":"string"},"b":{"type":"string"}"""), Is.Empty);

    [TestCase("""{"type":"string"}""", """{"type":["string","null"]}""", "`a` may now be null, which it could not be before")]
    [TestCase("""{"type":"integer"}""", """{"type":"number"}""", "`a` may now be number, which it could not be before")]
    [TestCase("""{"enum":["x"]}""", """{"enum":["x","y"]}""", "`a` may now be \"y\", which no reader knows")]
    [TestCase("""{"format":"date"}""", """{"format":"date-time"}""", "`a` had the format date and now has date-time")]
    [TestCase("""{"properties":{"b":{}}}""", """{"properties":{}}""", "`a.b` was removed")]
    [TestCase("""{"required":["b"],"properties":{"b":{}}}""", """{"properties":{"b":{}}}""", "`a.b` was always present and is no longer required")]
    [TestCase("""{"items":{"type":"string"}}""", """{"items":{"type":"integer"}}""", "`a[]` may now be integer, which it could not be before")]
    public void What_a_reader_cannot_expect_is_named(string older, string newer, string sentence) =>
        Assert.That(Changes(older, newer), Is.EqualTo(new[] { sentence }));

    private static IReadOnlyList<string> Changes(string older, string newer) =>
        SchemaCompatibility.BreakingChanges(Schema(older), Schema(newer));

    private static JsonElement Schema(string a) => JsonElement.Parse($$$"""{"type":"object","properties":{"a":{{{a}}}}}""");
}
