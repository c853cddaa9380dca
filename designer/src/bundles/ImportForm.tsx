import { Button, Checkbox, Stack } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { BundlePreview } from '#shared/api/bundles.ts'
import { useAction, useHolds } from '../api/api-context.ts'
import { type ApiError, asApiError } from '../api/api-error.ts'
import { useText } from '../i18n/use-text.ts'
import { ErrorCard } from '../ui/ErrorCard.tsx'
import { notifyDone } from '../ui/notify.ts'
import { BindChoices } from './BindChoices.tsx'
import { BundledFlow } from './BundledFlow.tsx'
import styles from './bundles.module.css'
import { SignatureCard } from './SignatureCard.tsx'

const STALE = ['listFlows', 'getFlow', 'listTables', 'getTable', 'listCases', 'diffFlow'] as const

/** What a bundle would do here, and what has to be decided before it is imported. */
export function ImportForm({
  content,
  preview,
  onClose,
}: {
  readonly content: string
  readonly preview: BundlePreview
  readonly onClose: () => void
}) {
  const { t } = useTranslation('bundles')
  const isAdmin = useHolds('admin')
  const apply = useAction('applyBundle', STALE)
  const [bind, setBind] = useState<Readonly<Record<string, string>>>({})
  const [replaceTables, setReplaceTables] = useState<readonly string[]>([])
  const [replaceDrafts, setReplaceDrafts] = useState(false)
  const [acceptUntrusted, setAcceptUntrusted] = useState(false)
  const [error, setError] = useState<ApiError>()
  const { flows, tables, connections, signature } = preview
  const trusted = signature.is === 'own' || signature.is === 'trusted'
  const inWay = flows.filter((it) => it.ownDraft && it.state !== 'same')
  const unbound = connections.filter((it) => !it.fits && bind[it.id] === undefined)
  const ready = (trusted || (isAdmin && acceptUntrusted)) && (inWay.length === 0 || replaceDrafts)
  const go = async () => {
    setError(undefined)
    try {
      const body = { content, bind, replaceTables: [...replaceTables], replaceDrafts, acceptUntrusted }
      const done = await apply.mutateAsync({ body })
      notifyDone(t('import.done', { flows: done.flows.length, tables: done.tables.length, cases: done.cases }))
      onClose()
    } catch (thrown) {
      setError(asApiError(thrown))
    }
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (ready) void go()
      }}
    >
      <Stack gap={16}>
        <SignatureCard signature={signature} />
        {trusted || !isAdmin ? null : (
          <Checkbox
            label={t('signature.accept')}
            checked={acceptUntrusted}
            onChange={(event) => setAcceptUntrusted(event.currentTarget.checked)}
          />
        )}
        <section aria-label={t('flows', { count: flows.length })}>
          <h3 className={styles.heading}>{t('flows', { count: flows.length })}</h3>
          {flows.map((it) => (
            <BundledFlow key={it.id} flow={it} />
          ))}
          {inWay.length > 0 ? (
            <Checkbox
              label={t('replaceDrafts', { titles: inWay.map((it) => it.title).join(', ') })}
              checked={replaceDrafts}
              onChange={(event) => setReplaceDrafts(event.currentTarget.checked)}
            />
          ) : null}
        </section>
        {connections.length > 0 ? (
          <Connections connections={connections} bind={bind} onBind={setBind} unbound={unbound.length} />
        ) : null}
        {tables.length > 0 ? <Tables tables={tables} replace={replaceTables} onReplace={setReplaceTables} /> : null}
        {error ? <ErrorCard error={error} /> : null}
        <div className={styles.actions}>
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button type="submit" disabled={!ready} loading={apply.isPending}>
            {t('import.button')}
          </Button>
        </div>
      </Stack>
    </form>
  )
}

function Connections({
  connections,
  bind,
  onBind,
  unbound,
}: {
  readonly connections: BundlePreview['connections']
  readonly bind: Readonly<Record<string, string>>
  readonly onBind: (bind: Readonly<Record<string, string>>) => void
  readonly unbound: number
}) {
  const { t } = useTranslation('bundles')
  const text = useText()
  return (
    <section aria-label={t('connections.title')}>
      <h3 className={styles.heading}>{t('connections.title')}</h3>
      <p className={styles.lead}>
        {unbound > 0 ? t('connections.unbound', { count: unbound }) : t('connections.lead')}
      </p>
      <BindChoices
        bind={bind}
        onBind={onBind}
        things={connections.map((it) => ({
          id: it.id,
          label: `${it.title} (${it.id})`,
          description: it.kindTitle ? text(it.kindTitle) : it.kind,
          fits: it.fits,
          candidates: it.candidates,
        }))}
      />
    </section>
  )
}

function Tables({
  tables,
  replace,
  onReplace,
}: {
  readonly tables: BundlePreview['tables']
  readonly replace: readonly string[]
  readonly onReplace: (ids: readonly string[]) => void
}) {
  const { t } = useTranslation('bundles')
  return (
    <section aria-label={t('tables.title')}>
      <h3 className={styles.heading}>{t('tables.title')}</h3>
      <ul className={styles.list}>
        {tables.map((it) => (
          <li key={it.id}>
            {it.title} ({t('tables.rows', { count: it.rows })}): {t(`states.${it.state}`)}
            {it.state === 'changed' ? (
              <Checkbox
                label={t('tables.replace')}
                checked={replace.includes(it.id)}
                onChange={(event) =>
                  onReplace(event.currentTarget.checked ? [...replace, it.id] : replace.filter((id) => id !== it.id))
                }
              />
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  )
}
