namespace Hotline.Classifier;

/// <summary>One message with the label a human gave it. Subject or body may be empty, not both for useful training.</summary>
public sealed record Example(string Subject, string Body, string Label);
