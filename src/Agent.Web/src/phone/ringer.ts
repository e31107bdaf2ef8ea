/** Two short tones every three seconds, at a loudness and a loudspeaker of the agent's choice. It is only the sound beside the bar. */
export class Ringer {
  private context: AudioContext | undefined
  private timer: ReturnType<typeof setInterval> | undefined
  private volume = 0.5

  /** To be called from a press of a key or button: browsers let nothing sound before. */
  unlock(): void {
    if (typeof AudioContext === 'undefined') return
    this.context ??= new AudioContext()
    void this.context.resume().catch(() => undefined)
  }

  /** @param volume 0 to 1 */
  set(volume: number, loudspeaker: string): void {
    this.volume = volume
    const context = this.context as (AudioContext & { setSinkId?: (id: string) => Promise<void> }) | undefined
    void context?.setSinkId?.(loudspeaker).catch(() => undefined)
  }

  start(): void {
    if (this.timer !== undefined) return
    this.once()
    this.timer = setInterval(() => this.once(), 3_000)
  }

  stop(): void {
    clearInterval(this.timer)
    this.timer = undefined
  }

  once(): void {
    const context = this.context
    if (context === undefined || context.state !== 'running' || this.volume <= 0) return
    for (const begin of [0, 0.5]) {
      const [tone, gain] = [context.createOscillator(), context.createGain()]
      const at = context.currentTime + begin
      tone.frequency.value = 450   // the ringing tone of mainland telephones
      gain.gain.setValueAtTime(0, at)
      gain.gain.linearRampToValueAtTime(this.volume * 0.4, at + 0.03)
      gain.gain.setValueAtTime(this.volume * 0.4, at + 0.32)
      gain.gain.linearRampToValueAtTime(0, at + 0.36)
      tone.connect(gain).connect(context.destination)
      tone.start(at)
      tone.stop(at + 0.4)
    }
  }
}
