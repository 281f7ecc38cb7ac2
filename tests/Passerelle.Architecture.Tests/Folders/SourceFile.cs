using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Passerelle.Architecture.Tests.Folders;

/// <summary>What a source file declares, and every name that it mentions outside comments and texts.</summary>
internal sealed record SourceFile(
    string Path, string Namespace, IReadOnlyCollection<string> Usings, IReadOnlyCollection<string> Declares,
    IReadOnlyCollection<string> Mentions)
{
    public string Folder => Path[..Path.LastIndexOf('/')];

    /// <summary>The first two folders, as <c>gateway/Passerelle.Gateway.Ports</c>.</summary>
    public string Project => string.Join('/', Path.Split('/')[..2]);

    public static SourceFile Parse(string path, string text)
    {
        var root = CSharpSyntaxTree.ParseText(text).GetCompilationUnitRoot();
        var nodes = root.DescendantNodes().ToList();
        var space = nodes.OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault();
        return new SourceFile(
            path,
            space?.Name.ToString() ?? "",
            [.. root.Usings.Where(u => u.Name is not null).Select(u => u.Name!.ToString())],
            [.. nodes.OfType<MemberDeclarationSyntax>()
                .Where(m => m.Parent is BaseNamespaceDeclarationSyntax or CompilationUnitSyntax)
                .Select(NameOf)
                .OfType<string>()],
            nodes.OfType<SimpleNameSyntax>().Select(name => name.Identifier.ValueText).ToHashSet(StringComparer.Ordinal));
    }

    private static string? NameOf(MemberDeclarationSyntax member) => member switch
    {
        BaseTypeDeclarationSyntax type => type.Identifier.ValueText,
        DelegateDeclarationSyntax type => type.Identifier.ValueText,
        _ => null,
    };
}
