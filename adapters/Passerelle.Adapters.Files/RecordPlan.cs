using Passerelle.Contracts.Adapters;
using Passerelle.Formats.Framing;
using Passerelle.Formats.Segments;

namespace Passerelle.Adapters.Files;

/// <summary>How the records of a file are found, read and put together.</summary>
internal sealed record RecordPlan(FrameOptions Framing, SegmentRules Rules, IReadOnlyList<DialectFinding> Findings);
