/** A chord by physical key, so that it is the same under every keyboard layout and input method. */
export function chord(event: KeyboardEvent, modifier: 'ctrl' | 'alt', code: string): boolean {
  if (event.isComposing || event.shiftKey || event.code !== code) return false
  const ctrl = event.ctrlKey || event.metaKey
  return modifier === 'ctrl' ? ctrl && !event.altKey : event.altKey && !ctrl
}

/** Whether a key belongs to the field it is typed into. */
export function inField(event: Event): boolean {
  const target = event.target
  return target instanceof HTMLElement
    && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
}

/** Whether a dialog is open: shortcuts of the page behind it rest. Closed dialogs may stay in the document, hidden. */
export function dialogOpen(): boolean {
  return [...document.querySelectorAll('.el-overlay')].some((overlay) => getComputedStyle(overlay).display !== 'none')
}
