using Passerelle.CrashHarness.Load;

namespace Passerelle.CrashHarness.Tests;

/// <summary>What must have been published when a value was mended that was possibly never replayed.</summary>
internal sealed class ExtractModelTests
{
    private const char Unknown = 'Z';

    [Test]
    public void a_value_that_stood_before_need_not_come_again_however_often_it_is_delivered()
    {
        var model = Mended();
        model.Apply(DayOf(Good(1)));
        model.Apply(DayOf(Good(1)));
        Assert.That(Due(model), Is.EqualTo("1 2? 1?"));
    }

    [Test]
    public void a_mended_value_that_is_delivered_again_must_be_published()
    {
        var model = Mended();
        model.Apply(DayOf(Bad(2)));
        Assert.That(Due(model), Is.EqualTo("1 2"));
    }

    [Test]
    public void another_value_must_be_published_after_it_whether_it_was_or_not()
    {
        var model = Mended();
        model.Apply(DayOf(Good(3)));
        model.Apply(DayOf(Good(1)));
        model.Apply(DayOf());
        Assert.That(Due(model), Is.EqualTo("1 2? 3 1 deleted"));
    }

    private static ExtractModel Mended()
    {
        var model = new ExtractModel();
        model.Apply(DayOf(Good(1)));
        model.Apply(DayOf(Bad(2)));
        model.Mend(Unknown);
        return model;
    }

    private static string Due(ExtractModel model) => string.Join(' ', model.Published["k"].Select(p => (p.Value?.Split('|')[1] ?? "deleted") + (p.MayBeMissing ? "?" : "")));

    private static Line Good(int revision) => new("k", revision, 'A', Damage.None);

    private static Line Bad(int revision) => new("k", revision, Unknown, Damage.UnknownCode);

    private static Day DayOf(params Line[] lines) => new("day.csv", lines, Cut: false);
}
