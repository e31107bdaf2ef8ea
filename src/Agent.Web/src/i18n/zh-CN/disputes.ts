/** 退单、延期、待补充、挂账、先例与职责空白。 */
export const disputes = {
  title: '争议协调', lead: '退单和延期由中心决定；第二次争议转协调定责，结果成为先例，派单时引用。',
  tabs: { returns: '退单', extensions: '延期', coordination: '协调定责', 'long-term': '挂账', precedents: '先例', gaps: '职责空白' },
  show: '显示', states: { Pending: '待决定', Approved: '同意', Rejected: '驳回', Lapsed: '已失效' }, empty: '这里没有事项', all: '全部',
  clause: '依据条款', clauseHint: '写明哪一份文件的哪一条规定由谁负责', suggested: '建议承办单位', reason: '理由', note: '说明', basis: '协调依据', basisHint: '会议纪要或文件名称、文号',
  returnHint: '退单期限至 {time}。申请期间办理时限继续计算。', approveReturnHint: '选定单位即直接改派；留空则回到待派单。', secondHint: '这是第 {n} 次争议：决定后转入协调定责，不能直接改派。', keepHint: '工单留在原单位，理由会告知经办人。', coordinateHint: '指定后不得再退单。',
  workingDays: '延期（工作日）', legalBasis: '延期依据', extensionReasonHint: '同意后诉求人会看到这段理由。', extensionHint: '一次最多 {most} 个工作日，本轮共 {times} 次。', dueMoves: '办理期限由 {before} 延至 {after}',
  question: '需要诉求人补充什么', questionHint: '诉求人会看到原文。等待期间承办时限暂停；3 个工作日未答复，恢复办理。', resumeNote: '恢复办理的说明', waitsUntil: '等待至 {time}',
  longReason: '挂账理由', longHint: '诉求人会看到理由、节点和截止日；最长 {n} 天。', until: '截止日', milestones: '办理节点', milestoneAt: '日期', milestoneText: '完成什么', addMilestone: '增加节点', removeMilestone: '删除节点', confirmHint: '确认后承办时限暂停，诉求人会收到通知。',
  progress: '进展', progressHint: '诉求人会看到。每月至少更新一次。', progressOverdue: '超过一个月没有更新进展', progressDue: '下次更新不晚于 {time}', noProgress: '还没有进展',
  gapNote: '为什么没有单位负责', gapHint: '按分类和地点登记到职责空白清单，供机构编制部门研究。',
  panel: '退单、延期与等待', count: '已决定退单 {n} 次', hardCase: '疑难：待协调定责', forbidden: '不得再退单', asked: '{name} 申请于 {time}', decided: '{name} 决定于 {time}', original: '原期限 {time}', pausedSince: '{time} 起暂停计时',
  toDepartment: '归 {name}', duty: '应由 {name} 承办', disputed: '先例与派单目录不一致，请核对',
  matter: '事项', place: '地点', wholeCity: '全市', department: '承办单位', origin: '来源', origins: { Return: '退单', Coordination: '协调', Gap: '职责空白' }, ticket: '工单', decidedBy: '决定人', tickets: '工单数', state: '状态', gapStates: { Open: '未定', Resolved: '已定' }, opened: '登记',
  withdraw: '撤销先例', withdrawWhy: '撤销后派单不再引用，记录保留。', withdrawReason: '撤销理由', withdrawn: '已撤销', showWithdrawn: '已撤销的先例', resolve: '确定承办单位', resolved: '已确定', resolveWhy: '结果成为先例，同类同地的工单将建议派给该单位。', days: '{n} 个工作日', open: '办理',
}

export const actions = {
  'request-return': '申请退单', 'approve-return': '同意退单', 'reject-return': '驳回退单', coordinate: '协调定责', 'request-extension': '申请延期', 'approve-extension': '同意延期', 'reject-extension': '驳回延期',
  'ask-resident': '请诉求人补充', resume: '恢复办理', 'list-long-term': '挂账', 'confirm-long-term': '确认挂账', 'reject-long-term': '驳回挂账', milestone: '更新进展', gap: '登记职责空白',
}

export const events = { ...actions, 'propose-long-term': '申请挂账', 'list-long-term': '转为挂账', 'mark-gap': '登记职责空白' }

export const states = { WaitingForResident: '待补充', LongTerm: '挂账办理' }
