/** Texts of joint handling, request items and the review's checklist. */
const joint = {
  title: '协办与下派', none: '没有协办或下派', due: '期限', answersTo: '向{name}反馈', under: '属于 {n}', signed: '{name} 签收于 {time}', reply: '反馈', reasonOf: '理由', evidence: '佐证', given: '{name} 派出于 {time}',
  heads: '{n} 人反映', needsSupervision: '重办后仍不满意，须提级办理', firstRating: '首次评价', finalRating: '最终评价', lawful: '复核结论（已告知诉求人）',
  add: { department: '单位', task: '任务', hint: '本单位的直接下级为下派，其他单位为协办；派出单位仍负总责，时限照常计算。', days: '期限（工作日）', daysHint: '不填则为上级期限前 1 个工作日', assisting: '协办单位', assistingHint: '办理要求即协办任务' },
  part: { text: '反馈内容', textHint: '主办单位据此统一答复诉求人', returnReason: '退回理由', withdrawReason: '撤回理由', override: '不再等待的理由', overrideHint: '下列单位尚未反馈：{units}。写明理由后才能提交，理由记入办理经过。', sign: '签收后由本单位办理这一部分。', evidence: '佐证材料', noFiles: '工单还没有附件，可先在附件栏上传。' },
  items: { title: '诉求事项', one: '第 {n} 项', text: '事项内容', hint: '一件诉求含多个要求时逐项列出，答复须逐项回应；全部删去即为一项。', add: '增加一项', remove: '删去第 {n} 项', answer: '对第 {n} 项的答复', answered: '已在对外答复中一并答复', missing: '请答复每一项，或勾选已一并答复', split: '系统拆分，中心可更正' },
  evidenceWanted: { Photo: '此类事项须附现场照片，照片应有拍摄时间和地点；照片里没有的，请在上传时注明。', Document: '此类事项须附办理文件（PDF 或 Office）。' },
  taken: { at: '拍摄时间', place: '拍摄地点', shown: '拍摄于 {time} · {place}', stated: '经办人注明', camera: '照片自带', hint: '照片自带时间地点的，以照片为准' },
  review: { title: '审核清单', onThePoint: '针对诉求，没有答非所问', everyItemAnswered: '每一项诉求都有答复', contactProven: '联系属实，有先行联系记录', basisCited: '写明了法规政策依据', notRecorded: '没有记录，不能勾选', override: '免除理由', overrideHint: '咨询件或没有留下联系方式的，可以说明理由后免除联系或依据。', points: '不符合之处', pointMissing: '请至少选择一项', overrideNotAllowed: '不符合时请退回承办单位' },
  lawfulReasons: '理由', lawfulHint: '诉求人会看到这段文字。', facts: '新情况', factsHint: '工单回到原承办单位重新办理，诉求人时限连续计算。',
  desk: { tab: '协办下派', empty: '没有派给本单位的协办或下派', state: '状态', all: '全部', open: '待办' },
}

export const jointAction = {
  'add-sub-task': '派协办/下派', 'request-items': '拆分诉求', 'confirm-lawful': '确认合规办结', reopen: '重启办理',
  'sub-tasks/{n}/sign': '签收', 'sub-tasks/{n}/reply': '反馈', 'sub-tasks/{n}/return': '退回', 'sub-tasks/{n}/withdraw': '撤回',
}

export const jointEvent = {
  'add-sub-task': '派出协办/下派', 'sign-sub-task': '协办签收', 'reply-sub-task': '协办反馈', 'return-sub-task': '协办退回', 'withdraw-sub-task': '撤回协办', 'request-items': '拆分诉求', 'add-member': '并入诉求', 'remove-member': '移出诉求',
  'deemed-signed': '视为签收', 'confirm-lawful': '确认合规办结', reopen: '重启办理', settle: '随主件办结',
}

export const jointWords = {
  subTaskState: { Pending: '待签收', Signed: '办理中', Answered: '已反馈', Returned: '已退回', Withdrawn: '已撤回' },
  subTaskKind: { Assisting: '协办', PassedDown: '下派' },
  reviewPoint: { OnThePoint: '针对诉求', EveryItemAnswered: '逐项答复', ContactProven: '联系属实', BasisCited: '依据明确', Other: '其他' },
}

export default joint
