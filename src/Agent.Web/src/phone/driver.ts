/** The telephone behind the bar. What rings and who speaks is told by the server; a driver only carries the voice. */
export interface PhoneDriver {
  /** Signs in and listens. Throws when the telephone cannot be had. */
  start(): Promise<void>
  stop(): Promise<void>
  /** The agent takes the call: the voice is connected. */
  accept(): Promise<void>
  decline(): void
  hangUp(): void
  mute(on: boolean): void
  useDevices(devices: PhoneDevices): Promise<void>
  /** Whether the voice goes through this browser; without, mute and devices mean nothing. */
  readonly hasVoice: boolean
}

/** Ids of devices; empty for the computer's own choice. */
export interface PhoneDevices {
  microphone: string
  speaker: string
}

/** Why nobody can be spoken with: no way to the provider, or no microphone. The code is the provider's own. */
export interface PhoneTrouble {
  kind: 'line' | 'microphone'
  code?: number
}

export interface PhoneEvents {
  /** Microphone and loudspeaker, 0 to 1 each. */
  levels(microphone: number, speaker: number): void
  /** What keeps the telephone from working, until it is told anew; undefined: it works. */
  trouble(what?: PhoneTrouble): void
  /** The voice of this call failed. */
  callFailed(code?: number): void
}

/** A telephone beside the browser: a desk telephone, or the simulator. The console shows and says, the voice is elsewhere. */
export function deskTelephone(): PhoneDriver {
  const nothing = () => Promise.resolve()
  return { hasVoice: false, start: nothing, stop: nothing, accept: nothing, decline: () => undefined, hangUp: () => undefined, mute: () => undefined, useDevices: nothing }
}
