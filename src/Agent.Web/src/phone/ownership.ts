/** Which browser and which of its tabs this is; a reload is a new tab, whose browser the server knows from before. */
const browserKey = 'hotline.browser'

function browser(): string {
  const known = localStorage.getItem(browserKey)
  if (known !== null) return known
  const made = crypto.randomUUID().slice(0, 8)
  localStorage.setItem(browserKey, made)
  return made
}

export const thisTab = `${browser()}:${crypto.randomUUID().slice(0, 8)}`

export function isThisBrowser(tab: string): boolean {
  return tab.startsWith(`${browser()}:`)
}

/**
 * Of all the tabs of this browser one owns the telephone: whichever holds the lock. When it closes or crashes the browser itself
 * gives the lock to the next. `owned` is called with true when it is this one's turn. The answer gives it up.
 */
export function standForPhone(userName: string, owned: () => void): () => void {
  if (!('locks' in navigator)) {
    owned()
    return () => undefined
  }
  let release: () => void = () => undefined
  const ended = new Promise<void>((resolve) => { release = resolve })
  const stop = new AbortController()
  void navigator.locks.request(`hotline.phone.${userName}`, { signal: stop.signal }, () => {
    owned()
    return ended
  }).catch(() => undefined)
  return () => {
    stop.abort()
    release()
  }
}
