namespace Hotline.Domain.Topics;

/// <summary>One message ready for comparison: its n-grams, each with its weight, where it is about and when it came.</summary>
public sealed class Matter
{
    private readonly float[] _subjectWeights;
    private readonly float[] _wholeWeights;

    private Matter(MessageGrams grams, float[] subjectWeights, float[] wholeWeights, string? place, DateTimeOffset at)
    {
        Grams = grams;
        (_subjectWeights, _wholeWeights) = (subjectWeights, wholeWeights);
        (SubjectMass, WholeMass) = (Mass(subjectWeights), Mass(wholeWeights));
        Place = place;
        At = at;
    }

    public MessageGrams Grams { get; }

    /// <summary>Code of the district the message speaks of; null when unknown.</summary>
    public string? Place { get; }

    public DateTimeOffset At { get; }

    internal ReadOnlySpan<float> SubjectWeights => _subjectWeights;
    internal ReadOnlySpan<float> WholeWeights => _wholeWeights;

    /// <summary>Sum of the squared weights.</summary>
    internal double SubjectMass { get; }
    internal double WholeMass { get; }

    /// <summary>Weighs a message by how rare its n-grams are now; later counts do not change it.</summary>
    public static Matter Of(MessageGrams grams, GramCounts counts, string? place, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(grams);
        ArgumentNullException.ThrowIfNull(counts);
        return new Matter(grams, Weights(grams.Subject, counts), Weights(grams.Whole, counts), place, at);
    }

    /// <summary>The same message with only its rarest n-grams, which take less memory and say nearly as much.</summary>
    internal Matter Rarest(int most)
    {
        if (_wholeWeights.Length <= most) return this;
        var kept = RarestOfWhole(most);
        Array.Sort(kept);
        var weights = new float[kept.Length];
        var whole = Grams.Whole;
        for (int i = 0, j = 0; j < kept.Length; i++)
            if (whole[i] == kept[j]) weights[j++] = _wholeWeights[i];
        return new Matter(Grams.With(kept), _subjectWeights, weights, Place, At);
    }

    /// <summary>The heaviest n-grams of the subject, the heaviest first.</summary>
    internal ulong[] RarestOfSubject(int most) => Heaviest(Grams.Subject, _subjectWeights, most);

    /// <summary>The heaviest n-grams of the whole message, the heaviest first.</summary>
    internal ulong[] RarestOfWhole(int most) => Heaviest(Grams.Whole, _wholeWeights, most);

    private static ulong[] Heaviest(ReadOnlySpan<ulong> grams, ReadOnlySpan<float> weights, int most)
    {
        var (ordered, by) = (grams.ToArray(), new float[weights.Length]);
        for (var i = 0; i < by.Length; i++) by[i] = -weights[i];
        Array.Sort(by, ordered);
        return ordered.Length > most ? ordered[..most] : ordered;
    }

    private static float[] Weights(ReadOnlySpan<ulong> grams, GramCounts counts)
    {
        var weights = new float[grams.Length];
        for (var i = 0; i < weights.Length; i++) weights[i] = (float)counts.Weight(grams[i]);
        return weights;
    }

    private static double Mass(float[] weights)
    {
        var mass = 0.0;
        foreach (var weight in weights) mass += weight * weight;
        return mass;
    }
}
