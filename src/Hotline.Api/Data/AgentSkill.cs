using Hotline.Domain.Distribution;

namespace Hotline.Api.Data;

/// <summary>What an agent can do, as recorded; nobody recorded takes everything.</summary>
internal sealed class AgentSkill
{
    public Guid AccountId { get; init; }
    /// <summary>Comma separated, such as <c>zh-CN,en</c>; empty for any.</summary>
    public string Languages { get; set; } = "";
    /// <summary>Comma separated names as the call flows give them; empty for any.</summary>
    public string Topics { get; set; } = "";
    /// <summary>Takes calls of companies.</summary>
    public bool Enterprise { get; set; } = true;
    /// <summary>Messages in hand at once; null: as configured.</summary>
    public int? Messages { get; set; }

    public Skills Skills => new(Split(Languages), Split(Topics), Enterprise);

    public static string[] Split(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
