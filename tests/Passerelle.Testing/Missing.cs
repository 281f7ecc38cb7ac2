namespace Passerelle.Testing;

/// <summary>What a test says that needs something this machine lacks: one line, and in continuous integration, which installs everything, a failure.</summary>
public static class Missing
{
    /// <summary>To be thrown.</summary>
    public static Exception Because(string reason) =>
        Environment.GetEnvironmentVariable("CI") == "true" ? new AssertionException(reason) : new IgnoreException(reason);
}
