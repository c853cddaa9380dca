import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'

/** A Chromium of the system; without one Playwright looks for its own. */
const chromium = [
  process.env.LIENTHONG_CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
]
  .filter((path) => path !== undefined)
  .find((path) => existsSync(path))

/** The browser journeys: one worker, one installation (`designer/e2e/journey.ts`). The designer must be built before. */
export default defineConfig({
  testDir: 'designer/e2e',
  outputDir: 'test-results',
  workers: 1,
  timeout: 150_000,
  // Long enough for a machine that has other things to do; what is there at once is not waited for.
  expect: { timeout: 30_000 },
  forbidOnly: process.env.CI === 'true',
  // A journey that passes only when tried again is named in the report (`runtime/bin/test/reports.js`).
  retries: process.env.CI === 'true' ? 1 : 0,
  reporter: [['list']],
  use: {
    actionTimeout: 30_000,
    navigationTimeout: 60_000,
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
    viewport: { width: 1440, height: 900 },
    colorScheme: 'light',
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      ...(chromium ? { executablePath: chromium } : {}),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
      ],
    },
  },
})
