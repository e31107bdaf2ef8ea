namespace Hotline.Classifier;

/// <summary>Routes residents' messages: text in, labels with calibrated probability and evidence out.</summary>
public interface ITicketClassifier
{
    /// <summary>How the model was made and how well it does.</summary>
    ModelCard Card { get; }

    /// <summary>Judges one message. Never throws on any text; safe to call from many threads; time is linear in the text.</summary>
    /// <param name="subject">Title; may be empty.</param>
    /// <param name="body">Message text; may be empty.</param>
    /// <param name="top">How many labels to return at most, best first.</param>
    /// <param name="evidence">Whether to trace each returned label back to the text (about half as much time again).</param>
    Prediction Predict(string subject, string body, int top = 3, bool evidence = true);
}
