using System.Security.Cryptography;
using System.Text;
using Hotline.Api.Data;
using Hotline.Api.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Hotline.Api.Tests;

public sealed class KeyRotationOnSqlite(Sqlite fixture) : KeyRotationTests(fixture), IClassFixture<Sqlite>;
public sealed class KeyRotationOnPostgres(Postgres fixture) : KeyRotationTests(fixture), IClassFixture<Postgres>;

public abstract class KeyRotationTests(HostFixture fixture) : ThroughTheFrontDoor(fixture)
{
    /// <summary>Columns of bytes that hold no cipher.</summary>
    private static readonly HashSet<string> Digests = ["merkle", "previous", "root", "note_salt", "note_digest", "hash", "last_hash"];

    [Fact]
    public async Task Every_column_of_bytes_is_rotated()
    {
        await using var db = await Records.Db(Host);
        db.Model.GetEntityTypes().SelectMany(e => e.GetProperties().Where(p => p.ClrType == typeof(byte[])).Select(p => (e.GetTableName()!, p.GetColumnName()))).Where(c => !Digests.Contains(c.Item2)).Except(KeyRotation.Sealed).ShouldBeEmpty();
    }

    [Fact]
    public async Task After_a_rotation_everything_is_under_the_new_key_and_nobody_notices()
    {
        using var host = Fixture.With();
        var ticket = await host.Given.AReceivedTicket(sender: "13800006666");
        using var output = new StringWriter();
        (await RecordsCommands.Rotate(host.Services.GetRequiredService<KeyRotation>(), TimeSpan.Zero, output, CancellationToken.None)).ShouldBe(0, output.ToString());
        output.ToString().ShouldContain("Key 2 seals now");
        output.ToString().ShouldContain(Path.Combine(host.Folder, "keys", "personal-data.key"));
        await using (var db = await Records.Db(host)) (await KeyRotation.InUse(db, CancellationToken.None)).Keys.ShouldBe([2]);

        // The old key is not needed any more; index and query code have keys of their own.
        File.Delete(Path.Combine(host.Folder, "keys", "personal-data.key"));
        var fresh = new PersonalData(new KeyRing(Path.Combine(host.Folder, "keys")));
        await using (var db = await Records.Db(host)) fresh.Open((await db.Residents.SingleAsync()).Phone!).ShouldBe("13800006666");
        fresh.Index("tel:1").ShouldBe(host.Services.GetRequiredService<PersonalData>().Index("tel:1"));
        (await (await host.As("agent1")).Post($"/api/tickets/{ticket.Id}/resident/reveal", new { reason = "核实" })).Ok()["phone"].Text.ShouldBe("13800006666");
        (await (await host.As("agent1")).Get("/api/tickets?q=13800006666")).Ok()["items"].Items.ShouldHaveSingleItem();
        (await host.Anybody().Get($"/api/public/tickets/{ticket.Number}?code={ticket.Code}")).Ok();
        (await host.Given.AReceivedTicket(sender: "13800006666")).ShouldNotBeNull();
        await using (var db = await Records.Db(host)) (await db.Residents.CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_rotation_killed_half_way_goes_on_where_it_stopped()
    {
        using var host = Fixture.With();
        for (var i = 0; i < 3; i++) await host.Given.AReceivedTicket(sender: $"1380000700{i}");
        var rotation = host.Services.GetRequiredService<KeyRotation>();
        var done = new List<string>();
        await Should.ThrowAsync<InvalidOperationException>(() => rotation.Run((table, column, _) =>
        {
            done.Add($"{table}.{column}");
            if (column == "phone") throw new InvalidOperationException("killed");
        }, TimeSpan.Zero, CancellationToken.None));
        done[^1].ShouldBe("resident.phone");
        await using (var db = await Records.Db(host)) (await KeyRotation.InUse(db, CancellationToken.None)).Keys.Order().ShouldBe([1, 2]);
        (await (await host.As("agent1")).Get("/api/tickets?q=13800007001")).Ok()["items"].Items.ShouldHaveSingleItem();

        var again = new List<string>();
        var report = await rotation.Run((table, column, _) => again.Add($"{table}.{column}"), TimeSpan.Zero, CancellationToken.None);
        again[0].ShouldBe("resident.email");
        report.Key.ShouldBe(2);
        report.Resealed.ShouldBe(3 /* messages */);
        report.InUse.Keys.ShouldBe([2]);
        (await rotation.Run(null, TimeSpan.Zero, CancellationToken.None)).Key.ShouldBe(3);
    }

    [Fact]
    public async Task What_a_slow_host_seals_with_the_old_key_meanwhile_is_sealed_anew_too()
    {
        using var host = Fixture.With();
        await host.Given.AReceivedTicket(sender: "13800008001");
        var slow = host.Services.GetRequiredService<PersonalData>();
        var rotation = new KeyRotation(host.Services.GetRequiredService<IDbContextFactory<HotlineDb>>(), new PersonalData(new KeyRing(slow.Keys.Folder)), host.Clock);
        var old = slow.Seal("13800008002");
        var late = false;
        var report = await rotation.Run((table, column, _) =>
        {
            if (late || column != "payload") return;
            late = true;
            using var db = host.Services.GetRequiredService<IDbContextFactory<HotlineDb>>().CreateDbContext();
            db.Residents.Add(new Resident { Id = Guid.CreateVersion7(), Phone = old, CreatedAt = host.Clock.GetUtcNow() });
            db.SaveChangesAsync().GetAwaiter().GetResult();
        }, TimeSpan.Zero, CancellationToken.None);
        report.InUse.Keys.ShouldBe([2]);
        await using var check = await Records.Db(host);
        (await check.Residents.ToListAsync()).Select(r => slow.Open(r.Phone!)).Order().ShouldBe(["13800008001", "13800008002"]);
    }

    [Fact]
    public void A_value_of_the_first_version_without_a_key_number_is_readable()
    {
        using var folder = new Folder();
        var keys = new KeyRing(folder.Path);
        var seal = HKDF.DeriveKey(HashAlgorithmName.SHA256, File.ReadAllBytes(keys.FileOf(1)), 32, info: "hotline/seal"u8.ToArray());
        var (nonce, plain, tag) = (RandomNumberGenerator.GetBytes(12), Encoding.UTF8.GetBytes("欧阳小明"), new byte[16]);
        var text = new byte[plain.Length];
        using (var aes = new AesGcm(seal, 16)) aes.Encrypt(nonce, plain, text, tag, (byte[])[1]);
        keys.Make();
        new PersonalData(keys).Open([1, .. nonce, .. tag, .. text]).ShouldBe("欧阳小明");
    }

    [Fact]
    public void A_wrong_or_missing_key_is_refused_by_name()
    {
        using var folder = new Folder();
        var sealedValue = new PersonalData(new KeyRing(folder.Path)).Seal("13800000000");
        File.WriteAllBytes(Path.Combine(folder.Path, "personal-data.key"), RandomNumberGenerator.GetBytes(32));
        var wrong = new PersonalData(new KeyRing(folder.Path));
        Should.Throw<CryptographicException>(() => wrong.Open(sealedValue)).Message.ShouldContain("personal-data.key is not the key it was sealed with");
        sealedValue[4] = 9;
        Should.Throw<CryptographicException>(() => wrong.Open(sealedValue)).Message.ShouldContain("personal-data.9.key is not there");
        Should.Throw<CryptographicException>(() => wrong.Open([7, 7, 7])).Message.ShouldContain("known version");
        File.WriteAllBytes(Path.Combine(folder.Path, "personal-data.2.key"), [1, 2, 3]);
        Should.Throw<InvalidOperationException>(() => new KeyRing(folder.Path)).Message.ShouldContain("personal-data.2.key is damaged");
    }

    [Fact]
    public async Task A_host_with_the_keys_of_another_database_does_not_start()
    {
        using var folder = new Folder();
        var contexts = Host.Services.GetRequiredService<IDbContextFactory<HotlineDb>>();
        await Host.Services.GetRequiredService<KeyRotation>().Check(CancellationToken.None);
        var refused = await Should.ThrowAsync<InvalidOperationException>(() => new KeyRotation(contexts, new PersonalData(new KeyRing(folder.Path)), Host.Clock).Check(CancellationToken.None));
        refused.Message.ShouldContain($"The keys in {folder.Path} are not those of this database");
    }

    [Fact]
    public async Task Every_column_of_bytes_is_sealed_or_known_to_be_no_secret()
    {
        await using var db = await Records.Db(Host);
        string[] noSecret = ["ticket.last_hash", "ticket_history.hash", "ticket_history.note_salt", "ticket_history.note_digest", "daily_root.merkle", "daily_root.previous", "daily_root.root"];
        var columns = db.Model.GetEntityTypes().SelectMany(e => e.GetProperties().Where(p => p.ClrType == typeof(byte[])).Select(p => $"{e.GetTableName()}.{p.GetColumnName()}"));
        columns.Except(noSecret).ShouldBe(KeyRotation.Sealed.Select(s => $"{s.Table}.{s.Column}"), ignoreOrder: true);
    }

    private sealed class Folder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("hotline-keys-").FullName;
        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
