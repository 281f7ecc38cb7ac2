namespace Passerelle.CrashHarness.Load;

/// <summary>What a legacy side sends, delivery after delivery.</summary>
internal interface IScript
{
    /// <summary>A code that no look-up table knows yet.</summary>
    char UnknownCode { get; set; }

    /// <param name="last">The last delivery before everything is compared: whatever waits comes to its end.</param>
    Day Next(bool last = false);
}
