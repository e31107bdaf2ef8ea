namespace Hotline.Domain.Departments;

/// <summary>Who stands below whom.</summary>
public static class DepartmentTree
{
    /// <summary>True for the unit itself and every unit below it.</summary>
    public static bool IsWithin(this City city, string? code, string above)
    {
        ArgumentNullException.ThrowIfNull(city);
        for (var levels = 0; code is not null && levels < 20; levels++, code = city.Department(code)?.Parent)
            if (code == above) return true;
        return false;
    }
}
