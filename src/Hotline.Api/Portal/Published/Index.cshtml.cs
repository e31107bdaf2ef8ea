using Hotline.Api.Features.Public;
using Hotline.Api.Features.Tickets;
using Hotline.Api.Platform;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Hotline.Api.Portal.Published;

/// <summary>Search among the published answers; every search has an address of its own.</summary>
internal sealed class IndexModel(IHandler<SearchPublished, Page<PublishedAnswer>> search) : PageModel
{
    private const int PerPage = 20;

    [BindProperty(SupportsGet = true)] public string? Q { get; set; }
    [BindProperty(SupportsGet = true)] public string? Department { get; set; }
    [BindProperty(SupportsGet = true)] public string? Category { get; set; }
    [BindProperty(SupportsGet = true)] public string? After { get; set; }

    public IReadOnlyList<PublishedAnswer> Answers { get; private set; } = [];
    public string? Next { get; private set; }
    public bool Filtered => !string.IsNullOrWhiteSpace(Q) || !string.IsNullOrEmpty(Department) || !string.IsNullOrEmpty(Category);

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        var found = await search.Handle(new SearchPublished(Q is { Length: > 100 } ? Q[..100] : Q, Department, Category, After, PerPage), ct);
        if (found.Error is { } error) return StatusCode(Problems.Status(error.Kind));
        (Answers, Next) = (found.Value!.Items, found.Value.Next);
        return Page();
    }
}
