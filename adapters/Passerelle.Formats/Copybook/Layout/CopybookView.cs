using Passerelle.Formats.Copybook.Items;

namespace Passerelle.Formats.Copybook.Layout;

/// <summary>A 66 level: a view over a part of a record.</summary>
/// <remarks>Single is the renamed elementary item, whose type the view has; null when the view is text over a range.</remarks>
public sealed record CopybookView(string Name, int Offset, int Length, CopybookField? Single, CopybookField From, CopybookField Thru);
