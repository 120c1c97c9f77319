import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// The command-line tool builds beside what is served, and renames it when it is complete.
const folder = process.env.BUILD_DIRECTORY ?? 'build'

// Two builds from one configuration (see `build` in package.json): what the browser loads, and the same page for the
// server, which carries its packages in it: the image needs neither React nor Vite, and starts ten times sooner.
export default defineConfig(({ isSsrBuild, command }) => ({
  root: import.meta.dirname,
  plugins: [react()],
  publicDir: false,
  ssr: command === 'build' ? { noExternal: true } : {},
  // Otherwise the server's bundle carries React's development half too: 12 MB of memory for nothing.
  define: command === 'build' ? { 'process.env.NODE_ENV': '"production"' } : {},
  // Named, since there is no index.html to begin from: found at the first visit, each would reload the page.
  optimizeDeps: { entries: ['src/page/main.tsx'] },
  build: {
    target: 'es2022',
    emptyOutDir: true,
    // A font inside the style sheet would need data: in the content security policy.
    assetsInlineLimit: 0,
    minify: true,
    // One page, one script: there is nothing to split off.
    chunkSizeWarningLimit: 700,
    outDir: `${folder}/${isSsrBuild ? 'server' : 'client'}`,
    ...(!isSsrBuild && {
      manifest: true,
      rolldownOptions: { input: 'src/page/main.tsx' },
    }),
  },
}))
