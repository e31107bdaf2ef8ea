export const records = {
  tabs: { seals: '记录校验', holds: '法律保全' },
  verified: '全部记录校验', verifiedAt: '{at} 校验，用时 {seconds} 秒：{tickets} 件工单、{entries} 条记录、{days} 个每日根。', holdsFirm: '全部环节完好', notVerified: '还没有校验过。每天零点后自动校验，也可由运维人员执行 verify 命令。',
  beforeChain: '其中 {n} 条写于启用历史链之前，无从校验。', brokenTicket: '工单 {number} 第 {sequence} 条记录：{fault}', brokenDay: '{day} 的每日根：{fault}', broken: '发现断裂',
  faults: {
    EntryMissing: '记录缺失', EntryAdded: '记录多出', EntryChanged: '记录或其前面的记录被改动', HashMissing: '记录没有摘要', NoteChanged: '备注被改动', NoteErased: '备注被抹去，且没有匿名化记录', HeadDiffers: '工单保存的最后摘要与最后一条记录不符',
    TicketMissing: '工单不在，历史还在', RootMissing: '缺失', RootChanged: '被改动', RootNotChained: '与前一日不相连', DayRewritten: '当日记录与封存时不符',
  },
  roots: '每日根', rootsHint: '每日零点后对当日有变动的全部工单封存，与前一日相连。下载后可交公证机构留存。', day: '日期', tickets: '工单', entries: '记录', root: '根', madeAt: '生成时间', noRoots: '还没有每日根', download: '下载 CSV',
  holds: '法律保全中的工单', noHolds: '没有法律保全中的工单', number: '工单编号', reason: '理由', by: '操作人', since: '起始时间', place: '设置保全', end: '解除', endTitle: '解除法律保全', placed: '已设置保全', ended: '已解除保全',
  holdHint: '保全期间，工单不会被匿名化，录音不会被删除。', held: '法律保全', heldSince: '{by} 于 {at} 设置：{reason}', anonymised: '已匿名化', anonymisedAt: '保存期满，{at} 已清除个人信息',
  relayText: '转达的话', relayHint: '由热线发给诉求人，您看不到对方是谁；对方的答复会出现在“补充信息”里。最多 300 字。', release: '放行', released: '已放行', withheld: '承办单位不可见', releaseDone: '已放行，承办单位可以看到',
  filter: '筛选', user: '人员', ticket: '工单编号', what: '内容', from: '起', to: '止', apply: '查询', centre: '热线中心',
  kinds: { resident: '联系方式', attachment: '附件', recording: '录音', call: '通话监听' },
  roles: { agent: '坐席', dispatcher: '派单员', handler: '经办人', approver: '审批人', publisher: '发布员', supervisor: '班长', leader: '领导', administrator: '管理员', auditor: '审计员' },
  columns: { at: '时间', user: '人员', role: '岗位', unit: '单位', ticket: '工单', what: '内容', reason: '理由' },
}
