import { createRouter, createWebHistory, type RouteLocationNormalized } from 'vue-router'
import type { Desk, Role } from './api/types'
import { applyToDocument } from './i18n'
import { useSession } from './stores/session'

declare module 'vue-router' {
  interface RouteMeta {
    /** Key of the page's title in the messages. */
    title?: string
    desk?: Desk
    /** Of a page that belongs to no desk: who may open it. */
    role?: Role
    /** Reachable without a session. */
    open?: boolean
  }
}

export const router = createRouter({
  history: createWebHistory('/console/'),
  routes: [
    { path: '/sign-in', name: 'sign-in', component: () => import('./desk/SignInPage.vue'), meta: { open: true, title: 'signIn.title' } },
    { path: '/', name: 'home', component: () => import('./components/NoticePage.vue'), meta: { title: '' } },
    { path: '/queue/:view?', name: 'queue', component: () => import('./desk/QueuePage.vue'), meta: { desk: 'queue', title: 'queue.title' } },
    { path: '/tickets/new', name: 'new-ticket', component: () => import('./desk/NewTicketPage.vue'), meta: { desk: 'queue', title: 'newTicket.title' } },
    { path: '/tickets/:id', name: 'ticket', component: () => import('./desk/TicketPage.vue'), meta: { title: 'ticket.summary' } },
    { path: '/topics', name: 'topics', component: () => import('./topics/TopicsPage.vue'), meta: { desk: 'topics', title: 'topics.title' } },
    { path: '/disputes/:tab?', name: 'disputes', component: () => import('./disputes/DisputesPage.vue'), meta: { desk: 'disputes', title: 'disputes.title' } },
    { path: '/department/:tab?', name: 'department', component: () => import('./handle/DepartmentPage.vue'), meta: { desk: 'department', title: 'handle.title' } },
    { path: '/review/:tab?', name: 'review', component: () => import('./review/ReviewPage.vue'), meta: { desk: 'review', title: 'review.title' } },
    { path: '/publish/:tab?', name: 'publish', component: () => import('./publish/PublishPage.vue'), meta: { desk: 'publish', title: 'publish.title' } },
    { path: '/supervision/orders/:id', name: 'order', component: () => import('./supervision/OrderPage.vue'), meta: { desk: 'supervision', title: 'supervision.order' } },
    { path: '/supervision/:tab?', name: 'supervision', component: () => import('./supervision/SupervisionPage.vue'), meta: { desk: 'supervision', title: 'supervision.title' } },
    { path: '/callbacks', name: 'callbacks', component: () => import('./followup/CallBacksPage.vue'), meta: { desk: 'callbacks', title: 'followup.title' } },
    { path: '/appraisal', name: 'appraisal', component: () => import('./appraisal/AppraisalPage.vue'), meta: { desk: 'appraisal', title: 'appraisal.title' } },
    { path: '/brief', name: 'brief', component: () => import('./leader/BriefPage.vue'), meta: { desk: 'brief', title: 'appraisal.brief' } },
    { path: '/simulator', name: 'simulator', component: () => import('./callflows/SimulatorPage.vue'), meta: { title: 'callFlows.simulator' } },
    { path: '/wallboard', name: 'wallboard', component: () => import('./phone/WallboardPage.vue'), meta: { role: 'supervisor', title: 'phone.wallboard' } },
    { path: '/absence', name: 'absence', component: () => import('./units/AbsencePage.vue'), meta: { title: 'units.myAbsence' } },
    {
      path: '/admin',
      name: 'admin',
      component: () => import('./admin/AdminPage.vue'),
      meta: { desk: 'admin', title: 'admin.title' },
      children: [
        { path: 'intake', name: 'admin-intake', component: () => import('./admin/IntakePage.vue') },
        { path: 'channels', name: 'admin-channels', component: () => import('./systems/ChannelsPage.vue') },
        { path: 'imports', name: 'admin-imports', component: () => import('./systems/ImportsPage.vue') },
        { path: 'webhooks', name: 'admin-webhooks', component: () => import('./systems/WebhooksPage.vue') },
        { path: 'set-aside', name: 'admin-set-aside', component: () => import('./admin/SetAsidePage.vue') },
        { path: 'outgoing', name: 'admin-outgoing', component: () => import('./admin/OutgoingPage.vue') },
        { path: 'classifier', name: 'admin-classifier', component: () => import('./classifier/ClassifierPage.vue') },
        { path: 'units', name: 'admin-units', component: () => import('./units/UnitsPage.vue') },
        { path: 'catalogue', name: 'admin-catalogue', component: () => import('./units/CataloguePage.vue') },
        { path: 'staff', name: 'admin-staff', component: () => import('./units/StaffPage.vue') },
        { path: 'skills', name: 'admin-skills', component: () => import('./phone/SkillsPage.vue') },
        { path: 'policies', name: 'admin-policies', component: () => import('./rules/PoliciesPage.vue') },
        { path: 'calendars', name: 'admin-calendars', component: () => import('./rules/CalendarsPage.vue') },
        { path: 'call-flows', name: 'admin-call-flows', component: () => import('./callflows/CallFlowsPage.vue') },
        { path: 'seals', name: 'admin-seals', component: () => import('./records/SealsPage.vue') },
        { path: 'holds', name: 'admin-holds', component: () => import('./records/HoldsPage.vue') },
        { path: 'access-log', name: 'admin-access-log', component: () => import('./admin/AccessLogPage.vue') },
      ],
    },
    { path: '/:rest(.*)*', name: 'not-found', component: () => import('./components/NoticePage.vue'), meta: { title: 'app.notFound' } },
  ],
})

/** Where a user without an address in mind belongs. */
export function firstDesk(desks: readonly Desk[], isAuditor: boolean): string {
  const order: Desk[] = ['queue', 'department', 'review', 'publish', 'disputes', 'supervision', 'topics', 'callbacks', 'appraisal', 'admin']
  // Whoever has the brief and reviews nothing is a leader.
  if (desks.includes('brief') && !desks.includes('review')) return '/brief'
  const desk = order.find((one) => desks.includes(one))
  if (desk === undefined) return isAuditor ? '/admin/access-log' : '/'
  if (desk === 'admin') return isAuditor ? '/admin/access-log' : '/admin/intake'
  return `/${desk}`
}

/** Only paths inside the console are followed after signing in. */
export function safeReturn(to: unknown): string | undefined {
  return typeof to === 'string' && /^\/(?!\/|\\)/.test(to) && !to.startsWith('/sign-in') ? to : undefined
}

async function guard(to: RouteLocationNormalized) {
  const session = useSession()
  await session.load().catch(() => undefined)
  if (to.meta.open === true) return session.user === null ? true : { path: firstDesk(session.desks, session.isAuditor) }
  if (session.user === null) return { name: 'sign-in', query: to.path === '/' ? {} : { to: to.fullPath } }
  if (to.path === '/' || to.path === '/admin') {
    const path = firstDesk(to.path === '/admin' ? ['admin'] : session.desks, session.isAuditor)
    if (path !== to.path) return { path }
  }
  const desk = to.meta.desk
  const allowed = to.name === 'new-ticket' ? session.worksQueue : to.meta.role !== undefined ? session.hasRole(to.meta.role) : desk === undefined || session.desks.includes(desk) || (desk === 'admin' && session.isAuditor)
  return allowed ? true : { name: 'not-found', params: { rest: to.path.slice(1).split('/') }, query: { denied: '1' } }
}

router.beforeEach(guard)
router.afterEach(() => applyToDocument())
