using Hotline.Domain;

namespace Hotline.Api.Platform;

/// <summary>What a use case gives back: a value, or an expected refusal.</summary>
internal readonly record struct Result<T>
{
    private Result(T? value, Error? error) => (Value, Error) = (value, error);

    public T? Value { get; }
    public Error? Error { get; }

    public static implicit operator Result<T>(T value) => new(value, null);
    public static implicit operator Result<T>(Error error) => new(default, error);
}

/// <summary>The answer of a use case that has nothing to tell.</summary>
internal sealed record Done
{
    public static readonly Done Instance = new();
}
