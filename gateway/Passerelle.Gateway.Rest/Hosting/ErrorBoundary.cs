using System.Data.Common;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Passerelle.Contracts.Errors;
using Passerelle.Gateway.Rest.Problems;

namespace Passerelle.Gateway.Rest.Hosting;

/// <summary>Turns everything that goes wrong into a problem; nothing of an exception reaches the client.</summary>
internal sealed partial class ErrorBoundary(RestSetup setup)
{
    private readonly ILogger _log = setup.Loggers.CreateLogger("Passerelle.Rest");

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        using var activity = RequestTrace.StartIfNone(context);
        var client = context.RequestAborted;
        using var timeout = new CancellationTokenSource(setup.Limits.RequestTimeout, setup.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(client, timeout.Token);
        context.RequestAborted = both.Token;
        try
        {
            await next(context);
            await ExplainStatusAsync(context);
        }
        catch (Exception) when (client.IsCancellationRequested)
        {
            context.Abort();
        }
        catch (Exception e)
        {
            await AnswerAsync(context, e, timeout.IsCancellationRequested);
        }
    }

    private async Task AnswerAsync(HttpContext context, Exception e, bool timedOut)
    {
        var problem = ProblemOf(e, timedOut);
        var type = RestErrors.TypeOf(problem.Code);
        if (type.Status >= 500)
        {
            var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "(no route)";
            LogFailed(_log, e, context.Request.Method, route, type.Code.Id, ProblemWriter.TraceOf(context));
        }

        if (context.Response.HasStarted)
        {
            // Half a page is out: a broken connection is the only honest end of it.
            context.Abort();
            return;
        }

        await ProblemWriter.WriteAsync(context, problem, type.Status is 503 or 504 ? setup.Limits.RetryAfter : null);
    }

    private RestProblem ProblemOf(Exception e, bool timedOut) => e switch
    {
        RestProblemException refused => refused.Problem,
        _ when timedOut => new RestProblem(RestErrors.TimedOut, $"The answer was not there within {setup.Limits.RequestTimeout.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)} seconds."),
        BadHttpRequestException => new RestProblem(RestErrors.BadRequest, "The request could not be read."),
        DbException or IOException or TimeoutException => StoreDown(),
        PasserelleException { Code.Kind: FailureKind.Connection or FailureKind.Timeout or FailureKind.Authentication } => StoreDown(),
        _ => new RestProblem(RestErrors.Unexpected, "The gateway could not answer; the operator finds the cause by the trace id."),
    };

    private static RestProblem StoreDown() =>
        new(RestErrors.StoreUnavailable, "The values cannot be read now; nothing is wrong with the request.");

    /// <summary>Gives a body to statuses that routing sets without one.</summary>
    private static Task ExplainStatusAsync(HttpContext context)
    {
        var response = context.Response;
        if (response.HasStarted || response.ContentType is not null) return Task.CompletedTask;
        return response.StatusCode switch
        {
            404 => ProblemWriter.WriteAsync(context, new RestProblem(RestErrors.NoSuchResource, "No resource has this path.")),
            405 => ProblemWriter.WriteAsync(context, new RestProblem(RestErrors.MethodNotAllowed, $"The methods here are {response.Headers.Allow}.")),
            _ => Task.CompletedTask,
        };
    }

    [LoggerMessage(1, LogLevel.Error, "{Method} {Route} failed with {Code}; trace {Trace}")]
    private static partial void LogFailed(ILogger logger, Exception e, string method, string route, string code, string trace);
}
