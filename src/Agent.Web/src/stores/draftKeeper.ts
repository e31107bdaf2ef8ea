export type DraftState = 'empty' | 'typing' | 'saving' | 'saved' | 'local'

export interface DraftServer {
  save(text: string, keepalive: boolean): Promise<{ savedAt: string }>
  remove(): Promise<void>
}

export interface DraftKeeperOptions {
  server: DraftServer
  /** Keeps the text in this browser while the server cannot be reached. */
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
  storageKey: string
  /** Milliseconds of silence before a save. */
  delay?: number
  onChange: (state: DraftState, savedAt: string | null) => void
}

const storagePrefix = 'hotline.draft.'

export function draftStorageKey(userName: string, ticketId: string, field: string): string {
  return `${storagePrefix}${userName}.${ticketId}.${field}`
}

/** Leaves nothing of anybody's text on a shared computer. */
export function forgetLocalDrafts(storage: Storage = localStorage): void {
  const keys = Array.from({ length: storage.length }, (_, i) => storage.key(i))
  for (const key of keys) if (key?.startsWith(storagePrefix)) storage.removeItem(key)
}

/** Milliseconds after which somebody who types without a pause is saved all the same. */
const longest = 3_000

/**
 * Saves one text field while it is typed: after a second of silence, at the latest after three, and when the field is left; until
 * then this browser has a copy, which outlives its crash. Saves never overlap,
 * so an older text cannot overwrite a newer one; a save that fails leaves the text in this browser and is repeated.
 */
export class DraftKeeper {
  private readonly options: Required<DraftKeeperOptions>
  private text = ''
  private savedText = ''
  private timer: ReturnType<typeof setTimeout> | undefined
  private running: Promise<void> | undefined
  private discarded = false
  private unsavedSince: number | undefined

  constructor(options: DraftKeeperOptions) {
    this.options = { delay: 1000, ...options }
  }

  /** The text to start from: this browser's unsaved one before the server's. */
  restore(fromServer: { text: string; savedAt: string } | undefined): string {
    const local = this.options.storage.getItem(this.options.storageKey)
    this.savedText = fromServer?.text ?? ''
    this.text = local ?? this.savedText
    if (local !== null) {
      this.options.onChange('local', null)
      void this.flush()
    } else if (fromServer !== undefined && fromServer.text !== '') {
      this.options.onChange('saved', fromServer.savedAt)
    }
    return this.text
  }

  type(text: string): void {
    if (text === this.text) return
    this.discarded = false
    this.text = text
    this.options.onChange('typing', null)
    this.options.storage.setItem(this.options.storageKey, text)
    clearTimeout(this.timer)
    this.unsavedSince ??= Date.now()
    this.timer = setTimeout(() => void this.flush(), Math.max(0, Math.min(this.options.delay, this.unsavedSince + longest - Date.now())))
  }

  /** Saves now if there is something to save. */
  async flush(keepalive = false): Promise<void> {
    clearTimeout(this.timer)
    this.unsavedSince = undefined
    if (this.running !== undefined) await this.running
    if (this.discarded) return
    if (this.text === this.savedText) return this.options.storage.removeItem(this.options.storageKey)
    this.running = this.save(keepalive).finally(() => { this.running = undefined })
    await this.running
  }

  /** The page goes away: no answer can be awaited, so this browser keeps a copy as well. */
  leave(): void {
    if (this.discarded || this.text === this.savedText) return
    this.options.storage.setItem(this.options.storageKey, this.text)
    void this.flush(true)
  }

  /** The text has become part of the ticket. */
  async discard(): Promise<void> {
    clearTimeout(this.timer)
    this.discarded = true
    if (this.running !== undefined) await this.running
    const onServer = this.savedText !== ''
    this.text = ''
    this.savedText = ''
    this.options.storage.removeItem(this.options.storageKey)
    this.options.onChange('empty', null)
    if (onServer) await this.options.server.remove().catch(() => undefined)
  }

  private async save(keepalive: boolean): Promise<void> {
    const text = this.text
    this.options.onChange('saving', null)
    try {
      const savedAt = text === ''
        ? await this.options.server.remove().then(() => null)
        : (await this.options.server.save(text, keepalive)).savedAt
      this.savedText = text
      if (this.text === text || this.discarded) this.options.storage.removeItem(this.options.storageKey)
      if (this.discarded) return
      if (this.text === text) this.options.onChange(text === '' ? 'empty' : 'saved', savedAt)
      else this.options.onChange('typing', null)
    } catch {
      if (this.discarded) return
      this.options.storage.setItem(this.options.storageKey, this.text)
      this.options.onChange('local', null)
    }
  }
}
