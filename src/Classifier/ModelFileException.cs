namespace Hotline.Classifier;

/// <summary>A model file cannot be used: damaged, cut off, written by a newer program, or no model file at all.</summary>
public sealed class ModelFileException : Exception
{
    public ModelFileException()
    {
    }

    public ModelFileException(string message)
        : base(message)
    {
    }

    public ModelFileException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
