namespace Passerelle.Contracts.Adapters;

/// <summary>A name with a spec and its checks. What it can do are the roles that it implements beside this: <see cref="ISourceAdapter"/>
/// (as <see cref="IDeliveryAdapter"/> or <see cref="IStreamAdapter"/>), <see cref="Commands.ICommandAdapter"/>,
/// <see cref="Queries.IQueryAdapter"/>, <see cref="Endpoints.IEndpointAdapter"/>, <see cref="IProbeAdapter"/>.</summary>
public interface IAdapter
{
    AdapterSpec Spec { get; }

    /// <summary>Checks what the spec of a role can't say, without any I/O. Problems go to <see cref="IOptionReader.Report"/>.</summary>
    void Validate(AdapterRole role, IOptionReader options);
}
