using Microsoft.Extensions.Logging;
using Passerelle.Gateway.Kafka.Clients;
using Passerelle.Gateway.Kafka.Reading;
using Passerelle.Gateway.Kafka.State;
using Passerelle.Gateway.Kafka.Topics;
using Passerelle.Gateway.Kafka.Writing;

namespace Passerelle.Gateway.Kafka;

/// <summary>What members, leases and transactions need of the log.</summary>
internal sealed record LogParts(
    KafkaOptions Options, ClientFactory Clients, TopicCatalog Topics, LogEnds Ends, CommitMarks Marks, FetcherPool Fetchers, StateLoader States, TimeProvider Time, ILogger Logger);
