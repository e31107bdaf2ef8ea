import { HubConnection, HubConnectionBuilder, HubConnectionState, LogLevel } from '@microsoft/signalr'
import { api } from '@/api/endpoints'
import type { Notice, NoticeBatch, Presence } from '@/api/types'
import { NoticeCursor, retryDelay } from './cursor'

export interface DeskListener {
  notices(fresh: Notice[], serverTime: string): void
  presence(everyone: Presence[]): void
  connected(): void
  /** `attempt` counts from 1 since the connection was lost. */
  lost(attempt: number): void
  /** Everything missed has been delivered; `restarted` means the open views must be read anew. */
  resumed(missed: number, restarted: boolean): void
}

/** The console's one live connection. It never gives up, and after every interruption it asks for what it missed. */
export class DeskConnection {
  private readonly hub: HubConnection
  private readonly cursor = new NoticeCursor()
  private readonly listener: DeskListener
  private stopped = false
  private attempt = 0
  private everConnected = false
  private resuming = false
  private resumeAgain = false
  private freshWhileResuming = 0
  private looking: { ticketId: string | null; editing: boolean } = { ticketId: null, editing: false }
  private retryTimer: ReturnType<typeof setTimeout> | undefined

  constructor(listener: DeskListener) {
    this.listener = listener
    this.hub = new HubConnectionBuilder()
      .withUrl('/hubs/desk')
      .withStatefulReconnect()
      .withAutomaticReconnect({ nextRetryDelayInMilliseconds: (context) => this.nextPause(context.previousRetryCount) })
      .configureLogging(LogLevel.None)
      .build()
    this.hub.serverTimeoutInMilliseconds = 15_000
    this.hub.keepAliveIntervalInMilliseconds = 5_000
    this.hub.on('notices', (batch: NoticeBatch) => this.receive(batch))
    this.hub.on('presence', (everyone: Presence[]) => this.listener.presence(everyone))
    this.hub.onreconnected(() => void this.afterConnect())
    this.hub.onclose(() => this.startLater())
    document.addEventListener('visibilitychange', this.onVisible)
  }

  async start(): Promise<void> {
    try {
      if (!this.everConnected) this.cursor.last = (await api.eventsHead()).seq
      if (this.stopped) return
      await this.hub.start()
      await this.afterConnect()
    } catch {
      this.startLater()
    }
  }

  async stop(): Promise<void> {
    this.stopped = true
    clearTimeout(this.retryTimer)
    document.removeEventListener('visibilitychange', this.onVisible)
    await this.hub.stop()
  }

  /** Tries at once instead of waiting for the pause to end. */
  async retryNow(): Promise<void> {
    clearTimeout(this.retryTimer)
    if (this.hub.state === HubConnectionState.Connected) return this.resume()
    // Stopping ends SignalR's own pause; `onclose` then starts anew, without a pause.
    this.attempt = 0
    if (this.hub.state === HubConnectionState.Reconnecting) await this.hub.stop()
    clearTimeout(this.retryTimer)
    await this.start()
  }

  /** Tells colleagues which ticket this user looks at, and whether something is being typed. */
  look(ticketId: string | null, editing: boolean): void {
    this.looking = { ticketId, editing }
    if (this.hub.state === HubConnectionState.Connected) void this.hub.invoke('Look', ticketId, editing).catch(() => undefined)
  }

  private readonly onVisible = (): void => {
    if (document.visibilityState !== 'visible' || this.stopped) return
    if (this.hub.state === HubConnectionState.Connected) void this.resume()
  }

  private nextPause(attempt: number): number {
    this.attempt = attempt + 1
    this.listener.lost(this.attempt)
    return retryDelay(attempt)
  }

  private startLater(): void {
    if (this.stopped) return
    this.attempt += 1
    this.listener.lost(this.attempt)
    clearTimeout(this.retryTimer)
    this.retryTimer = setTimeout(() => void this.start(), retryDelay(this.attempt - 1))
  }

  private async afterConnect(): Promise<void> {
    const interrupted = this.everConnected
    this.everConnected = true
    this.attempt = 0
    this.listener.connected()
    if (this.looking.ticketId !== null) this.look(this.looking.ticketId, this.looking.editing)
    await this.resume(interrupted)
  }

  private async resume(announce = false): Promise<void> {
    if (this.resuming) {
      this.resumeAgain = true // what the running one was asked for may end before the gap just seen
      return
    }
    this.resuming = true
    this.resumeAgain = false
    this.freshWhileResuming = 0
    try {
      const head = await this.hub.invoke<number>('Resume', this.cursor.last)
      const { restarted } = this.cursor.settle(head)
      if (announce || restarted) this.listener.resumed(this.freshWhileResuming, restarted)
    } catch {
      // The connection went away meanwhile; the next one resumes.
    } finally {
      this.resuming = false
      if (this.resumeAgain && this.hub.state === HubConnectionState.Connected) void this.resume()
    }
  }

  private receive(batch: NoticeBatch): void {
    const { fresh, gap } = this.cursor.receive(batch)
    if (this.resuming) this.freshWhileResuming += fresh.length
    this.listener.notices(fresh, batch.serverTime)
    if (gap) void this.resume()
  }
}
