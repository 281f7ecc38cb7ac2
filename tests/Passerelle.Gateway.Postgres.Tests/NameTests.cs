using Passerelle.Gateway.Postgres.Tables;

namespace Passerelle.Gateway.Postgres.Tests;

internal sealed class NameTests
{
    [TestCase("aides", "companies", 1, "aides__companies_v1")]
    [TestCase("aides-prod", "social-debts", 12, "aides_prod__social_debts_v12")]
    public void A_table_has_a_name_that_people_can_type(string prefix, string contract, int major, string name) =>
        Assert.That(new StoreNames("public", prefix).Table(contract, major), Is.EqualTo(name));

    [Test]
    public void No_two_contracts_share_a_table_and_every_name_fits()
    {
        string[] names = ["a", "a-b", "a--b", "b", "a-", "a-b-v1", "b-v1", "positions", new('a', 63), new string('a', 62) + "b"];
        var tables = (from prefix in names from contract in names from major in new[] { 1, 2, 11 } select new StoreNames("public", prefix).Table(contract, major)).ToList();
        Assert.That(tables, Is.Unique);
        Assert.That(tables.Concat(names.SelectMany(n => new[] { new StoreNames("public", n).Positions, new StoreNames("public", n).Views, new StoreNames("public", n).Tables })), Is.Unique);
        Assert.That(tables.Select(t => StoreNames.Index(t, StoreNames.Column(Rows.Name)).Length), Is.All.LessThanOrEqualTo(63));
    }
}
