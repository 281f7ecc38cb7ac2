namespace Passerelle.Architecture.Tests.Rules;

internal sealed class ErrorCodeRulesTests
{
    [Test]
    public void Declarations_are_found_with_their_line() =>
        Assert.That(
            ErrorCodeRules.Declared("gateway/Codes.cs", """
                public static readonly ErrorCode First = new("PSR-4501", FailureKind.Malformed, "Text.");
                public static readonly ErrorCode Second = new(
                    "PSR-4502", FailureKind.Conflict, "See PSR-4501.");
                var third = new ErrorCode("PSR-4503", FailureKind.Conflict, "Text.");
                var used = Find("PSR-4501");
                """),
            Is.EqualTo(
                new[] { ("PSR-4501", "gateway/Codes.cs:1"), ("PSR-4502", "gateway/Codes.cs:3"), ("PSR-4503", "gateway/Codes.cs:4") }));

    [Test]
    public void Different_well_formed_codes_are_accepted() =>
        Assert.That(ErrorCodeRules.Check([("PSR-4501", "a.cs:1"), ("PSR-4502", "a.cs:2")]), Is.Empty);

    [Test]
    public void A_code_declared_twice_is_refused() =>
        Assert.That(ErrorCodeRules.Check([("PSR-4501", "a.cs:1"), ("PSR-4502", "a.cs:2"), ("PSR-4501", "b.cs:7")]), Is.EqualTo(new[]
        {
            "PSR-4501: is declared 2 times: a.cs:1, b.cs:7.",
        }));

    [TestCase("PSR-45")]
    [TestCase("PSR-45011")]
    [TestCase("PSR-45O1")]
    [TestCase("PSR-4501 ")]
    [TestCase("PSR-")]
    public void A_malformed_code_is_refused(string id)
    {
        var codes = ErrorCodeRules.Declared("a.cs", $"""var code = new("{id}", kind);""").ToList();

        Assert.That(ErrorCodeRules.Check(codes), Is.EqualTo(new[] { $"a.cs:1: '{id}' is no error code. Write PSR- and four digits." }));
    }
}
