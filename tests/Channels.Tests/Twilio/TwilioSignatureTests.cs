using System.Security.Cryptography;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Hotline.Channels.Twilio;

namespace Hotline.Channels.Tests.Twilio;

public sealed class TwilioSignatureTests
{
    private const string Token = "12345";
    private const string Url = "https://mycompany.com/myapp.php?foo=1&bar=2";
    private const string JsonBody = """{"property": "value", "boolean": true}""";
    private const string JsonDigest = "0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620";
    private const string EmptyDigest = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";

    private static readonly KeyValuePair<string, string>[] Call =
        Fields(("CallSid", "CA1234567890ABCDE"), ("Caller", "+14158675309"), ("Digits", "1234"), ("From", "+14158675309"), ("To", "+18005551212"));

    [Theory]
    [InlineData(Url, "RSOYDt4T1cUTdK1PDd93/VVr8B8=")]
    [InlineData("https://mycompany.com:443/myapp.php?foo=1&bar=2", "kvajT1Ptam85bY51eRf/AJRuM3w=")]
    [InlineData("https://mycompany.com:1234/myapp.php?foo=1&bar=2", "CYn1h0gLBdNxDGkKJg6hYohgeD8=")]
    [InlineData("http://mycompany.com:80/myapp.php?foo=1&bar=2", "0ZXoZLH/DfblKGATFgpif+LLRf4=")]
    [InlineData("http://mycompany.com:1234/myapp.php?foo=1&bar=2", "Zmvh+3yNM1Phv2jhDCwEM3q5ebU=")]
    [InlineData("https://MyCompany.com/myapp.php?foo=1&bar=2", "g9IN/x4Cft2g517EjYvEvM/W7LU=")]
    [InlineData("https://MyCompany.com:1234/myapp.php?foo=1&bar=2", "PCqOZm8cnu/L6+u5i5fuEd+Iac4=")]
    [InlineData("https://user:pass@mycompany.com/myapp.php?foo=1&bar=2", "CukzLTc1tT5dXEDIHm/tKBanW10=")]
    [InlineData(Url + "&Body=It%27s+amazing", "TfZzewPq8wqrGlMfyAud8+/IvJ0=")]
    [InlineData(Url + "&Body=It's+amazing", "dsq4Ehbj6cs+KdTkpF5sSSplOWw=")]
    public void Computes_the_published_signature_of_a_call_and_accepts_it(string url, string signature)
    {
        TwilioSignature.Compute(Token, url, Call).ShouldBe(signature);
        TwilioSignature.IsValid(Token, signature, url, Call).ShouldBeTrue();
    }

    [Theory]
    [InlineData("https://mycompany.com:1234/myapp.php?foo=1&bar=2", "RSOYDt4T1cUTdK1PDd93/VVr8B8=")]
    [InlineData(Url, "kvajT1Ptam85bY51eRf/AJRuM3w=")]
    [InlineData("http://mycompany.com/myapp.php?foo=1&bar=2", "0ZXoZLH/DfblKGATFgpif+LLRf4=")]
    [InlineData("https://MyCompany.com/myapp.php?foo=1&bar=2", "RSOYDt4T1cUTdK1PDd93/VVr8B8=")]
    [InlineData(Url + "&Body=It's+amazing", "TfZzewPq8wqrGlMfyAud8+/IvJ0=")]
    public void Accepts_a_signature_of_the_same_address_written_otherwise(string url, string signature) =>
        TwilioSignature.IsValid(Token, signature, url, Call).ShouldBeTrue();

    [Theory]
    [InlineData("https://h.gov.example/sms?b=It's&a=(x)", "https://H.gov.example:443/sms?b=It%27s&a=%28x%29")]
    [InlineData("https://h.gov.example/sms?a=1&a=2&b=", "https://h.gov.example/sms?a=1&b&a=2")]
    public void Accepts_a_query_that_the_signer_wrote_anew(string written, string seen) =>
        TwilioSignature.IsValid(Token, TwilioSignature.Compute(Token, written, Call), seen, Call).ShouldBeTrue();

    [Theory]
    [InlineData("https://mycompany.com:1234/myapp.php?foo=1&bar=2", "https://mycompany.com:4321/myapp.php?foo=1&bar=2")]
    [InlineData("https://mycompany.com/myapp.php?foo=1&bar=2", "http://mycompany.com/myapp.php?foo=1&bar=2")]
    [InlineData("https://mycompany.com/myapp.php?foo=1&bar=2", "https://mycompany.com/MyApp.php?foo=1&bar=2")]
    [InlineData("https://mycompany.com/myapp.php?foo=1&bar=2", "https://mycompany.com/myapp.php?bar=2&foo=1")]
    [InlineData("https://mycompany.com/myapp.php?foo=1&bar=2", "https://mycompany.com.attacker.example/myapp.php?foo=1&bar=2")]
    public void Refuses_a_signature_of_another_address(string written, string seen) =>
        TwilioSignature.IsValid(Token, TwilioSignature.Compute(Token, written, Call), seen, Call).ShouldBeFalse();

    [Fact]
    public void Sorts_and_keeps_each_value_of_a_repeated_key_once()
    {
        var ascending = Fields(("MessagingBinding.Address", "+1325xxxxxxx"), ("MessagingBinding.Address", "+1415xxxxxxx"));
        TwilioSignature.Compute(Token, Url, ascending).ShouldBe("83O6e2vORAoJHUNzJjDWN1jz+BA=");
        TwilioSignature.Compute(Token, Url, ascending.Reverse()).ShouldBe("83O6e2vORAoJHUNzJjDWN1jz+BA=");

        var repeated = Fields(("Sid", "CA123"), ("SidAccount", "AC123"), ("Digits", "5678"), ("Digits", "1234"), ("Digits", "1234"));
        TwilioSignature.Compute(Token, Url, repeated).ShouldBe("IK+Dwps556ElfBT0I3Rgjkr1wJU=");
    }

