using System.Net.Http.Headers;
using Shouldly;

namespace Hotline.Testing;

/// <summary>What the program answered, read to the end.</summary>
public sealed record Answer(string Request, int Status, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders, byte[] Bytes)
{
    public string Body => System.Text.Encoding.UTF8.GetString(Bytes);

    public Json Json => Testing.Json.Parse(Body);

    /// <summary>The stable code of a refusal.</summary>
    public string Code => Json["code"].Text;

    public string? Header(string name) =>
        Headers.TryGetValues(name, out var values) || ContentHeaders.TryGetValues(name, out values) ? string.Join(", ", values) : null;

    /// <summary>Its content when it succeeded; fails with the whole answer otherwise.</summary>
    public Json Ok()
    {
        Status.ShouldBeInRange(200, 299, $"{Request}: {Body}");
        return Bytes.Length == 0 ? Testing.Json.Parse("null") : Json;
    }

    /// <summary>The problem document of an expected refusal.</summary>
    public Json Refused(int status, string code)
    {
        Status.ShouldBe(status, $"{Request}: {Body}");
        ContentHeaders.ContentType?.MediaType.ShouldBe("application/problem+json");
        Code.ShouldBe(code, Body);
        return Json;
    }
}
