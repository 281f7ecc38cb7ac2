namespace Passerelle.EndToEnd.Tests.Spine;

/// <summary>The system's clock, ahead by some time.</summary>
internal sealed class AheadClock(TimeSpan ahead) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead;
}
