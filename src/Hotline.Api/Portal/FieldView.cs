namespace Hotline.Api.Portal;

/// <summary>One field of a form: label, hint, what is wrong with it, and the control, joined for assistive technology.</summary>
/// <param name="Id">Also the field's name in the form.</param>
internal sealed record FieldView(string Id, string Label, string? Value, FormErrors Errors)
{
    public string? Hint { get; init; }
    public bool Optional { get; init; }
    public string Type { get; init; } = "text";
    /// <summary>More than zero makes it a text area of so many rows.</summary>
    public int Rows { get; init; }
    public int? Longest { get; init; }
    public string? Autocomplete { get; init; }
    public string? InputMode { get; init; }
    public string? TestId { get; init; }
    /// <summary>Numbers, codes and addresses are written from left to right in every language.</summary>
    public bool Ltr { get; init; }

    public string? DescribedBy => (Hint, Errors[Id]) switch
    {
        (null, null) => null,
        (_, null) => $"{Id}-hint",
        (null, _) => $"{Id}-error",
        _ => $"{Id}-hint {Id}-error",
    };
}
