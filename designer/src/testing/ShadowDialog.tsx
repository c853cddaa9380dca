import { Modal, Select, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ShadowDetail, ShadowRow } from '#shared/api/shadow.ts'
import { useApi } from '../api/api-context.ts'
import type { ApiError } from '../api/api-error.ts'
import { titleOfNode } from '../document/catalogue.ts'
import { useDocument } from '../document/DocumentProvider.tsx'
import { useText } from '../i18n/use-text.ts'
import { JsonView } from '../ui/json/JsonView.tsx'
import { diffJson } from '../ui/json/json-diff.ts'
import { Loaded } from '../ui/Loaded.tsx'
import { StateChip } from '../ui/StateChip.tsx'
import styles from './testing.module.css'

type Step = ShadowDetail['steps'][number]

/** One message step by step: what left each step before and what would leave it now, with the differences marked. */
export function ShadowDialog({
  flowId,
  row,
  onClose,
}: {
  readonly flowId: string
  readonly row: ShadowRow | undefined
  readonly onClose: () => void
}) {
  const { t } = useTranslation('shadow')
  const name = row ? (Object.values(row.keys)[0] ?? row.run) : ''
  return (
    <Modal opened={row !== undefined} onClose={onClose} size="90%" title={t('title', { name })}>
      {row ? <Detail key={row.run} flowId={flowId} row={row} /> : null}
    </Modal>
  )
}

function Detail({ flowId, row }: { readonly flowId: string; readonly row: ShadowRow }) {
  const { client } = useApi()
  const hash = useDocument((state) => state.hash)
  const query = useQuery<ShadowDetail, ApiError>({
    queryKey: ['shadowMessage', flowId, row.run, hash],
    queryFn: ({ signal }) => client.call('shadowMessage', { params: { id: flowId, run: row.run }, body: {} }, signal),
  })
  return <Loaded query={query}>{(detail) => <Steps detail={detail} />}</Loaded>
}

function Steps({ detail }: { readonly detail: ShadowDetail }) {
  const { t } = useTranslation('shadow')
  const text = useText()
  const flow = useDocument((state) => state.flow)
  const catalogue = useDocument((state) => state.catalogue)
  const [path, setPath] = useState(detail.row.first?.path || (detail.steps[0]?.path ?? ''))
  const step = detail.steps.find((it) => it.path === path) ?? detail.steps[0]
  const label = (it: Step): string => {
    const title = text(titleOfNode(catalogue, flow, it.node))
    return it.path === it.node ? title : `${title} (${it.path})`
  }
  return (
    <Stack gap={12}>
      <Select
        label={t('steps')}
        allowDeselect={false}
        data={detail.steps.map((it) => ({ value: it.path, label: label(it) }))}
        value={step?.path ?? null}
        onChange={(next) => setPath(next ?? '')}
      />
      {step ? <Sides step={step} /> : null}
    </Stack>
  )
}

function Sides({ step }: { readonly step: Step }) {
  const { t } = useTranslation('shadow')
  const diff = useMemo(() => diffJson(shown(step.before), shown(step.after)), [step])
  const sides = [
    { title: t('stepBefore'), side: step.before, hidden: 'added' },
    { title: t('stepAfter'), side: step.after, hidden: 'removed' },
  ] as const
  return (
    <>
      {diff.at.size === 0 ? <p className={styles.dim}>{t('unchanged')}</p> : null}
      <div className={styles.sides}>
        {sides.map(({ title, side, hidden }) => (
          <section key={title} aria-label={title}>
            <h3>
              {title} {side ? <StateChip state={side.status} plain /> : null}
            </h3>
            {side ? (
              <JsonView
                value={shown(side)}
                diff={{ at: new Map([...diff.at].filter(([, it]) => it !== hidden)), cut: diff.cut }}
                height={420}
                label={title}
              />
            ) : (
              <p className={styles.dim}>{t('notWalked')}</p>
            )}
          </section>
        ))}
      </div>
    </>
  )
}

/** What is compared of a side: how it ended, what came in and what left. */
function shown(side: Step['before']): unknown {
  if (!side) return undefined
  const { status, port, error, input, output } = side
  return { status, ...(port ? { port } : {}), ...(error ? { error } : {}), input, output }
}
