import { Drawer, Select } from '@mantine/core'
import { type ReactNode, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useServerCatalogue } from '../document/use-version.ts'
import { useLanguage, useText } from '../i18n/use-text.ts'
import { Markdown } from '../inspector/Markdown.tsx'
import { helpIn } from '../inspector/markdown.ts'
import { HelpContext } from './help-context.ts'

/** Offers the help of every node in a panel beside the page, which stays usable; all of it comes from this server. */
export function HelpProvider({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation('tour')
  const [opened, setOpened] = useState(false)
  const [type, setType] = useState<string>()
  const open = useMemo(
    () => (next?: string) => {
      setOpened(true)
      if (next !== undefined) setType(next)
    },
    [],
  )
  return (
    <HelpContext value={open}>
      {children}
      <Drawer
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('nodeHelp.title')}
        position="right"
        size={440}
        withOverlay={false}
        lockScroll={false}
        shadow="lg"
        transitionProps={{ duration: 0 }}
      >
        <NodePages type={type} onType={setType} />
      </Drawer>
    </HelpContext>
  )
}

function NodePages({ type, onType }: { readonly type: string | undefined; readonly onType: (type: string) => void }) {
  const { t } = useTranslation('tour')
  const text = useText()
  const language = useLanguage()
  const nodes = [...(useServerCatalogue()?.byType.values() ?? [])]
  const chosen = nodes.find((it) => it.type === type) ?? nodes[0]
  if (!chosen) return null
  const page = helpIn(chosen.help, language).trim()
  return (
    <>
      <Select
        label={t('nodeHelp.choose')}
        data={nodes.map((it) => ({ value: it.type, label: text(it.title) }))}
        value={chosen.type}
        allowDeselect={false}
        searchable
        mb={16}
        onChange={(next) => onType(next ?? chosen.type)}
      />
      {page === '' ? <p>{text(chosen.summary)}</p> : <Markdown source={page} />}
    </>
  )
}
