namespace Passerelle.Gateway.Workspace.Mapping.Converters;

/// <summary>What a pattern read from a text.</summary>
internal struct DateParts
{
    public int Year;
    public int Month;
    public int Day;
    public int DayOfYear;
    public int Hour;
    public int Minute;
    public int Second;

    /// <summary>Ticks of 100 ns.</summary>
    public int Fraction;

    /// <summary>Minutes from UTC; null when the text does not say.</summary>
    public int? Offset;

    public bool TryDate(out DateOnly date)
    {
        date = default;
        if (Year is < 1 or > 9999) return false;
        if (DayOfYear > 0)
        {
            if (DayOfYear > (DateTime.IsLeapYear(Year) ? 366 : 365)) return false;
            date = new DateOnly(Year, 1, 1).AddDays(DayOfYear - 1);
            return true;
        }

        if (Month is < 1 or > 12 || Day < 1 || Day > DateTime.DaysInMonth(Year, Month)) return false;
        date = new DateOnly(Year, Month, Day);
        return true;
    }

    public readonly bool TryTime(out TimeOnly time)
    {
        time = default;
        if (Hour > 23 || Minute > 59 || Second > 59) return false;
        time = new TimeOnly(Hour, Minute, Second).Add(TimeSpan.FromTicks(Fraction));
        return true;
    }
}
