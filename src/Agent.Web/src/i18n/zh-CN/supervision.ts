/** Supervision and follow-up. */
export const supervision = {
  supervision: {
    title: '督查督办', tabs: { ladder: '催督阶梯', orders: '督办单', flags: '疑点核查', instructions: '领导批示' },
    rungs: { Reminder: '提醒', YellowCard: '黄牌', RedCard: '红牌', UrgeNotice: '催办通知书', Criticism: '通报批评', Listing: '挂牌督办' },
    cards: '各单位红黄牌（近 {n} 天）', department: '承办单位', openRed: '红牌未消', noCards: '这段时间没有红黄牌', due: '待下发的正式督办', noDue: '没有到期的通报批评或挂牌督办', since: '{at} 起可下发', missed: '应于 {at} 前完成', open: '打开工单',
    panel: '督查督办', next: '下一步：{rung}（{at} 起）', demandLabel: '督办要求', ladderNote: '理由', urgeNote: '催办内容', urgeHint: '承办单位立即看到；不影响诉求人自己的催办次数。', escalateHint: '正式督办以您的名义下发，记入工单。',
    instruction: '批示内容', reportBy: '报告期限', instructHint: '工单在各队列中提前；到期未报告的列入您的批示清单。', report: '报告内容', late: '逾期未报', reportDue: '{at} 前报告', reported: '{name} 于 {at} 报告', waiting: '待报告', noInstructions: '没有批示', instructionStates: { open: '待报告', overdue: '逾期未报', reported: '已报告' },
    orderStates: { Issued: '已下发', Signed: '已签收', Answered: '已反馈', Reviewed: '已审核', Closed: '已办结' },
    orderActions: { Issue: '下发', Sign: '签收', Answer: '反馈', Review: '审核通过', SendBack: '退回', Close: '办结', sign: '签收', answer: '反馈', review: '审核通过', 'send-back': '退回', close: '办结' },
    triggers: { Overdue: '逾期未办', DissatisfiedTwice: '两次不满意', FalseClosure: '虚假办结', LeaderInstruction: '领导批示', Other: '其他' },
    order: '督办单', number: '文号', issue: '下发督办单', dueOn: '反馈期限', trigger: '事由', demand: '督办要求', tickets: '涉及工单', state: '状态', issued: '下发', print: '打印', answer: '反馈情况', steps: '办理经过', noOrders: '没有督办单', suggestions: '建议督办', suggestion: '{department}：{trigger}，{n} 件', issuedBy: '{name} 于 {at} 下发', dueAt: '请于 {at} 前反馈', lateOrder: '逾期', words: '意见', orderDone: '{number}：{action}完成', to: '{department}：', printTitle: '政务热线督办单', choose: '请选择反馈期限',
    kinds: { SameMatterAgain: '同一事项再次反映', ResidentDisputes: '诉求人否认解决', AuditSample: '抽查', MassClosing: '午夜前集中办结', CopiedReply: '答复雷同', Downgraded: '类型降格' },
    flagStates: { Open: '待认定', Confirmed: '属实', Dismissed: '排除' }, noFlags: '没有疑点', kind: '类别', all: '全部', centre: '热线中心', evidence: '依据', reason: '认定理由', confirm: '认定属实', dismiss: '排除', proposeReopen: '同时建议重启工单', decided: '{name} 于 {at} 认定：{reason}', reopenProposed: '已建议重启', toOrder: '下发督办单',
    facts: {
      SameMatterAgain: '办结 {days} 天后，{place}再次反映同一件事（把握 {score}%）', ResidentDisputes: '单位报告“{result}”，诉求人表示“{solved}”，{satisfaction}', AuditSample: '{week} 周办结 {outOf} 件，抽取 {count} 件', MassClosing: '{day} 23:30 至 24:00 集中办结 {count} 件', CopiedReply: '{count} 件不同诉求的答复几乎相同（相似 {score}%）', Downgraded: '诉求人选“{from}”，受理为“{to}”（{by}）',
    },
  },
  followup: {
    title: '回访', lead: '按时段回访诉求人，先问是否解决，再问是否满意。免打扰时间不拨打。', due: '现在可回访', all: '全部待回访', empty: '现在没有可回访的诉求人', reply: '单位答复', claim: '开始回访', release: '放回', call: '登记结果', claimed: '{name} 正在回访', tries: '已拨 {n} 次', next: '{at} 起可回访', centre: '无法回访，由中心评价', panel: '回访', waiting: '三次未接通，等待诉求人自评至 {at}',
    outcome: '回访结果', outcomes: { Reached: '已接通', NoAnswer: '无人接听', Refused: '拒绝评价', WrongNumber: '号码有误' }, solved: '诉求解决了吗？', extents: { Yes: '已解决', Partly: '部分解决', No: '未解决' }, satisfied: '对办理满意吗？', comment: '诉求人原话或备注', finding: '核实情况', findingHint: '匿名诉求由中心核实办理结果；不计入满意率。', slots: { Morning: '上午', Afternoon: '下午', Evening: '晚间' },
    ended: { Rated: '已评价', Unreachable: '无法联系', Refused: '拒绝评价', NotAsked: '未回访', Waived: '免于评价' },
  },
}
