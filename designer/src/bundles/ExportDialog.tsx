import { Button, Checkbox, Modal, SegmentedControl, Stack } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FlowSummary } from '#shared/api/flows.ts'
import { useAction } from '../api/api-context.ts'
import { type ApiError, asApiError } from '../api/api-error.ts'
import { ErrorCard } from '../ui/ErrorCard.tsx'
import { notifyDone } from '../ui/notify.ts'
import { download } from './bundle-file.ts'
import styles from './bundles.module.css'

/** Chooses flows and packs them with what they use. */
export function ExportDialog({
  flows,
  opened,
  onClose,
}: {
  readonly flows: readonly FlowSummary[]
  readonly opened: boolean
  readonly onClose: () => void
}) {
  const { t } = useTranslation('bundles')
  return (
    <Modal opened={opened} onClose={onClose} title={t('export.title')}>
      {opened ? <Form flows={flows} onClose={onClose} /> : null}
    </Modal>
  )
}

function Form({ flows, onClose }: { readonly flows: readonly FlowSummary[]; readonly onClose: () => void }) {
  const { t } = useTranslation('bundles')
  const pack = useAction('exportBundle')
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [of, setOf] = useState<'published' | 'draft'>('published')
  const [error, setError] = useState<ApiError>()
  const go = async () => {
    setError(undefined)
    try {
      const { name, content } = await pack.mutateAsync({ body: { flows: [...chosen], of } })
      download(name, content)
      notifyDone(t('export.done', { name }))
      onClose()
    } catch (thrown) {
      setError(asApiError(thrown))
    }
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (chosen.length > 0) void go()
      }}
    >
      <Stack gap={16}>
        <p className={styles.lead}>{t('export.lead')}</p>
        <SegmentedControl
          aria-label={t('export.of')}
          value={of}
          onChange={(next) => setOf(next === 'draft' ? 'draft' : 'published')}
          data={[
            { value: 'published', label: t('export.published') },
            { value: 'draft', label: t('export.draft') },
          ]}
        />
        <fieldset className={styles.choice}>
          <legend>{t('export.flows')}</legend>
          {flows.map((flow) => (
            <Checkbox
              key={flow.id}
              label={flow.title}
              checked={chosen.includes(flow.id)}
              onChange={(event) =>
                setChosen(event.currentTarget.checked ? [...chosen, flow.id] : chosen.filter((it) => it !== flow.id))
              }
            />
          ))}
        </fieldset>
        {error ? <ErrorCard error={error} /> : null}
        <div className={styles.actions}>
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button
            type="submit"
            leftSection={<IconDownload size={16} />}
            disabled={chosen.length === 0}
            loading={pack.isPending}
          >
            {t('export.button', { count: chosen.length })}
          </Button>
        </div>
      </Stack>
    </form>
  )
}
