import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import '@mantine/spotlight/styles.css'
import '@fontsource/be-vietnam-pro/400.css'
import '@fontsource/be-vietnam-pro/500.css'
import '@fontsource/be-vietnam-pro/600.css'
import './app/global.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { z } from 'zod'
import { App } from './app/App.tsx'
import { createDesigner } from './app/create-designer.ts'
import { reloadAfterUpgrade } from './app/reload-after-upgrade.ts'
import { startI18n, storedLanguage } from './i18n/i18n.ts'

// The page's content policy forbids code made from text, which zod would otherwise try for speed.
z.config({ jitless: true })
startI18n(storedLanguage(localStorage))
reloadAfterUpgrade({
  page: window,
  storage: {
    getItem: (key) => sessionStorage.getItem(key),
    setItem: (key, value) => sessionStorage.setItem(key, value),
  },
  now: Date.now,
  reload: () => location.reload(),
})

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
createRoot(root).render(
  <StrictMode>
    <App designer={createDesigner()} />
  </StrictMode>,
)
