namespace Hotline.Domain.Search;

/// <summary>Folds the full-width forms Chinese input methods produce into ASCII, one character for one.</summary>
internal static class FullWidth
{
    /// <summary>The ASCII form of a full-width character (digits, letters, punctuation, ideographic space); others unchanged.</summary>
    public static char Fold(char c) => c switch
    {
        >= '！' and <= '～' => (char)(c - '！' + '!'),
        '\u3000' => ' ',
        _ => c,
    };

    /// <summary>Folds a text; length and offsets stay as they are.</summary>
    public static string Fold(string text) =>
        string.Create(text.Length, text, static (span, source) =>
        {
            for (var i = 0; i < span.Length; i++) span[i] = Fold(source[i]);
        });
}
