import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import Components from 'unplugin-vue-components/vite'
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers'
import { defineConfig } from 'vitest/config'

const api = process.env.HOTLINE_API ?? 'http://localhost:5000'

export default defineConfig({
  base: '/console/',
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  plugins: [
    vue(),
    Components({
      dirs: [],
      dts: process.env.VITEST ? false : 'src/components.d.ts',
      resolvers: [ElementPlusResolver({ importStyle: process.env.VITEST ? false : 'css' })],
    }),
  ],
  build: { outDir: '../Hotline.Api/wwwroot/console', emptyOutDir: true, chunkSizeWarningLimit: 600 },
  server: {
    port: 5173,
    proxy: {
      '/api': api,
      '/openapi': api,
      '/hubs': { target: api, ws: true },
    },
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.ts'],
    // Element Plus is bundled ESM that imports without extensions; Node cannot load it by itself.
    server: { deps: { inline: ['element-plus'] } },
  },
})
