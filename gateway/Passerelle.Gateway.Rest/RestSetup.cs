using System.Net.Security;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Passerelle.Gateway.Ports.Health;
using Passerelle.Gateway.Ports.Store;
using Passerelle.Gateway.Workspace.DataContracts;

namespace Passerelle.Gateway.Rest;

/// <summary>Everything the REST side needs from the process that hosts it.</summary>
public sealed record RestSetup
{
    /// <summary>Address to listen on, as <c>http://127.0.0.1:8080</c> or <c>https://127.0.0.1:8443</c>; port 0 takes a free one.</summary>
    public required Uri Listen { get; init; }

    /// <summary>The certificate that an https address shows, with those between it and its authority;
    /// asked for at every handshake. Null for http.</summary>
    public Func<SslStreamCertificateContext>? Certificate { get; init; }

    public required IReadOnlyList<DataContract> Contracts { get; init; }

    public required IReadStore Store { get; init; }

    public required IGatewayHealth Health { get; init; }

    public string Title { get; init; } = "Passerelle";

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public ILoggerFactory Loggers { get; init; } = NullLoggerFactory.Instance;

    /// <summary>Whether fields classified personal or sensitive are served; null means on loopback only.</summary>
    public bool? ServePersonal { get; init; }

    /// <summary>Host names answered besides the loopback ones; empty on a non-loopback address means any.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>32 bytes shared by all instances, so that page cursors are good on each of them;
    /// null derives one from the contracts.</summary>
    public ReadOnlyMemory<byte>? CursorKey { get; init; }

    public RestLimits Limits { get; init; } = new();

    internal bool OnLoopback => Listen.IsLoopback;

    internal bool ShowsPersonal => ServePersonal ?? OnLoopback;
}

/// <summary>Bounds of what one request may ask.</summary>
public sealed record RestLimits
{
    /// <summary>Time one request may take before it ends with 504.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Longest request line, in bytes; beyond it 414.</summary>
    public int RequestLineBytes { get; init; } = 8 * 1024;

    /// <summary>Size of all request headers, in bytes; beyond it 431.</summary>
    public int HeaderBytes { get; init; } = 16 * 1024;

    /// <summary>Number of request headers; beyond it 431.</summary>
    public int HeaderCount { get; init; } = 64;

    public int Connections { get; init; } = 1000;

    /// <summary>Longest value of one filter, in characters.</summary>
    public int FilterValueChars { get; init; } = 512;

    public int Filters { get; init; } = 16;

    public int SortFields { get; init; } = 4;

    /// <summary>What a 503 tells the client to wait.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(5);
}
