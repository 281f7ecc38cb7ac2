using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Passerelle.Gateway.Rest.Hosting;

/// <summary>Gives every request a trace id, also where nobody listens and the web server makes none.</summary>
internal static class RequestTrace
{
    /// <summary>Continues the caller's <c>traceparent</c> (W3C Trace Context); an unreadable one starts a new trace.</summary>
    public static Activity? StartIfNone(HttpContext context)
    {
        if (Activity.Current is not null) return null;
        var activity = new Activity("passerelle.rest").SetIdFormat(ActivityIdFormat.W3C);
        if (ActivityContext.TryParse(context.Request.Headers.TraceParent, null, out var parent))
            activity.SetParentId(parent.TraceId, parent.SpanId, parent.TraceFlags);
        return activity.Start();
    }
}
