using FluentValidation;
using Hotline.Api.Data;
using Hotline.Api.Data.Seed;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Departments;
using Hotline.Domain.Staff;
using Hotline.Domain.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Catalogue;

/// <summary>The category tree with what it preselects.</summary>
[Allow(Role.Administrator, Role.Supervisor, Role.Dispatcher)]
internal sealed record ListCategories;

/// <param name="Open">Open tickets of this very category.</param>
internal sealed record CategoryDetail(string Code, string Name, string NameEn, Urgency Urgency, TicketType? Type, int Open);

/// <param name="Version">Version of the document; goes back with a change.</param>
internal sealed record CategoriesView(int Version, IReadOnlyList<CategoryDetail> Categories);

/// <summary>Enters a category or changes its name and defaults. Open tickets keep their category, urgency and clocks.</summary>
[Allow(Role.Administrator)]
internal sealed record SaveCategory(string? Name, string? NameEn, Urgency? Urgency, TicketType? Type, int? Version)
{
    [System.Text.Json.Serialization.JsonIgnore] public string Code { get; set; } = "";
}

/// <summary>Takes a category out. Refused while open tickets have it, lower categories stand under it, or clauses of the duty directory name it.</summary>
[Allow(Role.Administrator)]
internal sealed record DeleteCategory(string Code, int? Version);

internal sealed class SaveCategoryValidator : AbstractValidator<SaveCategory>
{
    public SaveCategoryValidator()
    {
        RuleFor(x => x.Code).Matches("^([0-9]{2}){1,3}$").WithMessage(_ => ErrorTexts.Sentence("catalogue.code_malformed", []));
        RuleFor(x => x.Name).NotEmpty().MaximumLength(60);
        RuleFor(x => x.NameEn).NotEmpty().MaximumLength(120);
        RuleFor(x => x.Urgency).IsInEnum();
        RuleFor(x => x.Type).IsInEnum();
    }
}

internal sealed class CategoryHandlers(HotlineDb db, CityDocuments documents, City city, CurrentActor current) : IHandler<ListCategories, CategoriesView>, IHandler<SaveCategory, CategoriesView>, IHandler<DeleteCategory, CategoriesView>
{
    private const string Document = "categories.yaml";

    public async Task<Result<CategoriesView>> Handle(ListCategories request, CancellationToken ct)
    {
        var open = TicketLifecycle.Open.ToList();
        var counts = await db.Tickets.Where(t => t.CategoryCode != null && open.Contains(t.State)).GroupBy(t => t.CategoryCode!).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        return new CategoriesView((await documents.Text(Document, ct))?.Version ?? 0,
            [.. city.Categories.OrderBy(c => c.Code, StringComparer.Ordinal).Select(c => new CategoryDetail(c.Code, c.Name, c.NameEn, c.Urgency, c.Type, counts.GetValueOrDefault(c.Code)))]);
    }

    public async Task<Result<CategoriesView>> Handle(SaveCategory request, CancellationToken ct)
    {
        var category = new Category(request.Code, request.Name!.Trim(), request.NameEn!.Trim(), request.Urgency ?? Urgency.Normal, request.Type);
        if (category.Parent is { } parent && city.Category(parent) is null) return Error.Field("code", "catalogue.parent_missing", parent);
        return await Apply(city.Categories.Where(c => c.Code != category.Code).Append(category), request.Version, $"~ {category.Code} {category.Name}", ct);
    }

    public async Task<Result<CategoriesView>> Handle(DeleteCategory request, CancellationToken ct)
    {
        var code = request.Code;
        if (city.Category(code) is null) return Error.NotFound("category");
        var open = TicketLifecycle.Open.ToList();
        var tickets = await db.Tickets.CountAsync(t => t.CategoryCode == code && open.Contains(t.State), ct);
        if (tickets > 0) return Refused("catalogue.category_has_open_tickets", tickets);
        if (city.Categories.Count(c => c.Parent == code) is var lower and > 0) return Refused("catalogue.category_has_lower", lower);
        if (city.Directory.Rules.Count(r => r.Category == code) is var clauses and > 0) return Refused("catalogue.category_in_directory", clauses);
        return await Apply(city.Categories.Where(c => c.Code != code), request.Version, $"- {code}", ct);

        static Error Refused(string why, int count) => new(ErrorKind.Conflict, why) { Arguments = [$"{count}"] };
    }

    private async Task<Result<CategoriesView>> Apply(IEnumerable<Category> categories, int? version, string note, CancellationToken ct)
    {
        var applied = await documents.Apply(Document, CityFiles.Write(categories.OrderBy(c => c.Code, StringComparer.Ordinal)), version, note, current.Required.UserName, ct);
        return applied.Error is { } refused ? refused : await Handle(new ListCategories(), ct);
    }
}
