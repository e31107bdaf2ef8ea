using System.Text;
using FsCheck.Fluent;

namespace Hotline.Classifier.Tests;

public class PredictionTests
{
    private static readonly LinearTextModel s_model = InventedMessages.Model;

    [Fact]
    public void An_obvious_message_gets_its_label_without_abstaining()
    {
        var prediction = s_model.Predict("东湖小区夜间施工噪音扰民", "东湖小区旁边的工地半夜还在施工，噪音太大，无法睡觉，希望有人来管。");
        prediction.Labels[0].Label.ShouldBe(InventedMessages.Noise);
        prediction.Abstained.ShouldBeFalse();
        prediction.AbstainReason.ShouldBeNull();
    }

    [Fact]
    public void Probabilities_over_all_labels_sum_to_one_and_fall()
    {
        var labels = s_model.Predict("路面", "学校门口路面噪音", top: 100).Labels;
        labels.Count.ShouldBe(3);
        labels.Sum(label => label.Probability).ShouldBe(1, 1e-9);
        labels.Select(label => label.Probability).ShouldBe(labels.Select(label => label.Probability).OrderDescending());
    }

    [Fact]
    public void Only_as_many_labels_as_asked_come_back() =>
        s_model.Predict("", "路面坑洼请修补", top: 2).Labels.Count.ShouldBe(2);

    [Theory]
    [InlineData("", "", AbstainReasons.Empty)]
    [InlineData(" \t", "\n\u0000\u200B　", AbstainReasons.Empty)]
    [InlineData("。", "！！……——", AbstainReasons.Empty)]
    [InlineData("", "噪音", AbstainReasons.TooShort)]
    [InlineData("", "Lorem ipsum dolor sit amet", AbstainReasons.OutOfVocabulary)]
    [InlineData("", "😀😀😀😀😀😀", AbstainReasons.OutOfVocabulary)]
    public void A_text_that_says_nothing_gets_no_label(string subject, string body, string reason)
    {
        var prediction = s_model.Predict(subject, body);
        prediction.Abstained.ShouldBeTrue();
        prediction.AbstainReason.ShouldBe(reason);
        prediction.Labels.ShouldBeEmpty();
    }

    [Fact]
    public void A_mostly_unfamiliar_text_keeps_its_labels_as_suggestions_but_abstains()
    {
        var prediction = s_model.Predict("", "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor 施工噪音");
        prediction.Labels.ShouldNotBeEmpty();
        (prediction.Abstained, prediction.AbstainReason).ShouldBe((true, AbstainReasons.OutOfVocabulary));
    }

    [Fact]
    public void A_torn_message_keeps_its_labels_but_abstains()
    {
        var unreachable = s_model.Card with { AbstentionThreshold = Math.BitIncrement(1.0) };
        var model = new LinearTextModel(unreachable, s_model.Space, s_model.Weights, s_model.Biases);
        var prediction = model.Predict("", "工地半夜施工噪音太大");
        prediction.Labels.ShouldNotBeEmpty();
        prediction.Abstained.ShouldBeTrue();
        prediction.AbstainReason.ShouldBe(AbstainReasons.LowConfidence);
    }

    [Fact]
    public void Full_width_letter_case_digits_and_white_space_do_not_matter()
    {
        var plain = s_model.Predict("", "nanshan路面12处坑洼 请修补路面", evidence: false);
        var odd = s_model.Predict("", "  ＮＡＮＳＨＡＮ路\u200B面９８处坑洼\r\n　请修补路面\u0007", evidence: false);
        odd.Labels.ShouldBe(plain.Labels, new ByProbability());
    }

    [Fact]
    public void Any_text_at_all_is_answered()
    {
        var unit = Gen.Elements('噪', '音', '路', '面', 'a', '１', ' ', '\0', '\uD83D', '\uDE00', '\uFFFF', '\u202E', '，', '學', '\n');
        var any = Gen.OneOf(unit, Gen.Choose(0, 0xFFFF).Select(code => (char)code));
        var text = any.ListOf().Select(units => new string([.. units]));
        FsCheck.Check.One(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(
            Arb.From(text), Arb.From(text),
            (subject, body) =>
            {
                foreach (var label in s_model.Predict(subject, body).Labels)
                {
                    label.Probability.ShouldBeInRange(0, 1);
                    foreach (var span in label.Evidence)
                    {
                        var original = span.Field == TextField.Subject ? subject : body;
                        span.Length.ShouldBePositive();
                        span.Start.ShouldBeGreaterThanOrEqualTo(0);
                        (span.Start + span.Length).ShouldBeLessThanOrEqualTo(original.Length);
                        SplitsAPair(original, span.Start).ShouldBeFalse();
                        SplitsAPair(original, span.Start + span.Length).ShouldBeFalse();
                    }
                }
            }));
    }

    [Theory]
    [InlineData("噪音")]
    [InlineData("a")]
    [InlineData("\u0301")]
    [InlineData("😀路面")]
    [InlineData(" ")]
    public void A_hundred_thousand_units_are_answered(string piece)
    {
        var text = new StringBuilder().Insert(0, piece, 100_000 / piece.Length).ToString();
        Should.NotThrow(() => s_model.Predict(text, text));
    }

    [Fact]
    public void Only_the_first_part_of_an_endless_block_is_read()
    {
        var noise = string.Concat(Enumerable.Repeat("噪音扰民，", MessageFeatures.LongestBlock / 5));
        var more = noise + string.Concat(Enumerable.Repeat("路面坑洼", 200_000));
        s_model.Predict("", more, evidence: false).Labels.ShouldBe(
            s_model.Predict("", noise, evidence: false).Labels, new ByProbability());
    }

    [Fact]
    public void Work_grows_in_step_with_the_text()
    {
        // The scan stops at the first unknown n-gram and visits at most MaximumGram n-grams per position.
        var features = new MessageFeatures();
        features.Read("", string.Concat(Enumerable.Repeat("半夜施工噪音太大", 5_000)), s_model.Space);
        features.Whole.Occurrences.ShouldBeLessThanOrEqualTo(40_000 * s_model.Space.MaximumGram);
    }

    [Fact]
    public void Many_threads_get_the_same_answers()
    {
        var data = InventedMessages.Examples();
        var alone = data.Select(example => s_model.Predict(example.Subject, example.Body)).ToArray();
        Parallel.For(0, 400, i =>
        {
            var expected = alone[i % data.Count];
            var got = s_model.Predict(data[i % data.Count].Subject, data[i % data.Count].Body);
            got.Labels.ShouldBe(expected.Labels, new ByProbability());
        });
    }

    private static bool SplitsAPair(string text, int position) =>
        position > 0 && position < text.Length && char.IsHighSurrogate(text[position - 1]) && char.IsLowSurrogate(text[position]);

    private sealed class ByProbability : IEqualityComparer<LabelScore>
    {
        public bool Equals(LabelScore? x, LabelScore? y) => x?.Label == y?.Label && x?.Probability == y?.Probability;

        public int GetHashCode(LabelScore score) => score.Label.GetHashCode(StringComparison.Ordinal);
    }
}
