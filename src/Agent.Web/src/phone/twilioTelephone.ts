import { Call, Device } from '@twilio/voice-sdk'
import { api } from '@/api/endpoints'
import type { PhoneDevices, PhoneDriver, PhoneEvents } from './driver'

/** The browser as a telephone, through Twilio's Voice SDK. Loaded only where the server has the keys for it. */
export function twilioTelephone(events: PhoneEvents): PhoneDriver {
  let device: Device | undefined
  let ringing: Call | undefined
  let spoken: Call | undefined
  /** The agent pressed before the ring came through the other way. */
  let wanted = false
  let muted = false

  function listen(call: Call): void {
    const over = () => {
      if (ringing === call) ringing = undefined
      if (spoken === call) { spoken = undefined; muted = false }
      events.levels(0, 0)
    }
    call.on('cancel', over)
    call.on('disconnect', over)
    call.on('reject', over)
    call.on('volume', (microphone: number, speaker: number) => events.levels(microphone, speaker))
    call.on('error', (error: Error) => events.trouble(error))
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
      device.on('tokenWillExpire', () => void api.line.pass().then((fresh) => device?.updateToken(fresh.token)).catch((problem: Error) => events.trouble(problem)))
      device.on('error', (error: Error) => events.trouble(error))
      await device.register()
    },
    async stop() {
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
