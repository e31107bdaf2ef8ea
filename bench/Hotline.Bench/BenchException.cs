namespace Hotline.Bench;

/// <summary>Something the user can put right; its message says what, without a stack trace.</summary>
internal sealed class BenchException(string message) : Exception(message);
