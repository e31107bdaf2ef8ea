import { ElMessage } from 'element-plus'
import 'element-plus/es/components/message/style/css'
import { ApiProblem } from '@/api/problem'
import { i18n, word } from '@/i18n'

/** What a problem is called in the reader's language. */
export function problemText(problem: unknown): string {
  const { t } = i18n.global
  if (!(problem instanceof ApiProblem)) return problem instanceof Error ? problem.message : String(problem)
  if (problem.code === 'rate.limited') {
    return word('problem', 'rate.limited').replace('{seconds}', String(problem.retryAfter ?? 60))
  }
  const known = word('problem', problem.code)
  if (known !== problem.code) {
    const fields = Object.values(problem.errors).flat()
    return fields.length === 0 ? known : `${known}：${fields.join('；')}`
  }
  const byStatus = word('problem', `http.${problem.status}`)
  if (problem.detail !== '') return problem.detail
  return byStatus !== `http.${problem.status}` ? byStatus : t('problem.unknown', { code: problem.code })
}

export function showProblem(problem: unknown): void {
  ElMessage.error({ message: problemText(problem), duration: 6000, showClose: true, grouping: true })
}

export function showDone(text: string): void {
  ElMessage.success({ message: text, duration: 3000, grouping: true })
}

export function showInfo(text: string): void {
  ElMessage.info({ message: text, duration: 4000, grouping: true })
}
