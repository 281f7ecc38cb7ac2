using CsCheck;
using Passerelle.Gateway.Workspace.DataContracts.Schemas;

namespace Passerelle.Gateway.Workspace.Tests.DataContracts.Oracle;

/// <summary>Our validator beside JsonSchema.Net: what one takes the other takes, but for <see cref="KnownDifferences"/>.</summary>
internal sealed class SchemaOracleTests
{
    private static readonly string[] Annotations =
        ["title", "description", "examples", "default", "$comment", "deprecated", "$schema", "$id", "$defs"];

    [TestCaseSource(nameof(Vectors))]
    public void Both_agree_on(string schema, string[] valid, string[] invalid)
    {
        var oracle = new SchemaOracle(schema);
        var expected = valid.Select(v => (v, true, true)).Concat(invalid.Select(v => (v, false, false)));

        Assert.That(valid.Concat(invalid).Select(v => (v, oracle.Ours(v), oracle.Theirs(v))), Is.EqualTo(expected));
    }

    [Test]
    public void Every_supported_keyword_has_a_vector_that_it_refuses()
    {
        var refused = SchemaVectors.All.Where(v => v.Invalid.Length > 0).Select(v => v.Schema).ToList();

        var keywords = SchemaSpecs.Keywords.Select(k => k.Name).Except(Annotations);
        Assert.That(keywords.Where(k => !refused.Exists(s => s.Contains($"\"{k}\":"))), Is.Empty);
        Assert.That(SchemaFormats.Names.Where(f => !refused.Exists(s => s.Contains($"\"{f}\""))), Is.Empty);
    }

    [TestCaseSource(nameof(Differences))]
    public void They_differ_on(string schema, string value, bool ours, string reason)
    {
        var oracle = new SchemaOracle(schema);

        Assert.That((oracle.Ours(value), oracle.Theirs(value)), Is.EqualTo((ours, !ours)), reason);
    }

    [Test]
    public void Random_schemas_take_and_refuse_the_same_random_values()
    {
        var (cases, valid) = (0, 0);
        Gen.Select(RandomSchemas.Root(2), RandomSchemas.Value(2).Array[6]).Sample((schema, values) =>
        {
            var oracle = new SchemaOracle(schema);
            foreach (var value in values)
            {
                var ours = oracle.Ours(value);
                Assert.That(ours, Is.EqualTo(oracle.Theirs(value)), $"{schema} of {value}");
                cases++;
                if (ours) valid++;
            }
        }, iter: 2000, seed: "0000KJdXsq61", threads: 1);

        Assert.That((double)valid / cases, Is.InRange(0.2, 0.8), "a test that nearly always says the same says little");
    }

    private static IEnumerable<TestCaseData> Vectors() =>
        SchemaVectors.All.Select(v => new TestCaseData(v.Schema, v.Valid, v.Invalid).SetArgDisplayNames(v.Schema));

    private static IEnumerable<TestCaseData> Differences() =>
        KnownDifferences.All.Select(d => new TestCaseData(d.Schema, d.Value, d.Ours, d.Reason).SetArgDisplayNames(d.Schema, d.Value));
}
