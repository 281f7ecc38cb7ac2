using System.Net;
using System.Text.Json;

namespace Passerelle.Testing.Network;

/// <summary>Asks a gateway how it is, until it says what is wanted.</summary>
public static class Readiness
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Waits until the gateway is not ready, for this part and code.</summary>
    public static Task SaysAsync(HttpClient http, string part, string name, IReadOnlyCollection<string> codes) => EventuallyAsync(http, HttpStatusCode.ServiceUnavailable, root =>
        root.GetProperty("parts").EnumerateArray().Any(p =>
            p.GetProperty("part").GetString() == part && p.GetProperty("name").GetString() == name
            && p.TryGetProperty("code", out var code) && codes.Contains(code.GetString()!)));

    public static Task IsReadyAsync(HttpClient http) => EventuallyAsync(http, HttpStatusCode.OK, _ => true);

    private static async Task EventuallyAsync(HttpClient http, HttpStatusCode status, Func<JsonElement, bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        var said = "nothing";
        while (!patience.IsCancellationRequested)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative), patience.Token);
                said = await answer.Content.ReadAsStringAsync(patience.Token);
                using var document = JsonDocument.Parse(said);
                if (answer.StatusCode == status && condition(document.RootElement)) return;
            }
            catch (Exception e) when (Unanswered.Is(e))
            {
                // It does not listen yet.
            }

            await Task.Delay(50, CancellationToken.None);
        }

        Assert.Fail($"Readiness did not become {status} within {Patience}; it said {said}.");
    }
}
