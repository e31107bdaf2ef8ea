import 'element-plus/theme-chalk/base.css'
import './styles/base.css'
import './styles/layout.css'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { whenSignedOut } from './api/client'
import App from './App.vue'
import { applyToDocument, i18n } from './i18n'
import { router } from './router'
import { useSession } from './stores/session'

const app = createApp(App).use(createPinia()).use(i18n).use(router)

whenSignedOut(() => {
  useSession().expire()
  const here = router.currentRoute.value
  if (here.name !== 'sign-in') void router.push({ name: 'sign-in', query: { to: here.fullPath, ended: '1' } })
})

applyToDocument()
app.mount('#app')
