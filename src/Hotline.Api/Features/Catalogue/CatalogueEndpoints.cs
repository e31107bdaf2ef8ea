using Hotline.Api.Platform;

namespace Hotline.Api.Features.Catalogue;

/// <summary>Addresses of the category tree and the duty directory.</summary>
internal static class CatalogueEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/categories", (IHandler<ListCategories, CategoriesView> list, CancellationToken ct) => list.Handle(new ListCategories(), ct).ToHttp())
            .WithName(nameof(ListCategories)).WithSummary("The category tree").Produces<CategoriesView>().ProducesProblem(403);
        api.MapPut("/categories/{code}", (string code, SaveCategory body, IHandler<SaveCategory, CategoriesView> save, CancellationToken ct) => { body.Code = code; return save.Handle(body, ct).ToHttp(); })
            .WithName(nameof(SaveCategory)).WithSummary("Enter or change a category").Produces<CategoriesView>().ProducesProblem(400).ProducesProblem(403).ProducesProblem(409);
        api.MapDelete("/categories/{code}", (string code, int? version, IHandler<DeleteCategory, CategoriesView> delete, CancellationToken ct) => delete.Handle(new DeleteCategory(code, version), ct).ToHttp())
            .WithName(nameof(DeleteCategory)).WithSummary("Take a category out").Produces<CategoriesView>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
        api.MapGet("/duties", (IHandler<ListDuties, DutiesView> list, CancellationToken ct) => list.Handle(new ListDuties(), ct).ToHttp())
            .WithName(nameof(ListDuties)).WithSummary("The duty directory").Produces<DutiesView>().ProducesProblem(403);
        api.MapPut("/duties", (SaveDuty body, IHandler<SaveDuty, DutiesView> save, CancellationToken ct) => save.Handle(body, ct).ToHttp())
            .WithName(nameof(SaveDuty)).WithSummary("Enter or change a clause").Produces<DutiesView>().ProducesProblem(400).ProducesProblem(403).ProducesProblem(409);
        api.MapDelete("/duties/{category}", (string category, string? district, int? version, IHandler<DeleteDuty, DutiesView> delete, CancellationToken ct) => delete.Handle(new DeleteDuty(category, district, version), ct).ToHttp())
            .WithName(nameof(DeleteDuty)).WithSummary("Take a clause out").Produces<DutiesView>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
    }
}
