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

export interface Stand {
  /** Takes the lock from whichever tab has it; that one stands in line again. */
  steal(): void
  stop(): void
}

/**
 * Of all the tabs of this browser one owns the telephone: whichever holds the lock. When it closes or crashes the browser itself
 * gives the lock to the next. `owned` is told when it becomes this one's and when it is taken away.
 */
export function standForPhone(userName: string, owned: (mine: boolean) => void): Stand {
  if (!('locks' in navigator)) {
    owned(true)
    return { steal: () => undefined, stop: () => undefined }
  }
  let turn = 0
  let waiting = new AbortController()
  let release: () => void = () => undefined

  function stand(steal: boolean): void {
    const mine = ++turn
    const kept = new Promise<void>((resolve) => { release = resolve })
    void navigator.locks.request(`hotline.phone.${userName}`, steal ? { steal: true } : { signal: waiting.signal }, () => {
      owned(true)
      return kept
    }).catch(() => {
      if (mine !== turn) return
      owned(false) // another tab took it
      stand(false)
    })
  }

  function leave(): void {
    turn++
    waiting.abort()
    waiting = new AbortController()
    release()
  }

  stand(false)
  return {
    steal() { leave(); stand(true) },
    stop: leave,
  }
}
