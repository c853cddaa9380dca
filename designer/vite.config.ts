import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const here = fileURLToPath(new URL('.', import.meta.url))
const server = process.env.LIENTHONG_DEV_SERVER ?? 'http://127.0.0.1:7100'
const inPackage = (...names: string[]) => new RegExp(`[\\\\/]node_modules[\\\\/](${names.join('|')})[\\\\/]`)

/** Builds the designer into `dist/designer`; in development the API and the WebSocket come from a running kernel. */
export default defineConfig({
  root: here,
  plugins: [react()],
  build: {
    outDir: '../dist/designer',
    emptyOutDir: true,
    target: 'es2022',
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: inPackage('react', 'react-dom', 'scheduler', 'react-router') },
            {
              name: 'mantine',
              test: inPackage('@mantine', '@floating-ui', 'react-remove-scroll', 'react-number-format'),
            },
            { name: 'xyflow', test: inPackage('@xyflow', 'd3-[a-z]+') },
            { name: 'monaco', test: inPackage('monaco-editor') },
            { name: 'elk', test: inPackage('elkjs') },
            { name: 'jsonata', test: inPackage('jsonata') },
          ],
        },
      },
    },
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': { target: server, ws: true } },
  },
})
