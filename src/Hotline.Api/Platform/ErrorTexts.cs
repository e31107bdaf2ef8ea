using System.Globalization;
using Hotline.Domain;

namespace Hotline.Api.Platform;

/// <summary>Every stable code with its sentence in Chinese and English; <c>docs/errors.md</c> is printed from here.</summary>
internal static class ErrorTexts
{
    public static readonly IReadOnlyDictionary<string, (string Zh, string En)> All = new Dictionary<string, (string, string)>
    {
        ["request.invalid"] = ("填写的内容有误，请按提示修改。", "Some fields are not right; see errors."),
        ["request.malformed"] = ("请求格式有误：{0}", "The request could not be read: {0}"),
        ["request.too_large"] = ("内容过大。", "The content is too large."),
        ["request.unsupported_type"] = ("不支持这种内容类型。", "This content type is not supported."),
        ["request.not_found"] = ("没有这个地址。", "There is nothing at this address."),
        ["request.method_not_allowed"] = ("这个地址不支持该操作。", "This address does not support the method."),
        ["request.precondition_malformed"] = ("If-Match 应为版本号，例如 \"3\"。", "If-Match must be a version number such as \"3\"."),
        ["antiforgery.invalid"] = ("页面已过期，请刷新后重试。", "The page has expired; reload and try again."),
        ["session.required"] = ("请先登录。", "Sign in first."),
        ["session.forbidden"] = ("您没有这项权限。", "You may not do this."),
        ["session.wrong_credentials"] = ("用户名或密码不正确。", "User name or password is wrong."),
        ["session.locked_out"] = ("密码错误次数过多，账号已暂时锁定，请稍后再试。", "Too many wrong passwords; the account is locked for a while."),
        ["rate.limited"] = ("操作过于频繁，请稍后再试。", "Too many requests; try again later."),
        ["ticket.not_found"] = ("没有找到这个工单。", "No such ticket."),
        ["ticket.transition_not_allowed"] = ("当前状态（{1}）不能执行“{0}”。", "{0} is not possible in state {1}."),
        ["ticket.version_conflict"] = ("您编辑期间工单已被他人更新。", "Somebody changed the ticket while you were editing."),
        ["ticket.forbidden"] = ("您的岗位不能执行“{0}”。", "Your role may not {0}."),
        ["ticket.other_department"] = ("这个工单由其他单位承办。", "Another department has this ticket."),
        ["ticket.same_person"] = ("公开须由另一人确认。", "A second person has to confirm a publication."),
        ["ticket.nothing_to_publish"] = ("工单尚未办结或没有答复，不能公开。", "There is no finished answer to publish."),
        ["ticket.publication_not_proposed"] = ("没有待确认的公开稿。", "No publication waits for confirmation."),
        ["ticket.confidential_not_published"] = ("诉求人要求保密，不能公开。", "The resident asked for confidence; it is not published."),
        ["ticket.merge_into_itself"] = ("不能并入自身。", "A ticket cannot be merged into itself."),
        ["ticket.merge_target_not_open"] = ("目标工单不在办理中。", "The target ticket is not open."),
        ["ticket.has_members"] = ("该工单已并入其他诉求，不能再并单。", "This ticket is itself a master."),
        ["ticket.already_rated"] = ("已经评价过。", "Already rated."),
        ["ticket.urged_recently"] = ("24 小时内已经催办过。", "Already urged within 24 hours."),
        ["ticket.not_open"] = ("工单已经办结。", "The ticket is not open any more."),
        ["ticket.no_suggestion"] = ("没有可用的建议，请指定 {0}。", "There is no suggestion; give {0}."),
        ["ticket.category_unknown"] = ("没有这个分类。", "No such category."),
        ["ticket.department_unknown"] = ("没有这个单位。", "No such department."),
        ["ticket.state_unknown"] = ("没有这个状态：{0}", "No such state: {0}"),
        ["list.cursor_malformed"] = ("翻页标记无效。", "The paging cursor is not valid."),
        ["list.value_unknown"] = ("不认识的取值：{0}", "Unknown value: {0}"),
        ["city.document_wrong"] = ("内容不能采用：{0}", "The content cannot be used: {0}"),
        ["city.document_changed"] = ("{0} 刚刚被他人修改，请刷新后再试。", "Somebody has just changed {0}; reload and try again."),
        ["policy.code_or_version_malformed"] = ("code 和 version 只能用字母、数字、点和连字符，不超过 32 个字符。", "code and version take letters, digits, dots and hyphens, 32 at most."),
        ["policy.version_exists"] = ("版本 {0} 已经存在。", "Version {0} exists already."),
        ["policy.effective_in_the_past"] = ("现行政策的新版本须从明天或以后生效，已作出的承诺不改写。", "A new version of the policy in force must begin tomorrow or later: promises made are not rewritten."),
        ["deadline.from_malformed"] = ("应为日期（2026-02-13）或带时区的时间。", "Give a day (2026-02-13) or an instant with an offset."),
        ["deadline.working_days_malformed"] = ("应为 0 到 2000 之间的工作日数，例如 5 或 0.5。", "Give working days above 0 and up to 2,000, such as 5 or 0.5."),
        ["unit.not_found"] = ("没有这个单位。", "No such unit."),
        ["unit.code_malformed"] = ("单位代码只用大写字母和数字。", "A unit's code has capital letters and digits."),
        ["unit.own_ancestor"] = ("单位不能隶属于自己的下级。", "A unit cannot stand below itself."),
        ["unit.has_open_tickets"] = ("该单位还有 {0} 件在办工单，请先移交。", "The unit has {0} open tickets; re-home them first."),
        ["unit.has_lower_units"] = ("该单位下还有 {0} 个下级单位。", "{0} units stand below it."),
        ["unit.has_staff"] = ("该单位还有 {0} 个账号。", "{0} accounts belong to it."),
        ["unit.in_directory"] = ("派单目录中还有 {0} 条指向该单位。", "{0} clauses of the duty directory name it."),
        ["category.not_found"] = ("没有这个分类。", "No such category."),
        ["duty.not_found"] = ("派单目录中没有这一条。", "The duty directory has no such clause."),
        ["catalogue.code_malformed"] = ("分类代码为 2、4 或 6 位数字。", "A category's code has 2, 4 or 6 digits."),
        ["catalogue.parent_missing"] = ("请先建立上级分类 {0}。", "Enter the parent category {0} first."),
        ["catalogue.district_unknown"] = ("没有这个区域。", "No such district."),
        ["catalogue.category_without_owner"] = ("删除后 {0} 没有承办单位。", "Without it {0} would have no owner."),
        ["catalogue.category_has_open_tickets"] = ("还有 {0} 件在办工单属于该分类。", "{0} open tickets have this category."),
        ["catalogue.category_has_lower"] = ("该分类下还有 {0} 个下级分类。", "{0} categories stand below it."),
        ["catalogue.category_in_directory"] = ("派单目录中还有 {0} 条属于该分类。", "{0} clauses of the duty directory name it."),
        ["staff.unknown"] = ("没有这个账号。", "No such account."),
        ["staff.user_name_malformed"] = ("登录名为 2 至 40 个字母、数字、点、横线或下划线。", "A user name has 2 to 40 letters, digits, dots, hyphens or underscores."),
        ["staff.role_not_given"] = ("不能授予这个岗位。", "This role is not given to accounts."),
        ["staff.auditor_alone"] = ("审计员不兼任其他岗位。", "An auditor has no other role."),
        ["staff.unit_and_roles"] = ("经办人和审批人须属于单位，中心人员不属于单位。", "Handlers and approvers belong to a unit; staff of the centre do not."),
        ["staff.not_oneself"] = ("不能停用自己或取消自己的管理员岗位。", "You cannot lock yourself out or give up your own administrator role."),
        ["staff.other_unit"] = ("代理人须在同一单位。", "The stand-in must belong to the same unit."),
        ["staff.role_stays"] = ("管理员和审计员的权限不能委托。", "Administrator and auditor cannot be handed on."),
        ["staff.period_malformed"] = ("委托期限须在将来，且不超过一年。", "The period must end in the future and last a year at most."),
        ["delegation.not_found"] = ("没有这项委托。", "No such delegation."),
        ["intake.full"] = ("来件过多，请稍后重试。", "The intake is full; try again shortly."),
        ["intake.key_unknown"] = ("接口密钥无效。", "The API key is not known."),
        ["intake.empty"] = ("内容为空。", "There is no content."),
        ["intake.batch_size"] = ("每批 1 至 1000 条。", "A batch holds 1 to 1,000 messages."),
        ["intake.time_unreadable"] = ("时间应为带时区的 ISO 8601 格式。", "The time must be ISO 8601 with an offset."),
        ["intake.channel_unknown"] = ("不认识的渠道。", "Unknown channel."),
        ["intake.quarantined"] = ("消息已保存，但未能生成工单，工作人员会处理。", "The message is stored but could not become a ticket; the staff will see to it."),
        ["message.not_found"] = ("没有找到这条消息。", "No such message."),
        ["message.not_quarantined"] = ("这条消息不在待处理列表中。", "The message is not in quarantine."),
        ["notice.not_found"] = ("没有找到这条通知。", "No such notice."),
        ["notice.no_channel"] = ("没有可用的发送渠道：{0}", "There is no way to send by this channel: {0}"),
        ["notice.no_provider"] = ("尚未配置服务商：{0}", "The provider is not set up: {0}"),
        ["notice.refused"] = ("服务商拒绝发送：{0}", "The provider refused it: {0}"),
        ["notice.to_be_retried"] = ("暂未发出，将自动重试：{0}", "Not sent yet, will be tried again: {0}"),
        ["notice.given_up"] = ("多次尝试仍未发出：{0}", "Given up after several tries: {0}"),
        ["notice.not_retryable"] = ("这条通知不需要重发。", "This notice needs no retry."),
        ["attachment.not_found"] = ("没有找到这个附件。", "No such attachment."),
        ["attachment.type_refused"] = ("只接受图片、音视频、PDF 和 Office 文档，且内容须与类型相符。", "Only images, audio, video, PDF and Office documents are taken, and the content must match its type."),
        ["attachment.too_large"] = ("附件不能超过 20 MB。", "An attachment may have at most 20 MB."),
        ["attachment.too_many"] = ("最多 5 个附件。", "At most 5 files."),
        ["attachment.missing"] = ("没有选择文件。", "No file was given."),
        ["public.not_found"] = ("编号或查询码不正确。", "The number or the query code is not right."),
        ["publication.not_found"] = ("没有找到这条公开答复。", "No such published answer."),
        ["resident.not_found"] = ("这个工单没有留下联系方式。", "The ticket has no contact."),
        ["classifier.not_found"] = ("没有找到这个模型。", "No such model."),
        ["classifier.already_champion"] = ("这个模型正在使用。", "This model advises already."),
        ["classifier.promoted_meanwhile"] = ("其他人刚刚启用了另一个模型，请刷新后再看。", "Somebody has just promoted another model; reload and look again."),
        ["classifier.nothing_before"] = ("没有可以退回的模型。", "There is no model to go back to."),
        ["classifier.training_already"] = ("训练正在进行。", "A training is running already."),
        ["classifier.no_model"] = ("没有可用的分类模型。", "There is no classifier."),
        ["classifier.file_missing"] = ("模型文件 {0} 不存在。", "The model file {0} is missing."),
        ["classifier.file_deleted"] = ("第 {0} 版模型停用已久，文件已删除，不能再启用。", "Version {0} was retired long ago and its file is deleted; it cannot advise again."),
        ["classifier.file_changed"] = ("模型文件 {0} 与登记的校验值不符。", "The model file {0} is not the one that was registered: its checksum differs."),
        ["classifier.file_unreadable"] = ("模型文件不能使用（{0}）。", "The model file cannot be used ({0})."),
        ["example.not_found"] = ("没有找到这条样例。", "No such example."),
        ["setup.link_not_valid"] = ("链接已失效：账号已经建立，或者链接不完整。", "The link is not valid any more: an account exists already, or the link is not whole."),
        ["setup.password_too_simple"] = ("密码太简单：至少 10 位，含大写和小写字母、数字和符号。", "The password is too simple: at least 10 characters with capital and small letters, a digit and a symbol."),
        ["twilio.not_configured"] = ("尚未配置 Twilio：缺少 {0}。", "Twilio is not configured: {0} is missing."),
        ["twilio.signature_missing"] = ("缺少签名。", "The signature is missing."),
        ["twilio.signature_wrong"] = ("签名不正确。", "The signature is wrong."),
        ["mail.not_configured"] = ("尚未配置邮件：{0}。", "Mail is not configured: {0}."),
        ["mail.key_wrong"] = ("密钥不正确。", "The key is wrong."),
        ["contact.required"] = ("请留下手机号或电子邮箱，或者选择匿名。", "Give a phone number or an e-mail address, or choose to stay anonymous."),
        ["field.required"] = ("必填。", "Required."),
        ["field.too_long"] = ("内容过长。", "Too long."),
        ["field.malformed"] = ("格式不正确。", "Not in the right form."),
    };

