import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { api } from '@/api/endpoints'
import { ApiProblem } from '@/api/problem'
import { allDesks, type Desk, type Role, type SessionView } from '@/api/types'
import { forgetLocalDrafts } from './draftKeeper'

export const useSession = defineStore('session', () => {
  const user = ref<SessionView | null>(null)
  const known = ref(false)
  /** Server time minus this computer's time, in milliseconds. */
  const clockOffset = ref(0)

  const desks = computed<Desk[]>(() => allDesks.filter((desk) => user.value?.desks.includes(desk)))
  const isAuditor = computed(() => hasRole('auditor'))

  /** A leader reads the queue and changes nothing in it. */
  const worksQueue = computed(() => desks.value.includes('queue') && hasRole('agent', 'dispatcher', 'supervisor'))

  function hasRole(...roles: Role[]): boolean {
    return roles.some((role) => user.value?.roles.includes(role))
  }

  function adjustClock(serverTime: string): void {
    const server = Date.parse(serverTime)
    if (Number.isFinite(server)) clockOffset.value = server - Date.now()
  }

  function enter(session: SessionView): void {
    user.value = session
    known.value = true
    adjustClock(session.serverTime)
  }

  /** Asks the server once who is signed in. */
  async function load(): Promise<void> {
    if (known.value) return
    try {
      enter(await api.session.current())
    } catch (problem) {
      if (!(problem instanceof ApiProblem) || problem.status !== 401) throw problem
      known.value = true
    }
  }

  async function signIn(userName: string, password: string): Promise<void> {
    enter(await api.session.signIn(userName, password))
  }

  /** The server ended the session; texts kept in this browser wait for the same user. */
  function expire(): void {
    user.value = null
  }

  async function signOut(): Promise<void> {
    await api.session.signOut()
    forgetLocalDrafts()
    user.value = null
  }

  return { user, known, clockOffset, desks, isAuditor, worksQueue, hasRole, adjustClock, load, signIn, signOut, expire }
})
