/** Texts of the administrator's pages for units, duties and accounts. */
export default {
  title: '单位', catalogueTitle: '分类与派单目录', staffTitle: '账号与委托', search: '搜索名称或代码',
  code: '代码', name: '名称', nameEn: '英文名称', kind: '类别', parent: '上级单位', phone: '电话', duties: '职责', open: '在办', staff: '账号', onDuty: '当班', none: '（无）', top: '（顶层）',
  add: '新增', edit: '修改', save: '保存', remove: '删除', saved: '已保存', askRemove: '确定删除“{name}”吗？', actions: '操作',
  rehome: '移交在办', rehomeLead: '把“{name}”的 {n} 件在办工单交给另一单位，时限照常计算。', to: '接收单位', reason: '原因', rehomed: '已移交 {moved} 件，剩余 {left} 件',
  duty: '值班', dutyLead: '当班联系人，紧急工单时可查。', from: '开始', until: '结束', contact: '姓名',
  categories: '诉求分类', clauses: '派单目录', category: '分类', district: '区域', everywhere: '全市', department: '承办单位', basis: '依据条款', urgency: '默认紧急程度', type: '默认类型',
  accounts: '账号', user: '登录名', number: '工号', roles: '岗位', active: '可登录', closed: '已停用', password: '密码', passwordKeep: '留空则不变', standsIn: '正代 {names}',
  roleNames: { agent: '话务员', dispatcher: '派单员', handler: '经办人', approver: '审批人', publisher: '发布员', supervisor: '班长', leader: '市领导', administrator: '系统管理员', auditor: '审计员' },
  absences: '休假委托', myAbsence: '我的休假委托', absenceLead: '本人不在时由同一单位的同事代办，以代办人的名义记入办理经过。', fromUser: '委托人', toUser: '代办人', appoint: '委托', end: '结束', noAbsences: '目前没有委托',
}