    [Fact]
    public void Signs_chinese_and_emoji_as_utf8()
    {
        var sms = Fields(("Body", "路灯坏了😀 a=b&c"), ("From", "+8613800138000"));
        TwilioSignature.Compute(Token, "https://h.gov.example/sms", sms).ShouldBe("1507z9rtSsQ4VijiPF3UG54jh+g=");
    }

    [Theory]
    [InlineData(Url + "&bodySHA256=" + JsonDigest, JsonBody, "a9nBmqA0ju/hNViExpshrM61xv4=")]
    [InlineData("https://mycompany.com/myapp.php?bodySHA256=" + JsonDigest, JsonBody, "y77kIzt2vzLz71DgmJGsen2scGs=")]
    [InlineData(Url + "&bodySHA256=" + EmptyDigest, "{}", "rw/jVviOgicj2+kHZULvebnA4ag=")]
    [InlineData(Url + "&bodySHA256=" + EmptyDigest, "{}", "Ldidvp12m26NI7eqEvxnEpkd9Hc=")]
    public void Accepts_a_json_body_by_its_digest_in_the_address(string url, string body, string signature)
    {
        TwilioSignature.IsValidWithBody(Token, signature, url, Encoding.UTF8.GetBytes(body)).ShouldBeTrue();
        TwilioSignature.IsValidWithBody(Token, signature, url, Encoding.UTF8.GetBytes(body + " ")).ShouldBeFalse();
        TwilioSignature.IsValidWithBody("12346", signature, url, Encoding.UTF8.GetBytes(body)).ShouldBeFalse();
    }

    [Theory]
    [InlineData(Url)]
    [InlineData(Url + "&bodySHA256=")]
    [InlineData(Url + "&bodySHA256=zz")]
    [InlineData(Url + "&xbodySHA256=" + JsonDigest)]
    public void Refuses_a_json_body_whose_digest_is_not_signed(string url) =>
        TwilioSignature.IsValidWithBody(Token, TwilioSignature.Compute(Token, url, []), url, Encoding.UTF8.GetBytes(JsonBody)).ShouldBeFalse();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("RSOYDt4T1cUTdK1PDd93/VVr8B8")]
    [InlineData("rSOYDt4T1cUTdK1PDd93/VVr8B8=")]
    [InlineData("路灯")]
    public void Refuses_any_other_header(string? signature) => TwilioSignature.IsValid(Token, signature, Url, Call).ShouldBeFalse();

    [Fact]
    public void Never_validates_with_an_empty_token() =>
        TwilioSignature.IsValid("", TwilioSignature.Compute("", Url, Call), Url, Call).ShouldBeFalse();

    [Fact]
    public void Agrees_with_an_independent_computation_and_notices_every_change() => Prop.ForAll(
        Requests(),
        request =>
        {
            var (token, fields) = request;
            var signature = TwilioSignature.Compute(token, Url, fields);
            signature.ShouldBe(Independent(token, Url, fields));
            TwilioSignature.IsValid(token, signature, Url, [.. fields.Reverse()]).ShouldBeTrue();
            TwilioSignature.IsValid(token + "x", signature, Url, fields).ShouldBeFalse();
            TwilioSignature.IsValid(token, signature, Url + "x", fields).ShouldBeFalse();
            TwilioSignature.IsValid(token, signature, Url, [.. fields, KeyValuePair.Create("ÿ added", "1")]).ShouldBeFalse();
        }).QuickCheckThrowOnFailure();

    private static Arbitrary<(string Token, KeyValuePair<string, string>[] Fields)> Requests()
    {
        var text = Gen.Elements("", "a", "B", "路灯", "坏了😀", "𠮷", " ", "+", "&=", "'", "%27", "\u0627\u0644", "0").ListOf(3).Select(parts => string.Concat(parts));
        var field = from key in Gen.Elements("Body", "body", "From", "To", "Digits", "Z", "键")
                    from value in text
                    select KeyValuePair.Create(key, value);
        return (from token in Gen.Elements("12345", "t", "密", new string('k', 100))
                from fields in field.ListOf()
                select (token, fields.ToArray())).ToArbitrary();
    }

    // HMAC from its definition (RFC 2104) over sorted sets, sharing nothing with the code under test but SHA-1 itself.
    private static string Independent(string token, string url, IEnumerable<KeyValuePair<string, string>> fields)
    {
        var sorted = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (var (name, value) in fields)
        {
            (sorted.TryGetValue(name, out var values) ? values : sorted[name] = new(StringComparer.Ordinal)).Add(value);
        }

        var data = Encoding.UTF8.GetBytes(url + string.Concat(sorted.SelectMany(f => f.Value.Select(v => f.Key + v))));
        var key = Encoding.UTF8.GetBytes(token);
        var block = new byte[64];
        (key.Length > 64 ? Sha1(key) : key).CopyTo(block, 0);
        var inner = Sha1([.. block.Select(b => (byte)(b ^ 0x36)), .. data]);
        return Convert.ToBase64String(Sha1([.. block.Select(b => (byte)(b ^ 0x5C)), .. inner]));
    }

#pragma warning disable CA5350 // the protocol's own hash
    private static byte[] Sha1(byte[] data) => SHA1.HashData(data);
#pragma warning restore CA5350

    private static KeyValuePair<string, string>[] Fields(params (string Key, string Value)[] fields) =>
        [.. fields.Select(f => KeyValuePair.Create(f.Key, f.Value))];
}