    private static readonly Dictionary<string, string> ChineseNames = new()
    {
        ["Accept"] = "受理", ["Answer"] = "直接答复", ["Dispatch"] = "派单", ["Recall"] = "收回", ["Redirect"] = "分类告知", ["Merge"] = "并单", ["Unmerge"] = "取消并单",
        ["Withdraw"] = "撤回", ["Sign"] = "签收", ["FirstContact"] = "先行联系", ["Reply"] = "答复", ["Approve"] = "审核通过", ["SendBack"] = "退回", ["Rate"] = "评价",
        ["Rework"] = "重办", ["Close"] = "办结", ["Archive"] = "归档",
        ["Received"] = "待受理", ["Accepted"] = "已受理", ["Dispatched"] = "待签收", ["Handling"] = "办理中", ["Replied"] = "待单位审批", ["Review"] = "待办结审核",
        ["Evaluation"] = "待评价", ["DissatisfactionReview"] = "不满意复核", ["Closed"] = "已办结", ["Archived"] = "已归档", ["Answered"] = "已直接答复",
        ["Redirected"] = "已分类告知", ["Merged"] = "已并单", ["Withdrawn"] = "已撤回",
    };

    private static readonly Dictionary<ErrorKind, (string Zh, string En)> Titles = new()
    {
        [ErrorKind.Invalid] = ("请求有误", "Invalid request"),
        [ErrorKind.Unauthorized] = ("未登录", "Not signed in"),
        [ErrorKind.Forbidden] = ("没有权限", "Forbidden"),
        [ErrorKind.NotFound] = ("未找到", "Not found"),
        [ErrorKind.Conflict] = ("状态冲突", "Conflict"),
        [ErrorKind.TooMany] = ("请求过多", "Too many requests"),
        [ErrorKind.Unavailable] = ("暂不可用", "Unavailable"),
    };

    private static bool English => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";

    public static string Title(ErrorKind kind) => English ? Titles[kind].En : Titles[kind].Zh;

    public static string EnglishTitle(ErrorKind kind) => Titles[kind].En;

    /// <summary>The sentence of a code; a text that is no code (a validator's message) is returned as it is.</summary>
    public static string Sentence(string code, IReadOnlyList<string> arguments)
    {
        if (!All.TryGetValue(code, out var text)) return code;
        // Codes among the arguments (states, actions) are named in Chinese; in English they speak for themselves.
        var named = English ? arguments : [.. arguments.Select(a => ChineseNames.GetValueOrDefault(a, a))];
        return string.Format(CultureInfo.CurrentCulture, English ? text.En : text.Zh, [.. named, "", ""]);
    }
}
