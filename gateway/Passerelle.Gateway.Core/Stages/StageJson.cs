using System.Text.Json.Serialization;
using Passerelle.Gateway.Core.Stages.Control;
using Passerelle.Gateway.Core.Stages.DeadLetters;
using Passerelle.Gateway.Core.Stages.Ingest;
using Passerelle.Gateway.Core.Stages.Parking;
using Passerelle.Gateway.Core.Stages.Registry;
using Passerelle.Gateway.Core.Stages.Requests;

namespace Passerelle.Gateway.Core.Stages;

/// <summary>The documents that the stages keep, without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(DeadLetter))]
[JsonSerializable(typeof(OperatorRequest))]
[JsonSerializable(typeof(FlowCursor))]
[JsonSerializable(typeof(DeliveryRecord))]
[JsonSerializable(typeof(ParkedKey))]
[JsonSerializable(typeof(FlowSwitch))]
[JsonSerializable(typeof(RegisteredContract))]
[JsonSerializable(typeof(RegisteredFlow))]
[JsonSerializable(typeof(List<OpenLetter>))]
internal sealed partial class StageJson : JsonSerializerContext;
