using FsCheck;
using FsCheck.Fluent;

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
        features.Read("路面坑洼", "噪音太大，路面不平，路面！学校补课", s_model.Space);
        var scores = new float[s_model.Weights.Stride];
        s_model.Score(features, scores);
        var tracer = new EvidenceTracer();
        tracer.Trace(features, s_model, [2, 0, 1]);
        foreach (var (position, label) in new[] { (0, 2), (1, 0), (2, 1) })
        {
            var logit = (scores[label] - s_model.Biases[label]) / s_model.Card.Temperature;
            ((double)tracer.Shares(position).Sum()).ShouldBe(logit, 1e-3);
        }
    }

    [Fact]
    public void Bias_spans_and_the_unlisted_rest_make_the_logit_and_the_logits_the_probabilities()
    {
        var word = Gen.Elements("噪音", "路面", "学校", "，", "希望", "Ｗifi", "😀", "\uD83D", " ", "１２", "坑洼", "學校", "小區");
        var text = word.ListOf().Select(string.Concat);
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll(Arb.From(text), Arb.From(text), (subject, body) =>
        {
            var labels = s_model.Predict(subject, body, top: 3).Labels;
            foreach (var label in labels)
            {
                (label.Bias + label.Evidence.Sum(span => span.Weight) + label.Unlisted).ShouldBe(label.Logit, 1e-6);
                label.Evidence.ShouldAllBe(span => span.Weight != 0);
            }
            if (labels.Count == 0) return;
            var exponents = labels.Select(label => Math.Exp(label.Logit)).ToArray();
            for (var i = 0; i < labels.Count; i++)
            {
                var softmax = exponents[i] / exponents.Sum();
                labels[i].Probability.ShouldBe(((1 - s_model.Card.ErrorFloor) * softmax) + (s_model.Card.ErrorFloor / labels.Count), 1e-6);
            }
        }));
    }

    [Fact]
    public void Listed_spans_hold_what_their_own_characters_add()
    {
        const string body = "半夜工地噪音太大，路面也坑洼不平，希望学校门口的道路有人修";
        var features = new MessageFeatures();
        features.Read("", body, s_model.Space);
        var tracer = new EvidenceTracer();
        tracer.Trace(features, s_model, [0, 1, 2]);
        var shares = tracer.Shares(0).ToArray();
        foreach (var span in tracer.Spans(0, features, "", body))
        {
            ((double)shares[span.Start..(span.Start + span.Length)].Sum()).ShouldBe(span.Weight, 1e-4);
        }
    }

    [Fact]
    public void No_evidence_is_traced_unless_asked_for() =>
        s_model.Predict("", "噪音太大了", evidence: false).Labels.ShouldAllBe(label => label.Evidence.Count == 0);

    private static string Cut(string text, EvidenceSpan span) => text.Substring(span.Start, span.Length);
}
