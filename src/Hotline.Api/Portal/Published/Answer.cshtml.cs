using Hotline.Api.Features.Public;
using Hotline.Api.Platform;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Hotline.Api.Portal.Published;

/// <summary>One published answer.</summary>
internal sealed class AnswerModel(IHandler<ReadPublished, PublishedAnswer> read) : PageModel
{
    public PublishedAnswer Answer { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if ((await read.Handle(new ReadPublished(id), ct)).Value is not { } answer) return NotFound();
        Answer = answer;
        return Page();
    }
}
