import { Call, Device } from '@twilio/voice-sdk'
import { api } from '@/api/endpoints'
import type { PhoneDevices, PhoneDriver, PhoneEvents, PhoneTrouble } from './driver'

/** The SDK comes back by itself after a short break; what it gives up is taken up again, in milliseconds. */
const lookAgain = 10_000

/** The browser as a telephone, through Twilio's Voice SDK. Loaded only where the server has the keys for it. */
export function twilioTelephone(events: PhoneEvents): PhoneDriver {
  let device: Device | undefined
  let ringing: Call | undefined
  let spoken: Call | undefined
  /** The agent pressed before the ring came through the other way. */
  let wanted = false
  let muted = false
  let timer: ReturnType<typeof setInterval> | undefined

  const tell = (problem: unknown) => events.trouble(troubleOf(problem))

  async function renewPass(): Promise<void> {
    device?.updateToken((await api.line.pass()).token)
  }

  function listen(call: Call): void {
    let broken = false
    const whole = () => {
      if (broken) events.trouble()
      broken = false
    }
    const over = () => {
      whole()
      if (ringing === call) ringing = undefined
      if (spoken === call) { spoken = undefined; muted = false }
      events.levels(0, 0)
    }
    call.on('cancel', over)
    call.on('disconnect', over)
    call.on('reject', over)
    call.on('volume', (microphone: number, speaker: number) => events.levels(microphone, speaker))
    call.on('accept', () => events.trouble())
    call.on('reconnecting', (problem: unknown) => {
      broken = true
      tell(problem)
    })
    call.on('reconnected', whole)
    call.on('error', (problem: unknown) => {
      const what = troubleOf(problem)
      if (what.kind === 'microphone') events.trouble(what)
      else events.callFailed(what.code)
    })
  }

  function take(call: Call): void {
    wanted = false
    ringing = undefined
    spoken = call
    call.accept()
    call.mute(muted)
  }

  return {
    hasVoice: true,
    async start() {
      const pass = await api.line.pass()
      device = new Device(pass.token, { codecPreferences: [Call.Codec.Opus, Call.Codec.PCMU], closeProtection: true })
      // The console rings by itself, at the device and loudness the agent chose.
      device.audio?.incoming(false)
      device.on('incoming', (call: Call) => {
        ringing = call
        listen(call)
        if (wanted) take(call)
      })
      device.on('tokenWillExpire', () => void renewPass().catch(tell))
      device.on('registered', () => events.trouble())
      device.on('unregistered', () => events.trouble({ kind: 'line' }))
      device.on('error', tell)
      // Not waited for: without a network it never ends, and the bar tells what is wrong.
      device.register().catch(tell)
      // The old pass may be what was refused.
      timer = setInterval(() => { if (device?.state === Device.State.Unregistered) void renewPass().then(() => device?.register()).catch(tell) }, lookAgain)
    },
    async stop() {
      clearInterval(timer)
      device?.destroy()
      device = ringing = spoken = undefined
    },
    accept() {
      if (ringing !== undefined) take(ringing)
      else if (spoken === undefined) {
        wanted = true
        setTimeout(() => { wanted = false }, 10_000)
      }
      return Promise.resolve()
    },
    decline() {
      wanted = false
      ringing?.reject()
      ringing = undefined
    },
    hangUp() { spoken?.disconnect() },
    mute(on) {
      muted = on
      spoken?.mute(on)
    },
    async useDevices({ microphone, speaker }: PhoneDevices) {
      if (device?.audio === null || device?.audio === undefined) return
      if (microphone === '') await device.audio.unsetInputDevice()
      else await device.audio.setInputDevice(microphone)
      if (device.audio.isOutputSelectionSupported) await device.audio.speakerDevices.set(speaker === '' ? 'default' : speaker)
    },
  }
}

/** Of the SDK's numbered errors 31208, 31401 and 31402 say that the microphone was refused or cannot be had. */
function troubleOf(problem: unknown): PhoneTrouble {
  const code = (problem as { code?: unknown } | undefined)?.code
  return typeof code !== 'number' ? { kind: 'line' } : { kind: [31208, 31401, 31402].includes(code) ? 'microphone' : 'line', code }
}
