import { ActionIcon, CopyButton as MantineCopy, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

/** A small button that copies a text and says so. */
export function CopyButton({ text, label }: { text: string; label?: string }) {
  const { t } = useTranslation()
  return (
    <MantineCopy value={text} timeout={1500}>
      {({ copied, copy }) => {
        const said = copied ? t('actions.copied') : (label ?? t('actions.copy'))
        return (
          <Tooltip label={said} withinPortal>
            <ActionIcon variant="subtle" color="gray" size={24} aria-label={said} onClick={copy}>
              {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
            </ActionIcon>
          </Tooltip>
        )
      }}
    </MantineCopy>
  )
}
