import { Button, Group, Stack } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useOperation } from '../api/api-context.ts'
import { useCatalogue, useFlow } from '../document/DocumentProvider.tsx'
import { useText } from '../i18n/use-text.ts'
import { CopyButton } from '../ui/CopyButton.tsx'
import { addressesOf } from './addresses.ts'
import styles from './publish.module.css'

/** After publishing: which version it is, and where the outside calls it, ready to copy. */
export function PublishedView({ flowId, onClose }: { readonly flowId: string; readonly onClose: () => void }) {
  const { t } = useTranslation('publish')
  const text = useText()
  const flow = useFlow()
  const catalogue = useCatalogue()
  const gateway = useOperation('health', {}).data?.gateway.address
  const versions = useOperation('listVersions', { params: { id: flowId } }).data?.versions
  const number = versions?.find((it) => it.active)?.number
  const addresses = gateway === undefined ? [] : addressesOf(flow, catalogue, gateway)
  return (
    <Stack gap={16}>
      <p className={styles.good} role="status">
        <IconCircleCheck size={20} aria-hidden />
        {number === undefined ? t('done.text') : t('done.number', { number })}
      </p>
      {addresses.map((it) => (
        <section key={it.node} className={styles.address} aria-label={text(it.title)}>
          <h3 className={styles.heading}>{t('done.address', { title: text(it.title) })}</h3>
          <div className={styles.copyRow}>
            <code>
              {it.method} {it.url}
            </code>
            <CopyButton text={it.url} label={t('done.copyAddress')} />
          </div>
          <p className={styles.dim}>{t('done.example')}</p>
          <div className={styles.copyRow}>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
            <pre tabIndex={0}>{it.curl}</pre>
            <CopyButton text={it.curl} label={t('done.copyExample')} />
          </div>
        </section>
      ))}
      {addresses.length === 0 ? <p className={styles.dim}>{t('done.noAddress')}</p> : null}
      <Group justify="flex-end">
        <Button onClick={onClose} data-autofocus>
          {t('close')}
        </Button>
      </Group>
    </Stack>
  )
}
