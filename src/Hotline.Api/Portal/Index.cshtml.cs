using Hotline.Api.Features.Public;
using Hotline.Api.Features.Tickets;
using Hotline.Api.Platform;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Hotline.Api.Portal;

/// <summary>The front door: search first, four ways in, follow a matter, what was answered lately.</summary>
internal sealed class IndexModel(IHandler<SearchPublished, Page<PublishedAnswer>> search) : PageModel
{
    public IReadOnlyList<PublishedAnswer> Latest { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct) =>
        Latest = (await search.Handle(new SearchPublished(null, null, null, null, 5), ct)).Value?.Items ?? [];
}
