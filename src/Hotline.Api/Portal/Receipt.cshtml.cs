using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Hotline.Api.Portal;

/// <summary>Number and query code after sending; only the browser that sent the form can see it.</summary>
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class ReceiptModel(TicketPass pass) : PageModel
{
    public TicketPass.Pair Ticket { get; private set; } = null!;

    public IActionResult OnGet()
    {
        if (pass.Read(TicketPass.Receipt) is not { } ticket) return Redirect("/track");
        Ticket = ticket;
        return Page();
    }
}
