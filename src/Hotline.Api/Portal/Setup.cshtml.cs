using Hotline.Api.Data.Seed;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Hotline.Api.Portal;

/// <summary>The one-time link printed at the first start: whoever has it creates the first administrator.</summary>
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class SetupModel(StaffSeed seed, PortalTexts texts) : PageModel
{
    [BindProperty(SupportsGet = true)] public string? Token { get; set; }
    [BindProperty] public string? UserName { get; set; }
    public FormErrors Errors { get; } = new();
    /// <summary>The account was made just now.</summary>
    public bool Ready { get; private set; }
    public SetUpState State { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (string.IsNullOrEmpty(Token)) return NotFound();
        State = await seed.StateOf(Token, ct);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string? password, string? repeat, CancellationToken ct)
    {
        State = await seed.StateOf(Token ?? "", ct);
        if (State != SetUpState.Open) return Page();
        if (string.IsNullOrWhiteSpace(UserName)) Errors.Add("userName", texts.Problem("userName", "field.required"));
        if (string.IsNullOrEmpty(password)) Errors.Add("password", texts.Problem("password", "field.required"));
        else if (password != repeat) Errors.Add("repeat", texts.SetUpMismatch);
        if (!Errors.Any && await seed.SetUp(Token ?? "", UserName!.Trim(), password!, ct) is { } refused) Errors.Add(refused, texts);
        Ready = !Errors.Any;
        if (Errors.Any) Response.StatusCode = StatusCodes.Status400BadRequest;
        return Page();
    }
}
