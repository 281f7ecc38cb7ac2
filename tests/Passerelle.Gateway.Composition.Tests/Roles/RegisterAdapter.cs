using System.Globalization;
using System.Text;
using System.Text.Json;
using Passerelle.Contracts.Adapters;
using Passerelle.Contracts.Adapters.Commands;
using Passerelle.Contracts.Adapters.Endpoints;
using Passerelle.Contracts.Adapters.Queries;
using Passerelle.Contracts.Errors;
using Passerelle.Contracts.Records;

namespace Passerelle.Gateway.Composition.Tests.Roles;

/// <summary>An adapter with every role, over a register in memory: the shapes of those that nothing drives yet are tried with it.</summary>
internal sealed class RegisterAdapter(Register register) : IStreamAdapter, ICommandAdapter, IQueryAdapter, IEndpointAdapter, IProbeAdapter
{
    public AdapterSpec Spec { get; } = new("register", "A register in memory")
    {
        Connection = [new("address", OptionType.Address, "Where it listens") { Required = true, Example = "register:80" }],
        Source = [],
        Command = [],
        Query = [],
        Endpoint = [],
    };

    public void Validate(AdapterRole role, IOptionReader options)
    {
    }

    public ISource CreateSource(IOptionReader options, AdapterContext context) => new Stream(register, context.Connection!);

    public ICommandTarget CreateTarget(IOptionReader options, AdapterContext context) => new Target(register, context.Connection!);

    public ILiveQuery CreateQuery(IOptionReader options, AdapterContext context) => new Query(register, context.Connection!);

    public IEndpoint CreateEndpoint(IOptionReader options, AdapterContext context) => new Endpoint();

    public IProbe CreateProbe(IConnection connection) => new Probe(register, connection);

    private static SourceRecord Record(string row, long number)
    {
        var bytes = Encoding.UTF8.GetBytes(row);
        var failure = row.StartsWith('?')
            ? new Failure { Code = Register.Closed, Message = "The row is broken.", Remedy = "Mend it." }
            : null;
        return new SourceRecord
        {
            Origin = new Origin("rows", number, 0, -1, -1),
            Json = failure is null ? JsonSerializer.SerializeToUtf8Bytes(new { row }) : default,
            Original = bytes,
            Failure = failure,
            Id = Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture)),
        };
    }

    private sealed class Stream(Register register, IConnection connection) : ISource
    {
        private int _next;

        public ValueTask OpenAsync(string? position, CancellationToken cancellationToken)
        {
            _next = int.Parse(position ?? "0", CultureInfo.InvariantCulture);
            return ValueTask.CompletedTask;
        }

        public ValueTask<RecordBatch> ReadAsync(int maxRecords, CancellationToken cancellationToken) => connection.ReadAsync(
            _ =>
            {
                register.Reach();
                var rows = register.Rows.Skip(_next).Take(maxRecords).Select((row, i) => Record(row, _next + i + 1)).ToList();
                _next += rows.Count;
                return ValueTask.FromResult(new RecordBatch(rows, _next.ToString(CultureInfo.InvariantCulture), isEnd: false));
            },
            cancellationToken);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class Target(Register register, IConnection connection) : ICommandTarget, ICommandReadBack
    {
        public async ValueTask<CommandAnswer> SendAsync(CommandRequest command, CancellationToken cancellationToken)
        {
            var left = false;
            try
            {
                return await connection.SendAsync(
                    _ =>
                    {
                        command.BeforeFirstByte();
                        register.Reach();
                        left = true;
                        if (register.IsClosed) return ValueTask.FromResult(new CommandAnswer(CommandOutcome.Rejected, default, Failed(Register.Closed)));
                        register.Write(command.Operation, Encoding.UTF8.GetString(command.Json.Span));
                        return ValueTask.FromResult(new CommandAnswer(CommandOutcome.Succeeded, "true"u8.ToArray()));
                    },
                    cancellationToken);
            }
            catch (IOException) when (left)
            {
                return new CommandAnswer(CommandOutcome.Unknown, default, Failed(Register.Down));
            }
        }

        public ValueTask<CommandAnswer> FindAsync(CommandRequest command, CancellationToken cancellationToken) => connection.ReadAsync(
            _ =>
            {
                register.Reach();
                return ValueTask.FromResult(register.Done.Contains(command.Operation)
                    ? new CommandAnswer(CommandOutcome.Succeeded, "true"u8.ToArray())
                    : new CommandAnswer(CommandOutcome.NotDone, default, Failed(Register.Down)));
            },
            cancellationToken);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private static Failure Failed(ErrorCode code) => new() { Code = code, Message = code.Title, Remedy = "Look at the register." };
    }

    private sealed class Query(Register register, IConnection connection) : ILiveQuery
    {
        public ValueTask<RecordBatch> AskAsync(ReadOnlyMemory<byte> parameters, int maxRecords, CancellationToken cancellationToken) => connection.ReadAsync(
            _ =>
            {
                register.Reach();
                var wanted = JsonDocument.Parse(parameters).RootElement.GetProperty("startsWith").GetString()!;
                var rows = register.Rows.Where(r => r.StartsWith(wanted, StringComparison.Ordinal)).ToList();
                return ValueTask.FromResult(new RecordBatch([.. rows.Take(maxRecords).Select((r, i) => Record(r, i + 1))], "", rows.Count <= maxRecords));
            },
            cancellationToken);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class Endpoint : IEndpoint
    {
        public RecordBatch Read(InboundCall call)
        {
            var record = Record(Encoding.UTF8.GetString(call.Body.Span), 1) with { Id = Encoding.UTF8.GetBytes(call.Headers["message-id"]) };
            return new RecordBatch([record], "", isEnd: true);
        }

        public OutboundReply Reply(InboundCall call, Failure? failure) => failure is null
            ? new(202, "text/plain", Encoding.UTF8.GetBytes($"taken: {call.Headers["message-id"]}"))
            : new(503, "text/plain", Encoding.UTF8.GetBytes(failure.Message));
    }

    private sealed class Probe(Register register, IConnection connection) : IProbe
    {
        public ValueTask<Failure?> ProbeAsync(CancellationToken cancellationToken) => connection.ReadAsync<Failure?>(
            _ =>
            {
                register.Reach();
                return ValueTask.FromResult(register.IsClosed ? new Failure { Code = Register.Closed, Message = "The register is closed.", Remedy = "Open it." } : null);
            },
            cancellationToken);
    }
}
