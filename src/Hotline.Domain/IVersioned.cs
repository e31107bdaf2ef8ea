namespace Hotline.Domain;

/// <summary>A record whose every change counts its version up, so that whoever changes an older one is told of the newer.</summary>
public interface IVersioned
{
    int Version { get; set; }
}
