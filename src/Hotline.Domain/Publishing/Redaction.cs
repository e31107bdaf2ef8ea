namespace Hotline.Domain.Publishing;

/// <summary>One replacement in a redacted text.</summary>
/// <param name="Start">Offset in the redacted text.</param>
/// <param name="Length">Length of the replacement in the redacted text.</param>
/// <param name="Kind">What was there.</param>
/// <param name="Original">The text replaced, as it was written.</param>
public sealed record Redaction(int Start, int Length, PersonalDataKind Kind, string Original);

/// <summary>A text made fit for publication, as a proposal a person checks.</summary>
/// <param name="Text">The text with replacements.</param>
/// <param name="Redactions">The replacements in order; putting each Original back at its place gives the first text.</param>
public sealed record RedactedText(string Text, IReadOnlyList<Redaction> Redactions);
