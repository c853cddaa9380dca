import { Button } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Connection } from '#shared/api/platform.ts'
import type { CatalogueConnection } from '#shared/node/catalogue.ts'
import { useOperation } from '../api/api-context.ts'
import { useText } from '../i18n/use-text.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Loaded } from '../ui/Loaded.tsx'
import { Page, PageHeader } from '../ui/PageHeader.tsx'
import { CIRCUIT_REFRESH_MS } from './Circuit.tsx'
import { ConnectionForm } from './ConnectionForm.tsx'
import { connectionKindsOf } from './catalogue.ts'
import styles from './connections.module.css'
import { NEW } from './place-of.ts'

/** One connection, or a new one (`id` = `moi`): first its kind, then its form. */
export default function ConnectionEditor({ id }: { id: string }) {
  return id === NEW ? <NewConnection /> : <ExistingConnection id={id} />
}

function NewConnection() {
  const { t } = useTranslation('connections')
  const text = useText()
  const catalogue = useOperation('nodes', {})
  const [kind, setKind] = useState<CatalogueConnection>()
  if (kind) return <ConnectionForm kind={kind} connection={undefined} />
  return (
    <Page header={<PageHeader title={t('new')} lead={t('chooseKind')} />}>
      <Loaded query={catalogue}>
        {(data) => (
          <ul className={styles.kinds}>
            {connectionKindsOf(data).map((it) => (
              <li key={it.kind}>
                <button type="button" onClick={() => setKind(it)}>
                  <strong>{text(it.title)}</strong>
                  <span>{text(it.summary)}</span>
                </button>
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Page>
  )
}

function ExistingConnection({ id }: { id: string }) {
  const { t } = useTranslation('connections')
  const query = useOperation('getConnection', { params: { id } }, { refetchInterval: CIRCUIT_REFRESH_MS })
  const catalogue = useOperation('nodes', {})
  if (!query.data || !catalogue.data)
    return (
      <Page header={<PageHeader title={t('title')} />}>
        <Loaded query={query.data ? catalogue : query}>{() => null}</Loaded>
      </Page>
    )
  const connection: Connection = query.data
  const kind = connectionKindsOf(catalogue.data).find((it) => it.kind === connection.kind)
  if (kind) return <ConnectionForm kind={kind} connection={connection} />
  return (
    <Page header={<PageHeader title={connection.title} />}>
      <EmptyState title={t('unknownKind', { kind: connection.kind })}>
        <Button variant="default" onClick={() => void catalogue.refetch()}>
          {t('test.again')}
        </Button>
      </EmptyState>
    </Page>
  )
}
