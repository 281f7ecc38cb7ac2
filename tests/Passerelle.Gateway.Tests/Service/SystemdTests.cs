using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using Passerelle.Gateway.Tests.Support;

namespace Passerelle.Gateway.Tests.Service;

/// <summary>Under systemd (Type=notify): the parent's name and the socket that it gives are all that a service sees of it.</summary>
[Platform("Linux")]
[SupportedOSPlatform("linux")]
internal sealed class SystemdTests
{
    [Test]
    public async Task It_says_that_it_is_ready_once_the_stages_run_and_that_it_stops()
    {
        using var workspace = new SmallWorkspace();
        using var systemd = new NotifySocket(workspace);
        await using var service = systemd.Start(workspace.Path);
        await systemd.HearsAsync("READY=1");
        await systemd.HearsAsync("STATUS=Runs 1 flow(s) on http://127.0.0.1:");
        await systemd.TerminateAsync();
        var (exitCode, output, _) = await service.EndAsync();

        Assert.That(exitCode, Is.Zero);
        Assert.That(systemd.Heard.Select(m => m.Split('\n')[0].Split(':')[0]), Is.EqualTo(new[]
        {
            "STATUS=Runs 1 flow(s) on http", "READY=1", "STATUS=Stops", "STOPPING=1",
        }).Or.EqualTo(new[]
        {
            "STATUS=Runs 1 flow(s) on http", "READY=1", "STOPPING=1", "STATUS=Stops",
        }));
        Assert.That(output.Split('\n'), Has.All.StartsWith("<6>Passerelle."));
    }

    [Test]
    public async Task A_form_of_the_log_that_is_asked_for_stands_before_that_of_the_journal()
    {
        using var workspace = new SmallWorkspace("lisstens: 1");
        using var systemd = new NotifySocket(workspace);
        await using var service = systemd.Start(workspace.Path, ("Logging__Console__FormatterName", "json"));

        Assert.That((await service.EndAsync()).Output.Split('\n'), Has.All.StartsWith("{\"Timestamp\":"));
    }

    /// <summary>What systemd is to a service.</summary>
    private sealed class NotifySocket : IDisposable
    {
        private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        private readonly SmallWorkspace _files;
        private readonly List<string> _heard = [];
        private readonly Task _listening;

        public NotifySocket(SmallWorkspace files)
        {
            _files = files;
            _socket.Bind(new UnixDomainSocketEndPoint(files.At("notify")));
            _listening = ListenAsync();
        }

        public IReadOnlyList<string> Heard
        {
            get
            {
                lock (_heard) return [.. _heard];
            }
        }

        /// <summary>A process is known to its children by the name of its file.</summary>
        public ServiceProcess Start(string workspace, params (string Name, string Value)[] environment)
        {
            var parent = _files.At("systemd");
            File.WriteAllText(
                parent, $"#!/bin/sh\ndotnet '{ServiceProcess.Assembly}' '{workspace}' &\necho $! > '{_files.At("pid")}'\nwait $!\n");
            File.SetUnixFileMode(parent, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
            return ServiceProcess.Start(parent, [], [("NOTIFY_SOCKET", _files.At("notify")), .. environment]);
        }

        public Task HearsAsync(string message) =>
            Eventually.HoldsAsync(
                () => Heard.Any(m => m.StartsWith(message, StringComparison.Ordinal)),
                $"systemd hears {message}",
                () => Heard);

        public async Task TerminateAsync()
        {
            using var kill = System.Diagnostics.Process.Start("kill", ["-TERM", (await File.ReadAllTextAsync(_files.At("pid"))).Trim()]);
            await kill.WaitForExitAsync();
        }

        public void Dispose()
        {
            _socket.Dispose();
            Assert.That(
                async () => await _listening,
                Throws.InstanceOf<SocketException>().Or.InstanceOf<ObjectDisposedException>().Or.InstanceOf<OperationCanceledException>());
        }

        private async Task ListenAsync()
        {
            var buffer = new byte[4096];
            while (true)
            {
                var length = await _socket.ReceiveAsync(buffer);
                lock (_heard) _heard.Add(Encoding.UTF8.GetString(buffer, 0, length));
            }
        }
    }
}
