using FluentValidation;
using Hotline.Api.Data;
using Hotline.Api.Distribution;
using Hotline.Api.Platform;
using Hotline.Domain;
using Hotline.Domain.Staff;
using Microsoft.EntityFrameworkCore;

namespace Hotline.Api.Features.Line;

/// <summary>What each person who may sit on the floor can do.</summary>
[Allow(Role.Administrator, Role.Supervisor)]
internal sealed record ListSkills;

/// <param name="Languages">Empty for any.</param>
/// <param name="Topics">Names as the call flows give them; empty for any.</param>
/// <param name="Enterprise">Takes calls of companies.</param>
/// <param name="Messages">Messages in hand at once; absent: as configured.</param>
internal sealed record SkillLine(string UserName, string DisplayName, string StaffNumber, IReadOnlyList<string> Languages, IReadOnlyList<string> Topics, bool Enterprise, int? Messages);

/// <summary>Counts from the next offer on.</summary>
[Allow(Role.Administrator, Role.Supervisor)]
internal sealed record SaveSkills(IReadOnlyList<string>? Languages, IReadOnlyList<string>? Topics, bool? Enterprise, int? Messages)
{
    [System.Text.Json.Serialization.JsonIgnore] public string UserName { get; set; } = "";
}

internal sealed class SaveSkillsValidator : AbstractValidator<SaveSkills>
{
    private const int Most = 40;

    public SaveSkillsValidator()
    {
        RuleFor(x => x.Languages).NotNull().Must(AreNames).WithMessage(_ => ErrorTexts.Sentence("line.skill_malformed", []));
        RuleFor(x => x.Topics).NotNull().Must(AreNames).WithMessage(_ => ErrorTexts.Sentence("line.skill_malformed", []));
        RuleFor(x => x.Messages).InclusiveBetween(0, 50);
    }

    private static bool AreNames(IReadOnlyList<string>? names) =>
        names is null || (names.Count <= Most && names.All(n => !string.IsNullOrWhiteSpace(n) && n.Length <= Most && !n.Contains(',', StringComparison.Ordinal)));
}

internal sealed class SkillHandlers(HotlineDb db, LineSignal signal) : IHandler<ListSkills, IReadOnlyList<SkillLine>>, IHandler<SaveSkills, SkillLine>
{
    public async Task<Result<IReadOnlyList<SkillLine>>> Handle(ListSkills request, CancellationToken ct)
    {
        var people = await db.Users.AsNoTracking().Where(u => u.DepartmentCode == null).OrderBy(u => u.StaffNumber).ToListAsync(ct);
        var skills = await db.AgentSkills.AsNoTracking().ToDictionaryAsync(s => s.AccountId, ct);
        return people.Where(SitsOnTheFloor).Select(p => Line(p, skills.GetValueOrDefault(p.Id))).ToList();
    }

    public async Task<Result<SkillLine>> Handle(SaveSkills request, CancellationToken ct)
    {
        if (await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.UserName == request.UserName, ct) is not { } person || !SitsOnTheFloor(person)) return new Error(ErrorKind.NotFound, "line.seat_not_found");
        for (var attempt = 0; ; attempt++)
        {
            var skill = await db.AgentSkills.SingleOrDefaultAsync(s => s.AccountId == person.Id, ct);
            if (skill is null) db.AgentSkills.Add(skill = new AgentSkill { AccountId = person.Id });
            (skill.Languages, skill.Topics, skill.Enterprise, skill.Messages) = (Join(request.Languages!), Join(request.Topics!), request.Enterprise ?? true, request.Messages);
            try
            {
                await db.SaveChangesAsync(ct);
                signal.Raise();
                return Line(person, skill);
            }
            catch (DbUpdateException) when (attempt == 0)
            {
                db.ChangeTracker.Clear();   // two supervisors recorded the first skills at once: the second one updates them
            }
        }
    }

    private static bool SitsOnTheFloor(StaffMember person) => person.Roles.Split(',').Any(r => r is nameof(Role.Agent) or nameof(Role.Dispatcher) or nameof(Role.Supervisor));

    private static SkillLine Line(StaffMember person, AgentSkill? skill) => new(person.UserName!, person.DisplayName, person.StaffNumber,
        AgentSkill.Split(skill?.Languages ?? ""), AgentSkill.Split(skill?.Topics ?? ""), skill?.Enterprise ?? true, skill?.Messages);

    private static string Join(IReadOnlyList<string> names) => string.Join(',', names.Select(n => n.Trim()).Distinct(StringComparer.OrdinalIgnoreCase));
}
