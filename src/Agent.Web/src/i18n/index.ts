import { computed } from 'vue'
import { createI18n } from 'vue-i18n'
import en from './en'
import zh, { type Messages } from './zh-CN'

export type Language = 'zh-CN' | 'en'

const storageKey = 'hotline.language'

function initialLanguage(): Language {
  return localStorage.getItem(storageKey) === 'en' ? 'en' : 'zh-CN'
}

export const i18n = createI18n<[Messages], Language, false>({
  legacy: false,
  locale: initialLanguage(),
  fallbackLocale: 'zh-CN',
  messages: { 'zh-CN': zh, en },
})

export const language = computed(() => i18n.global.locale.value as Language)

export function setLanguage(to: Language): void {
  i18n.global.locale.value = to
  localStorage.setItem(storageKey, to)
  applyToDocument()
}

export function applyToDocument(pageTitle?: string): void {
  document.documentElement.lang = language.value
  const title = i18n.global.t('app.title')
  document.title = pageTitle === undefined || pageTitle === '' ? title : `${pageTitle} · ${title}`
}

const dictionaries: Record<Language, Messages> = { 'zh-CN': zh, en }

/** The name of a server's value (which may hold dots and slashes); one this build does not know is shown as it came. */
export function word<K extends WordTable>(table: K, value: string): string {
  const words = dictionaries[language.value][table] as Record<string, string>
  return words[value] ?? value
}

export type WordTable =
  | 'state' | 'channel' | 'type' | 'urgency' | 'danger' | 'replyResult' | 'firstContact' | 'satisfaction'
  | 'redirectReason' | 'event' | 'departmentKind' | 'action' | 'problem' | 'subTaskState' | 'subTaskKind' | 'reviewPoint'

/** What happened, as the history tells it: events are named like the actions they record, by the server in Pascal case. */
export function eventName(action: string): string {
  const kebab = action.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase()
  const named = word('event', kebab)
  return named === kebab ? word('event', action) : named
}
