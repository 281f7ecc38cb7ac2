using Passerelle.Contracts.Errors;

namespace Passerelle.Gateway.Pipeline.Stages;

/// <summary>Finds the record that makes a batch fail: after a failed batch everything is taken one by one, and what fails three times alone is condemned.</summary>
internal sealed class Isolation
{
    private int _left;
    private string? _suspect;
    private int _tries;
    private Failure? _verdict;

    /// <summary>Take one thing at a time.</summary>
    public bool IsOn => _left > 0;

    /// <summary>Why this thing is not tried any more; null when it is.</summary>
    public Failure? VerdictOn(string thing) => thing == _suspect ? _verdict : null;

    /// <summary>A transaction of this many things was committed.</summary>
    public void Passed(int things) => _left = Math.Max(0, _left - Math.Max(1, things));

    /// <summary>A transaction failed.</summary>
    /// <param name="first">Names the first thing in it.</param>
    /// <param name="mayBeCertain">Whether the reason's kind may say that trying again is of no use.</param>
    /// <returns>False when it failed although the thing was condemned: the stage has to start again.</returns>
    public bool Failed(string first, int things, Exception reason, bool mayBeCertain = true)
    {
        if (VerdictOn(first) is not null) return false;
        _left = Math.Max(_left, things);
        if (things > 1) return true;
        if (_suspect != first) (_suspect, _tries, _verdict) = (first, 0, null);
        if (++_tries >= FailureKinds.Tries || (mayBeCertain && FailureKinds.IsCertain(reason))) _verdict = FailureKinds.ToFailure(reason);
        return true;
    }
}
