import appraisal from './zh-CN/appraisal'
import callFlows from './zh-CN/callFlows'
import calls from './zh-CN/calls'
import phone from './zh-CN/phone'
import rules from './zh-CN/rules'
import units from './zh-CN/units'
import { actions as disputeActions, disputes, events as disputeEvents, states as disputeStates } from './zh-CN/disputes'
import joint, { jointAction, jointEvent, jointWords } from './zh-CN/joint'
import { supervision } from './zh-CN/supervision'
import { records } from './zh-CN/records'
import { systems } from './zh-CN/systems'

/** The schema of all translations: `en.ts` has this type, so a missing key fails the type check. */
const zh = {
  disputes,
  ...supervision,
  records,
  systems,
  app: { name: '12345 政务热线', title: '12345 政务热线工作台', skip: '跳到主要内容', notFound: '没有这个页面', noAccess: '您没有这个工作台的权限', home: '回到工作台' },
  common: {
    search: '搜索', clear: '清除', cancel: '取消', confirm: '确认', close: '关闭', retry: '重试',
    refresh: '刷新', more: '加载更多', loading: '正在加载…', none: '无', all: '全部', optional: '选填', required: '必填',
    failed: '没有加载成功', copied: '已复制', copy: '复制', back: '返回', selected: '已选 {n} 件',
  },
  signIn: {
    title: '登录工作台', user: '用户名', password: '密码', submit: '登录', lead: '受理、派单、办理、审核与公开，一个工作台。',
    emergency: '紧急情况请直接拨打 110 / 119 / 120。', signedOut: '登录已失效，请重新登录；未保存的内容仍在本机。', needBoth: '请输入用户名和密码',
  },
  nav: {
    main: '工作台导航', queue: '受理派单', topics: '热点诉求', disputes: '争议协调', department: '承办办理', review: '审核办结', publish: '公开发布', supervision: '督查督办', callbacks: '回访', appraisal: '考核评价', brief: '领导日报', admin: '系统管理', newTicket: '新建工单',
    palette: '查找工单或前往', user: '{name}（工号 {number}）', signOut: '退出登录', shortcuts: '快捷键', density: '显示密度',
    densities: { compact: '紧凑', standard: '标准', comfortable: '宽松' }, shortcutsOn: '启用快捷键', serverTime: '城市时间',
  },
  topics: {
    title: '热点诉求', lead: '短时间内集中反映、明显多于以往同星期数的同一件事。新工单到达后自动更新。', none: '目前没有突然增多的诉求', count: '共 {n} 件', isNew: '新出现', times: '平时的 {n} 倍',
    noPlace: '地点不集中', told: '{at} 发现', last: '最近一件 {at}', days: '最近十四天每天件数：{days}', tickets: '查看工单（最近 {n} 件）',
  },
  appraisal,
  callFlows,
  calls,
  phone,
  rules,
  units,
  banner: {
    reconnecting: '正在重连（第 {n} 次）… 可继续填写，恢复后自动保存', lost: '与服务器的连接已中断 {s} 秒，列表可能不是最新。可继续填写，内容暂存本机。',
    restored: '已恢复，补收 {n} 条', retry: '立即重试',
  },
  queue: {
    title: '受理派单', views: { received: '待受理', accepted: '待派单', open: '全部在办', mine: '我的', soon: '即将超时', overdue: '已超时' },
    search: '标题、内容、编号、地点', channel: '渠道', category: '分类', department: '承办单位', urgency: '紧急程度', type: '类型', state: '状态',
    sort: '排序', sorts: { queue: '涉险优先、先到先办', newest: '最新在前', oldest: '最早在前', due: '先到期在前' },
    columns: { number: '编号', subject: '标题', category: '分类', department: '承办单位', due: '时限', channel: '渠道', received: '收到时间', looking: '谁在看', state: '状态' },
    arrivalsBehind: '新到 {n} 件，排在队尾，点击先看最新', arrivals: '新到 {n} 件，点击显示', arrivalsSpoken: '新到 {n} 件诉求', danger: '涉险诉求 {n} 件，请立即处理', dangerShow: '查看', dangerCall: '请立即转 {lines}', loaded: '已加载 {n} 件', loadedAll: '共 {n} 件',
    empty: '这里没有工单', emptyFiltered: '没有符合条件的工单', clearFilters: '清除筛选', gone: '已转为{state}', suggested: '建议', listLabel: '工单列表',
    bulkAccept: '按建议受理', bulkDispatch: '按建议派单', bulkSign: '批量签收', select: '选择', pageHint: 'j/k 移动 · Enter 打开 · x 选择 · / 搜索 · ? 快捷键',
  },
  bulk: {
    title: '批量{action}', intro: '对下列 {n} 件逐一执行，可随时停止；已办成的不会重复。', start: '开始', stop: '停止', waiting: '等待', running: '进行中', ok: '完成', failed: '未成', skipped: '没有建议，跳过',
    summary: '完成 {ok} 件，未成 {failed} 件',
  },
  ticket: {
    loading: '正在打开工单', notFound: '没有找到这个工单，或不在您的数据范围内', round: '第 {n} 轮办理', body: '诉求内容', place: '地点', received: '收到', type: '类型', channel: '渠道',
    category: '分类', department: '承办单位', urgency: '紧急程度', acceptedBy: '受理人', confidential: '保密', anonymous: '匿名', supplements: '补充材料', deadlines: '时限', history: '办理经过',
    attachments: '附件', noAttachments: '没有附件', recording: '通话录音', evidence: '办理佐证', fromResident: '诉求人提交', similar: '相似工单', noSimilar: '没有相似工单', score: '同一件事的可能 {n}%', reasons: { SameText: '文字相同', SameMatter: '同一件事', SamePlace: '同一地点' }, mergeInto: '并入此单',
    pastReply: '当时的答复', reply: '承办答复', publicText: '对外答复', innerNote: '内部说明', result: '办理结果', legalBasis: '政策依据', firstContact: '先行联系', rating: '诉求人评价', solved: '已解决', notSolved: '未解决',
    mergedInto: '已并入', members: '并入本单的工单', looking: '{names} 正在查看', editing: '{name} 正在填写', actions: '可办理事项', noActions: '您目前没有可办理的事项', unassigned: '未定',
    summary: '工单信息', updatedBy: '{name} 刚刚办理了此单：{action}', useReply: '引用到答复',
    resident: '诉求人', residentHidden: '本单保密或匿名，不显示诉求人', reveal: '查看完整信息', revealTitle: '查看诉求人完整信息', revealWhy: '查看会记入访问日志，请写明用途。', revealReason: '用途', revealed: '完整信息已显示，60 秒后自动遮盖', hide: '遮盖',
    name: '姓名', phone: '电话', email: '邮箱', address: '住址', download: '下载 {name}', addFile: '添加佐证', uploading: '正在上传 {name}', uploadFailed: '{name} 上传未成', tooLarge: '单个文件不超过 20 MB',
    calendarMissing: '该年度日历未导入，时限可能有变',
  },
  suggestion: {
    title: '分类与承办建议', none: '暂无建议，请人工分类', towards: '支持', against: '不支持', acceptWith: '采用并受理', dispatchWith: '采用并派单', evidence: '依据在正文中标出',
    probability: '把握 {n}%', low: '把握较低，请人工核对',
  },
  sla: {
    left: '剩 {time}', over: '超 {time}', due: '{time} 到期', overSince: '{time} 超时', paused: '暂停', met: '按时完成', missed: '超时完成', unit: '（工作时间，时:分）', dueAt: '期限 {time}', metAt: '完成于 {time}', startedAt: '起算 {time}',
    clocks: { Resident: '诉求人时限', Department: '承办时限' },
    steps: { Answer: '答复', Dispatch: '派单', Sign: '签收', FirstContact: '先行联系', Handle: '办理', Review: '审核', FollowUp: '回访', Publish: '公开' },
  },
  joint,
  ...jointWords,
  action: {
    ...jointAction,
    accept: '受理', answer: '直接答复', dispatch: '派单', redirect: '分类告知', merge: '并单', unmerge: '取消并单', sign: '签收', 'first-contact': '先行联系', reply: '提交答复', approve: '审核通过', 'send-back': '退回', recall: '收回', rework: '退回重办', close: '办结', publish: '提请公开',
    'publish/confirm': '确认公开', 'publish/withdraw': '撤回公开', note: '备注', attach: '添加附件', categorise: '更正分类', ...disputeActions,
    urge: '催办', escalate: '正式督办', instruct: '批示', 'report-instruction': '报告批示', 'call-back': '回访', evaluate: '中心评价',
relay: '转达', 'relay-call': '中转通话', hold: '法律保全', 'release-hold': '解除保全',
    done: '{action}已完成：{number}', sending: '正在提交…', again: '再次提交', unanswered: '没有收到服务器答复。再次提交不会重复办理。',
  },
  dialog: {
    accept: { place: '发生地点', hint: '受理后开始计算诉求人时限。' },
    answer: { text: '答复内容', knowledge: '知识库依据', hint: '诉求人将收到这段文字，工单随即办结。', knowledgeHint: '条目编号或文件名' },
    dispatch: { department: '承办单位', note: '办理要求', suggested: '系统建议', hint: '承办时限自派单起算。', choose: '请选择承办单位' },
    redirect: { reason: '情形', guidance: '引导内容', hint: '告知诉求人正确的渠道，而不是简单拒绝。' },
    merge: { search: '按编号或标题查找主单', hint: '并单后随主单办理，各诉求人仍分别收到答复、分别评价。', choose: '请选择主单', none: '没有可并入的工单' },
    categorise: { hint: '工单状态不变；更正会用于改进分类建议。' },
    note: { text: '备注', hint: '只有工作人员能看到。' },
    recall: { reason: '收回理由', hint: '工单回到待派单，承办单位会看到理由。' },
    rework: { reason: '重办理由', hint: '工单退回承办单位重新办理，理由会告知经办人。' },
    sendBack: { reason: '退回理由', hint: '理由会告知经办人，并计入退回次数。' },
    firstContact: { outcome: '联系结果', note: '说明' },
    reply: { title: '提交答复', publicText: '对外答复', publicHint: '诉求人将看到这段文字：直接回应诉求，写明事实与依据，不写他人信息。', innerNote: '内部说明', innerHint: '仅供单位与中心内部参阅，绝不对外。', legalBasis: '政策依据', legalHint: '文件名称与文号', result: '办理结果' },
    withdraw: { reason: '撤回理由' },
    confirmTitle: '{action}：{number}', confirmSign: '签收后由本单位负责办理，时限继续计算。', confirmApprove: '审核通过后进入下一环节。', confirmClose: '办结后通知诉求人，工单不再变更。', confirmUnmerge: '恢复为独立工单，重新受理。', confirmConfirm: '确认后立即在公开网站发布。', confirmTrivial: '确定执行？',

  },
  conflict: {
    title: '工单已被更新', intro: '您填写期间，此单已更新到第 {n} 版。请逐项选择，您填写的内容不会丢失。', mine: '我填写的', theirs: '现在的', same: '两边相同', empty: '（空）', retry: '按所选内容再次提交',
    gone: '此单现在是“{state}”，不能再{action}。您填写的内容可以复制留存。', copyMine: '复制我填写的', lostTo: '{name} 已办理此单（现为“{state}”）。您填写的内容没有丢失。', lost: '此单现在是“{state}”，不能再{action}。您填写的内容没有丢失。',
  },
  draft: { typing: '正在输入', saving: '正在保存…', saved: '已保存 {time}', local: '已存本机，待连接恢复' },
  handle: {
    title: '承办办理', tabs: { sign: '待签收', handling: '办理中', soon: '即将超时', review: '待审核', parts: joint.desk.tab }, empty: '没有待办的工单',
    saved: '草稿随填随存',
  },
  review: {
    title: '审核办结', tabs: { review: '待审核答复', evaluation: '待评价', dissatisfied: '不满意复核' }, request: '诉求', reply: '答复', checklist: '审核要点', empty: '没有待审核的答复', pick: '请从列表选择一件',
    checks: { contact: '有先行联系记录', basis: '写明了政策依据', privacy: '未见个人信息' }, missing: { contact: '没有先行联系记录', basis: '没有写明政策依据', privacy: '答复中疑似有个人信息' }, noReply: '尚无答复', auto: '系统核对',
  },
  publish: {
    title: '公开发布', tabs: { candidates: '可公开', proposed: '待第二人确认', published: '已公开' }, empty: '没有可公开的工单', emptyProposed: '没有待确认的公开件', pick: '请从列表选择一件', original: '原文（仅供核对，不公开）', proposal: '公开稿',
    fields: { Title: '标题', Question: '诉求', Answer: '答复' }, redactions: '已脱敏 {n} 处', kinds: { Name: '姓名', Phone: '电话', IdCard: '身份证号', Passport: '护照/通行证', Plate: '车牌', BankCard: '银行卡', Email: '邮箱', Account: '微信/QQ 账号', Room: '门牌', Address: '地址' },
    replaced: '原文“{original}”', confirmOther: '公开须由另一人确认。', own: '这是您提请的，须由另一位发布员确认。', proposedBy: '{name} 提请于 {time}', confirmedBy: '{name} 确认', confidential: '保密工单不得公开', leftover: '疑似未脱敏：{text}', suspected: '疑似个人信息 {n} 处', clean: '未发现疑似个人信息',
    states: { Proposed: '待确认', Published: '已公开', Withdrawn: '已撤回' },
  },
  newTicket: {
    title: '新建工单', channel: '来源', subject: '标题', body: '诉求内容', bodyHint: '来电人姓名、时间、地点、起因、经过', type: '类型', resident: '诉求人', phone: '联系电话', place: '发生地点', anonymous: '匿名', confidential: '要求保密', submit: '登记工单', created: '已登记 {number}',
    phoneHint: '仅用于回访与答复', anonymousHint: '不留姓名', confidentialHint: '不向承办单位显示诉求人',
  },
  admin: {
    title: '系统管理', tabs: { intake: '接入状态', outgoing: '未发出消息', accessLog: '访问日志', classifier: '智能分类' }, depth: '排队', committed: '已入库', duplicates: '重复', refused: '拒收', quarantined: '隔离', lastBatchSize: '最近一批',
    quarantine: '隔离的消息', quarantineEmpty: '没有被隔离的消息', channel: '渠道', receivedAt: '收到时间', error: '原因', attempts: '尝试', preview: '内容（已遮盖）', retry: '重试', resolve: '人工处理', resolveTitle: '已人工处理', resolveNote: '处理说明', resolved: '已标记为人工处理',
    retried: '已转为工单 {number}', retryFailed: '仍未成功：{error}', outgoingEmpty: '没有符合条件的消息', to: '收件人', text: '内容', state: '状态', reason: '原因', created: '生成时间', sent: '发出时间', requeued: '已重新排队', ticket: '工单', user: '人员', what: '操作', at: '时间', accessEmpty: '没有访问记录', usage: '队列占用 {n}%',
    outgoingStates: { NotSent: '不发送', Pending: '待发送', Sent: '已发送', Failed: '发送失败', OptedOut: '已退订' },
    delivery: { Accepted: '服务商已接收', Sent: '发送中', Delivered: '已送达', Failed: '未送达' }, segments: '计 {n} 条',
  },
  setAside: {
    title: '搁置的邮件', hint: '判定为机器所发的邮件：退信、自动回复、循环。原件保存，不开工单；判断有误时可转为工单。', kind: '判定', kinds: { all: '全部', loop: '循环', bounce: '退信', automatic: '自动回复', report: '投递报告' },
    receivedAt: '收到时间', sender: '发件人', subject: '主题与内容（已遮盖）', reason: '原因', take: '转为工单', taken: '已转为工单 {number}', notTaken: '未能转为工单：{error}', discard: '确认搁置', discarded: '已移出列表，原件仍保存', empty: '没有搁置的邮件', noSubject: '（无主题）',
  },
  classifier: {
    title: '智能分类', now: '当前模型', off: '派单建议已停用', running: '第 {n} 版正在提供建议', examples: '人工判定 {n} 件（剔除 {dropped} 条）', newest: '最近一条 {time}', offBanner: '派单建议已停用，工单由人工受理。',
    train: '训练新模型', rollBack: '退回上一版', promote: '启用', askTrain: '用本市样例和人工判定训练一个候选模型？训练在后台进行，不影响受理；训练完成后由您决定是否启用。', trainStarted: '已开始训练', trainingBy: '{by} 发起的训练', trainFailed: '训练未成功：{problem}',
    askPromote: '启用第 {n} 版？此后的来件由它提供建议，已有工单不变。', promoteDone: '已启用第 {n} 版', askRollBack: '退回上一版模型？', rollBackDone: '已退回上一版', askDrop: '不再用工单 {number} 的这条判定训练模型？工单本身不变。', dropDone: '已剔除',
    states: { Champion: '使用中', Challenger: '候选', Retired: '已停用' }, version: '第 {n} 版', champion: '当时的使用版（第 {n} 版）', trained: '训练于 {time}，{by}', promoted: '启用于 {time}，{by}',
    fileDeleted: '文件已删除', fileDeletedAt: '文件删除于 {time}，不能再启用', passed: '达到自动启用的条件：准确率不低于使用版，各分类 F1 下降不超过 {margin} 个百分点。', notPassed: '未自动启用（各分类 F1 允许下降 {margin} 个百分点）：{why}。', and: '；', between: '、', obstacles: { NoChampion: '当时没有使用版可比较', LessAccurate: '总体准确率低于使用版', CategoryLoses: '下降过多的分类：{losing}' },
    figure: '指标', dataCount: '训练样例', categories: '分类数', accuracy: '准确率', macroF1: '宏平均 F1', ece: '校准误差', threshold: '自动派单把握下限', coverage: '不弃权占比', precision: '不弃权时的准确率', coverageAtPrecision98: '98% 准确率下可自动占比',
    crossValidated: '交叉验证', holdOut: '在双方都没有学过的 {people} 件人工判定（最新的五分之一）和 {base} 条本市样例上比较。', comparison: '与使用版比较', reliability: '把握与准确率', confidence: '模型的把握', right: '实际准确率', riskCoverage: '自动占比与差错率', covered: '自动处理占比', wrong: '差错率',
    byCategory: '分类别比较（F1）', category: '分类', count: '件数', change: '变化（百分点）', confusion: '容易混淆的分类', truth: '应为', given: '判为', shadow: '旁听 {n} 件来件，与使用版一致 {rate}', shadowNone: '正在旁听来件，尚无记录', shadowBy: '旁听一致率（按分类）', championSaid: '使用版的判断', agreed: '一致', noAnswer: '（无法判断）',
    drift: '偏移监测', driftHint: '采纳率：有建议、由人工受理的工单中，分类与建议相同的占比。构成差异：要与训练样例的分类构成一致，须有多大比例的来件换成别的分类。', driftByWeek: '每周采纳、弃权与构成差异', week: '周', share: '占比', tickets: '来件', decided: '人工受理', acceptanceRate: '采纳率', abstentionRate: '弃权率', alone: '自动派单', mixDistance: '构成差异', mix: '来件构成与训练样例', trainingShare: '训练样例', liveShare: '来件',
    contradictions: '相互矛盾的判定', contradictionsHint: '内容相同或相近，判定的分类却不同。请剔除判错的，训练时不再使用。', noContradictions: '没有相互矛盾的判定', drop: '剔除', dropOne: '剔除 {number} 的判定', asTable: '数据表',
    why: { Confirmed: '采纳建议', CategoryChosen: '无建议时选定', CategoryCorrected: '更正分类', DispatchDiffers: '改派单位', Redispatched: '退回后重派', Returned: '同意退单' },
  },
  palette: { title: '查找与前往', placeholder: '输入工单编号、标题，或工作台名称', desks: '前往', tickets: '工单', empty: '没有结果', hint: '↑↓ 选择 · Enter 前往 · Esc 关闭' },
  shortcuts: {
    title: '快捷键', anywhere: '任何页面', inList: '列表中', inTicket: '工单页', palette: '查找与前往', sheet: '显示本页', newTicket: '新建工单', move: '上移 / 下移', page: '翻页', ends: '首行 / 末行', open: '打开', select: '选择', search: '跳到搜索框', submit: '提交', accept: '受理', dispatch: '派单', answer: '答复', merge: '并单', back: '返回列表', ime: '输入法组字时不触发。',
  },
  state: {
    Received: '待受理', Accepted: '待派单', Dispatched: '待签收', Handling: '办理中', Replied: '待单位审核', Review: '待中心审核', Evaluation: '待评价', DissatisfactionReview: '不满意复核', Closed: '已办结', Archived: '已归档', Answered: '已直接答复', Redirected: '已告知引导', Merged: '已并单', Withdrawn: '已撤回', ...disputeStates,
  },
  channel: { Web: '网站', Sms: '短信', Phone: '电话', Api: '接口', Email: '邮件', Microblog: '微博', WeChat: '微信', Counter: '窗口' },
  type: { Consultation: '咨询', HelpRequest: '求助', Suggestion: '建议', Criticism: '批评', Complaint: '投诉', Report: '举报', Praise: '表扬' },
  urgency: { Normal: '一般', Urgent: '紧急', Critical: '特急' },
  danger: { Fire: '火情', Gas: '燃气泄漏', Suicide: '轻生风险', Violence: '暴力侵害', Medical: '急救', Traffic: '交通事故', Drowning: '溺水' },
  replyResult: { Solved: '已解决', PartlySolved: '部分解决', NotSolved: '未解决', Untrue: '诉求不属实', Explained: '已解释说明' },
  firstContact: { Reached: '已联系上', NoAnswer: '无人接听', Refused: '拒绝沟通', Anonymous: '匿名无法联系' },
  satisfaction: { VerySatisfied: '非常满意', Satisfied: '满意', BasicallySatisfied: '基本满意', Dissatisfied: '不满意', VeryDissatisfied: '非常不满意' },
  redirectReason: {
    NotCityDuty: '不属本市职责', EmergencyService: '属 110/119/120 等紧急服务', OtherOrgan: '属党委、人大、政协、法检、军队等机关', Litigation: '应通过诉讼、仲裁、行政复议解决', InOtherProcedure: '已进入信访、信息公开等程序', SecretOrPrivate: '涉及国家秘密、商业秘密或个人隐私', RepeatedMatter: '同一事项正在办理或已依法办结', NoSubstance: '无实质内容', Other: '其他情形',
  },
  event: {
    ...jointEvent,
    'ask-exclusion': '申请剔除', 'decide-exclusion': '剔除决定', 'appeal-exclusion': '剔除申诉', 'decide-exclusion-appeal': '申诉决定', receive: '收到诉求', received: '收到诉求', suggest: '系统给出建议', accept: '受理', answer: '直接答复', dispatch: '派单', redirect: '分类告知', merge: '并单', unmerge: '取消并单', sign: '签收', 'first-contact': '先行联系', reply: '提交答复', approve: '审核通过', 'send-back': '退回', recall: '收回', rework: '退回重办', close: '办结', 'propose-publication': '提请公开', publish: '公开', 'withdraw-publication': '撤回公开', rehome: '改由接续单位承办', recount: '时限重算', 'audit-passed': '抽查属实', 'audit-failed': '抽查认定虚假办结', note: '备注', categorise: '更正分类', attach: '添加附件', relay: '已转达', 'relay-call': '发起中转通话', 'relay-call-ended': '中转通话结束', 'release-attachment': '附件已放行', hold: '已设法律保全', 'release-hold': '已解除保全', anonymise: '已匿名化', 'delete-recording': '录音已删除', rate: '评价', urge: '催办', 'centre-urge': '督办员催办', instruct: '领导批示', 'report-instruction': '报告批示', criticise: '通报批评', list: '挂牌督办', 'propose-reopen': '建议重启', 'call-back': '回访', evaluate: '中心评价', 'give-up': '无法联系，办结', supplement: '补充', withdraw: '撤回', archive: '归档', reveal: '查看诉求人信息', transfer: '紧急转接', reopen: '重启', extend: '延期', ...disputeEvents,
  },
  departmentKind: { Bureau: '市级部门', District: '区县', Street: '街道', Community: '社区', Utility: '公用企业', Other: '其他' },
  actor: { resident: '诉求人', system: '系统' },
  problem: {
    network: '连接不上服务器，请稍后再试', 'session.wrong_credentials': '用户名或密码不对', 'session.locked_out': '多次输错，账号已暂时锁定，请稍后再试', 'request.invalid': '请检查填写的内容', 'request.malformed': '请求无法识别', 'antiforgery.invalid': '页面已过期，请刷新后再试',
    'ticket.not_found': '没有找到这个工单', 'ticket.transition_not_allowed': '此单现在的状态不能这样办理', 'ticket.version_conflict': '此单已被他人更新', 'ticket.forbidden': '您没有办理此单的权限', 'ticket.same_person': '不能确认自己提请的公开，请由另一人确认', 'rate.limited': '操作太频繁，请 {seconds} 秒后再试', 'intake.full': '接入队列已满，请稍后再试',
    'http.401': '请重新登录', 'http.403': '您没有权限', 'http.404': '没有找到', 'http.413': '文件太大', 'http.429': '操作太频繁，请稍后再试', unknown: '没有办成（{code}）',
  },
}

export type Messages = typeof zh
export default zh
