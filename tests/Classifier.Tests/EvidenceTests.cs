namespace Hotline.Classifier.Tests;

public class EvidenceTests
{
    private static readonly LinearTextModel s_model = InventedMessages.Model;

    [Fact]
    public void The_telling_word_is_the_evidence()
    {
        var label = s_model.Predict("", "希望有人来管，噪音太大").Labels[0];
        label.Label.ShouldBe(InventedMessages.Noise);
        var strongest = label.Evidence[0];
        strongest.Weight.ShouldBePositive();
        Cut("希望有人来管，噪音太大", strongest).ShouldContain("噪音");
    }

    [Theory]
    [InlineData("😀😀Ａ１２３　\u200B工地旁边施工，噪音太大")]
    [InlineData("\r\n\t  \0\0噪音太大了")]
    public void Spans_point_into_the_original_text_whatever_stands_before(string body)
    {
        var spans = s_model.Predict("", body).Labels.First(label => label.Label == InventedMessages.Noise).Evidence;
        spans.ShouldContain(span => span.Field == TextField.Body && Cut(body, span).Contains("噪音", StringComparison.Ordinal));
    }

    [Fact]
    public void Half_surrogate_pairs_do_not_shift_spans() => // not InlineData: metadata cannot hold one
        Spans_point_into_the_original_text_whatever_stands_before("\uDE00\uD83D噪音\uD83D太大，\uDE00工地噪音太大");

    [Fact]
    public void Full_width_words_are_marked_where_they_stand()
    {
        Example[] data =
        [
            .. Enumerable.Range(0, 6).Select(_ => new Example("", "家里 wifi 断网了", "网络")),
            .. Enumerable.Range(0, 6).Select(_ => new Example("", "家里 水管 断流了", "供水")),
        ];
        var model = LinearTextTrainer.Train(data, InventedMessages.Options, ct: TestContext.Current.CancellationToken);
        const string body = "　😀家里　ＷＩＦＩ　断了";
        var spans = model.Predict("", body).Labels[0].Evidence;
        spans.ShouldContain(span => span.Weight > 0 && Cut(body, span) == "ＷＩＦＩ");
    }

    [Fact]
    public void Subject_evidence_points_into_the_subject()
    {
        const string subject = "路面坑洼";
        var spans = s_model.Predict(subject, "请处理，谢谢").Labels[0].Evidence;
        var span = spans.First(span => span.Field == TextField.Subject);
        Cut(subject, span).Length.ShouldBe(span.Length);
    }

    [Fact]
    public void A_span_never_runs_from_the_subject_into_the_body()
    {
        const string subject = "噪音";
        const string body = "噪音扰民";
        var spans = s_model.Predict(subject, body).Labels[0].Evidence;
        spans.ShouldAllBe(span => span.Start + span.Length <= (span.Field == TextField.Subject ? subject : body).Length);
        spans.Select(span => span.Field).ShouldContain(TextField.Subject);
        spans.Select(span => span.Field).ShouldContain(TextField.Body);
    }

    [Fact]
    public void At_most_eight_spans_strongest_first_and_none_overlap()
    {
        var data = InventedMessages.Examples();
        var body = string.Concat(data.Select(example => example.Body));
        foreach (var label in s_model.Predict("", body).Labels)
        {
            label.Evidence.Count.ShouldBeLessThanOrEqualTo(8);
            var strengths = label.Evidence.Select(span => Math.Abs(span.Weight)).ToArray();
            strengths.ShouldBe(strengths.OrderDescending());
            var inOrder = label.Evidence.OrderBy(span => span.Start).ToArray();
            for (var i = 1; i < inOrder.Length; i++)
            {
                inOrder[i].Start.ShouldBeGreaterThanOrEqualTo(inOrder[i - 1].Start + inOrder[i - 1].Length);
            }
        }
    }

    [Fact]
    public void Character_shares_add_up_to_the_score_without_the_bias()
    {
        var features = new MessageFeatures();
        features.Read("路面坑洼", "噪音太大，路面不平，学校补课", s_model.Space);
        var scores = new float[3];
        s_model.Score(features, scores);
        for (var label = 0; label < 3; label++)
        {
            var contributions = EvidenceTracer.Contributions(features, s_model, label);
            var shares = EvidenceTracer.Shares(features, EvidenceTracer.Contributions(features, s_model, label));
            var logit = (scores[label] - s_model.Biases[label]) / s_model.Card.Temperature;
            ((double)shares.Sum()).ShouldBe(logit, 1e-3);
        }
    }

    [Fact]
    public void No_evidence_is_traced_unless_asked_for() =>
        s_model.Predict("", "噪音太大了", evidence: false).Labels.ShouldAllBe(label => label.Evidence.Count == 0);

    private static string Cut(string text, EvidenceSpan span) => text.Substring(span.Start, span.Length);
}
