import { Button, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Template } from '#shared/api/templates.ts'
import { matchesText } from '#shared/text/fold-text.ts'
import { useOperation } from '../api/api-context.ts'
import { useText } from '../i18n/use-text.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Loaded } from '../ui/Loaded.tsx'
import { Page, PageHeader } from '../ui/PageHeader.tsx'
import { TemplateCard } from './TemplateCard.tsx'
import styles from './templates.module.css'
import { UseTemplateDialog } from './UseTemplateDialog.tsx'

/** The template gallery (Thư viện mẫu): flows that are taken as one's own with one press. */
export default function TemplateGallery() {
  const { t } = useTranslation(['templates', 'common'])
  const text = useText()
  const templates = useOperation('listTemplates', {})
  const [query, setQuery] = useState('')
  const [chosen, setChosen] = useState<Template>()
  const found = (all: readonly Template[]) =>
    all.filter(({ title, use, systems, summary }) =>
      matchesText(query, [text(title), text(use), summary, ...systems.map(text)]),
    )
  const list = (all: readonly Template[]) =>
    all.length === 0 ? (
      <EmptyState title={t('common:noMatch')} text={t('noMatch')}>
        <Button variant="default" onClick={() => setQuery('')}>
          {t('common:actions.clear')}
        </Button>
      </EmptyState>
    ) : (
      <ul className={styles.grid}>
        {all.map((it) => (
          <TemplateCard key={it.id} template={it} onUse={() => setChosen(it)} />
        ))}
      </ul>
    )
  return (
    <Page
      header={
        <PageHeader title={t('title')} lead={t('lead')}>
          <TextInput
            aria-label={t('search')}
            placeholder={t('search')}
            leftSection={<IconSearch size={16} />}
            w={260}
            value={query}
            onChange={(event) => setQuery(event.currentTarget.value)}
          />
        </PageHeader>
      }
    >
      <Loaded query={templates}>{({ templates: all }) => list(found(all))}</Loaded>
      <UseTemplateDialog template={chosen} onClose={() => setChosen(undefined)} />
    </Page>
  )
}
