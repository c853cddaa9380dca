import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** Tests beside the sources: `npx vitest --config shared/config/vitest.config.ts [run] [PATH]`. Whole systems start in some, so few run at a time. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['{shared,nodes,runtime,designer}/**/*.test.{ts,tsx,js}'],
    exclude: ['**/node_modules/**', 'designer/e2e/**'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // What passes only when tried again is named in the report (`runtime/bin/test/reports.js`).
    retry: process.env.CI === 'true' ? 1 : 0,
    // What a test waits for comes late on a busy machine; one second is too short.
    expect: { poll: { timeout: 15_000 } },
  },
})
