import { resolve } from 'node:path'
import { reactRouter } from '@react-router/dev/vite'
import { defineConfig, type Plugin } from 'vite'

/** A file of its own beside the pages', under a name that never changes; the server says which build it belongs to. */
const serviceWorker: Plugin = {
  name: 'service-worker',
  apply: 'build',
  applyToEnvironment: ({ name }) => name === 'client',
  buildStart() {
    const id = resolve(import.meta.dirname, 'worker/service-worker.ts')
    this.emitFile({ type: 'chunk', id, fileName: 'service-worker.js', preserveSignature: false })
  },
}

export default defineConfig(({ command }) => ({
  plugins: [reactRouter(), serviceWorker],
  build: { target: 'es2022' },
  ...(command === 'build'
    ? {
        // Everything the server needs is bundled: it starts in a fifth of a second and loads no node_modules of React.
        ssr: { noExternal: true },
        // Otherwise it carries React's development half too, and every comment: 6 MB of memory for nothing.
        define: { 'process.env.NODE_ENV': '"production"' },
        environments: { ssr: { build: { minify: true, rollupOptions: { input: './app/server.ts' } } } },
      }
    : {
        // Vite and Node resolve react-router differently: its server half must be the same copy as the pages'.
        ssr: { noExternal: ['@react-router/node'] },
        // Read at start, so that all packages are made ready at once; found one by one, each would reload the page.
        optimizeDeps: {
          entries: ['app/root.tsx', 'app/{frame,pages,parts}/**/*.tsx'],
          include: ['react', 'react-dom', 'react-dom/client', 'react-router', 'react-router/dom'],
        },
      }),
}))
