using Hotline.Domain.CallFlows;

namespace Hotline.Domain.Tests.CallFlows;

public sealed class CallFlowTextTests
{
    [Theory]
    [InlineData("""a: { "kind": "promt", "say": SAY, "next": "message" }""", "a.kind")]
    [InlineData("""a: { "kind": "prompt", "say": SAY, "nxt": "message" }""", "a.nxt")]
    [InlineData("""a: { "kind": "prompt", "say": SAY }""", "a.next")]
    [InlineData("""a: { "kind": "prompt", "say": { "zh-CN": "说" }, "next": "message" }""", "a.say.en")]
    [InlineData("""a: { "kind": "prompt", "say": { "zh-CN": "说", "en": "say", "fr": "dire" }, "next": "message" }""", "a.say.fr")]
    [InlineData("""a: { "kind": "prompt", "say": { "zh-CN": "第{position}位", "en": "x" }, "next": "message" }""", "a.say")]
    [InlineData("""a: { "kind": "prompt", "say": SAY, "next": "nowhere" }""", "a.next")]
    [InlineData("""a: { "kind": "prompt", "say": SAY, "recording": { "zh-CN": "../secret.wav" }, "next": "message" }""", "a.recording.zh-CN")]
    [InlineData("""a: { "kind": "menu", "say": SAY, "keys": { "12": "message" }, "otherwise": "message" }""", "a.keys")]
    [InlineData("""a: { "kind": "menu", "say": SAY, "keys": { "1": "message", "1": "message" }, "otherwise": "message" }""", "a.keys.1")]
    [InlineData("""a: { "kind": "menu", "say": SAY, "keys": { "1": "message" }, "tries": 9, "otherwise": "message" }""", "a.tries")]
    [InlineData("""a: { "kind": "emergency", "say": SAY, "keys": { "1": "12315" }, "next": "message" }""", "a.keys")]
    [InlineData("""a: { "kind": "transfer", "say": SAY, "number": "12345678", "next": "goodbye", "otherwise": "message" }""", "a.number")]
    [InlineData("""a: { "kind": "language", "say": SAY, "keys": { "1": "fr" }, "next": "message" }""", "a.keys")]
    [InlineData("a: 7", "a.kind")]
    public void What_is_wrong_is_refused_by_the_nodes_name(string node, string names) =>
        Should.Throw<FormatException>(() => CallFlowRunTests.Flow(node)).Message.ShouldStartWith(names.Split('.')[0]);

    [Theory]
    [InlineData("""a: { "kind": "prompt", "say": SAY, "next": "message" }|b: { "kind": "prompt", "say": SAY, "next": "message" }""", "b cannot be reached")]
    [InlineData("""a: { "kind": "prompt", "say": SAY, "next": "b" }|b: { "kind": "menu", "say": SAY, "keys": { "1": "message" }, "otherwise": "a" }""", "comes round to itself")]
    [InlineData("""a: { "kind": "prompt", "say": SAY, "next": "a" }""", "comes round to itself")]
    [InlineData("""a: { "kind": "menu", "say": SAY, "keys": { "1": "message" }, "otherwise": "goodbye" }""", "goodbye is where a caller who presses nothing ends")]
    [InlineData("""a: { "kind": "menu", "say": SAY, "keys": { "1": "b" }, "otherwise": "message" }|b: { "kind": "prompt", "say": SAY, "next": "goodbye" }""", "b leads to no person and no message")]
    [InlineData("""a: { "kind": "queue", "say": SAY, "place": SAY, "after": "goodbye", "full": "goodbye", "closed": "message", "otherwise": "message" }""", "goodbye is where")]
    public void A_flow_that_loses_callers_is_refused(string nodes, string says) =>
        Should.Throw<FormatException>(() => CallFlowRunTests.Flow(nodes.Replace('|', '\n'))).Message.ShouldContain(says);

    [Fact]
    public void A_ring_is_named_with_its_way() => Should.Throw<FormatException>(() => CallFlowRunTests.Flow("""
        a: { "kind": "prompt", "say": SAY, "next": "b" }
        b: { "kind": "menu", "say": SAY, "keys": { "1": "message" }, "otherwise": "c" }
        c: { "kind": "prompt", "say": SAY, "next": "b" }
        """)).Message.ShouldContain("b > c > b");

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"code\":\"x\"}")]
    [InlineData("{\"code\":\"x\",\"name\":{\"zh-CN\":\"x\",\"en\":\"x\"},\"languages\":[\"en\"],\"start\":\"a\",\"nodes\":{}}")]
    [InlineData("{\"code\":\"x\",\"name\":{\"zh-CN\":\"x\",\"en\":\"x\"},\"languages\":[\"zh-CN\"],\"start\":\"a\",\"nodes\":{}}")]
    [InlineData("{\"code\":\"x\",\"name\":{\"zh-CN\":\"x\",\"en\":\"x\"},\"languages\":[\"zh-CN\",7],\"start\":\"a\",\"nodes\":{}}")]
    public void Nonsense_is_refused(string json) => Should.Throw<FormatException>(() => CallFlowText.Parse(json));

    [Fact]
    public void A_flow_in_Chinese_alone_needs_no_English() =>
        CallFlowText.Parse("""{"code":"zh","name":{"zh-CN":"中文","en":"Chinese"},"languages":["zh-CN"],"start":"m","nodes":{"m":{"kind":"voicemail","say":{"zh-CN":"请留言"},"next":"e"},"e":{"kind":"hangup"}}}""")
            .Languages.ShouldBe(["zh-CN"]);

    /// <summary>Random damage to lawful texts: read, or refused; nothing else.</summary>
    [Fact]
    public void Any_damage_ends_in_a_flow_or_a_refusal()
    {
        for (var seed = 0; seed < 2000; seed++)
        {
            var random = new Random(seed);
            var text = RandomFlows.Json(seed % 200);
            for (var i = random.Next(1, 4); i > 0; i--)
            {
                var at = random.Next(text.Length);
                text = text[..at] + (random.Next(3) == 0 ? "" : "\"{}[],:x1".Substring(random.Next(9), 1)) + text[Math.Min(text.Length, at + random.Next(3))..];
            }
            try { CallFlowText.Parse(text); }
            catch (FormatException wrong) { wrong.Message.ShouldNotBeEmpty(); }
        }
    }
}
