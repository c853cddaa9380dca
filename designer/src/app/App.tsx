import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { RouterProvider } from 'react-router/dom'
import { ApiContext } from '../api/api-context.ts'
import type { Designer } from './create-designer.ts'
import { Gate } from './Gate.tsx'
import { createRouter } from './router.tsx'
import { cssVariables, designerTheme } from './theme.ts'

/** The whole designer. */
export function App({ designer }: { designer: Designer }) {
  const { t } = useTranslation()
  const theme = useMemo(() => designerTheme({ close: t('actions.close') }), [t])
  const router = useMemo(createRouter, [])
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <Notifications position="bottom-right" limit={4} />
      <QueryClientProvider client={designer.cache}>
        <ApiContext value={designer}>
          <Gate onSignedIn={() => void router.navigate('/luong', { replace: true })}>
            <RouterProvider router={router} />
          </Gate>
        </ApiContext>
      </QueryClientProvider>
    </MantineProvider>
  )
}
