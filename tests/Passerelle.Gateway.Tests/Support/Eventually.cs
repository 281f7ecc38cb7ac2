namespace Passerelle.Gateway.Tests.Support;

/// <summary>Waits for what has to come, however slow the machine.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <param name="seen">What there is instead, when it did not come.</param>
    public static Task HoldsAsync(Func<bool> condition, string what, Func<IEnumerable<string>>? seen = null) =>
        HoldsAsync(() => Task.FromResult(condition()), what, seen);

    public static async Task HoldsAsync(Func<Task<bool>> condition, string what, Func<IEnumerable<string>>? seen = null)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!await condition())
        {
            if (limit.IsCancellationRequested)
                Assert.Fail($"Within {Patience} it did not come to this: {what}.\n{string.Join('\n', seen?.Invoke() ?? [])}");
            await Task.Delay(50, CancellationToken.None);
        }
    }
}
