using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Passerelle.Gateway.Pipeline.Messages;
using Passerelle.Gateway.Ports.Store;
using Passerelle.Gateway.Rest.Fields;
using Passerelle.Gateway.Workspace.DataContracts;

namespace Passerelle.Gateway.Rest.Served;

/// <summary>A contract as this listener serves it: what is hidden cannot be read, filtered, sorted or guessed.</summary>
internal sealed class ServedContract
{
    public const string Deprecation = "Deprecation";
    public const string Sunset = "Sunset";

    public ServedContract(DataContract contract, bool showPersonal)
    {
        Contract = contract;
        Visibility = new Visibility(contract, showPersonal);
        var all = SchemaFields.Paths(contract.Schema).ToList();
        Fields = [.. all.Where(p => Visibility.Root.Shows(p)).Select(p => string.Join('.', p))];
        Withheld = [.. all.Where(p => !Visibility.Root.Shows(p)).Select(p => string.Join('.', p))];
        Filterable = [.. contract.Filterable.Where(f => Visibility.Root.Shows(f.Path)).Select(f => f.ToStoreField())];
        Sortable = [.. contract.Sortable.Where(f => Visibility.Root.Shows(f.Path)).Select(f => f.ToStoreField())];
        HidesKey = !contract.Key.All(k => Visibility.Root.Shows(k.Split('.')));
        AllPublic = all.Where(p => Visibility.Root.Shows(p)).All(p => HasShownMembers(all, p) || Visibility.Of(p) == Classification.Public);
        Salt = SHA256.HashData(Encoding.UTF8.GetBytes($"{Name}\n{contract.Fingerprint}\n{string.Join('\n', Withheld)}"));
    }

    public DataContract Contract { get; }

    public Visibility Visibility { get; }

    /// <summary>Dotted paths that are served, in the order of the schema.</summary>
    public IReadOnlyList<string> Fields { get; }

    /// <summary>Dotted paths that exist but are not served here.</summary>
    public IReadOnlyList<string> Withheld { get; }

    public IReadOnlyList<StoreField> Filterable { get; }

    public IReadOnlyList<StoreField> Sortable { get; }

    public bool HidesKey { get; }

    /// <summary>Whether shared caches may keep answers.</summary>
    public bool AllPublic { get; }

    /// <summary>Differs where the same event would be shown in other bytes.</summary>
    public byte[] Salt { get; }

    public int Major => Contract.Version.Major;

    /// <summary>As <c>companies.v1</c>.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{Contract.Name}.v{Major}");

    /// <summary>The contract's title; its name where it has none.</summary>
    public string Title => Contract.Title.Length > 0 ? Contract.Title : Contract.Name;

    /// <summary>The parts of a key as <c>{account}~{period}</c>.</summary>
    public string KeyPattern => string.Join('~', Contract.Key.Select(k => $"{{{k}}}"));

    /// <summary>As <c>/v1/companies</c>.</summary>
    public string Path => string.Create(CultureInfo.InvariantCulture, $"/v{Major}/{Contract.Name}");

    public string CacheControl => AllPublic ? "public, no-cache" : "private, no-cache";

    public JsonElement SchemaOf(StoreField field) => SchemaFields.At(Contract.Schema, field.Path);

    /// <summary>Says that the contract is going away (RFC 9745, RFC 8594).</summary>
    public void AddLifecycle(IHeaderDictionary headers)
    {
        if (Contract.Deprecation is not { } deprecation) return;
        headers[Deprecation] = string.Create(CultureInfo.InvariantCulture, $"@{Midnight(deprecation.Since).ToUnixTimeSeconds()}");
        if (deprecation.Sunset is { } sunset)
            headers[Sunset] = Midnight(sunset).ToString("R", CultureInfo.InvariantCulture);
        if (deprecation.Link is { } link) headers.Append("Link", $"<{link}>; rel=\"deprecation\"; type=\"text/html\"");
    }

    private static DateTimeOffset Midnight(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);

    private static bool HasShownMembers(List<string[]> all, string[] path) =>
        all.Any(p => p.Length == path.Length + 1 && p.AsSpan(0, path.Length).SequenceEqual(path));
}
