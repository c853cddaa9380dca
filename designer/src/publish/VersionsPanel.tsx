import { Button, Checkbox, Table } from '@mantine/core'
import { IconArrowBackUp, IconEye, IconGitCompare, IconTag } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { FlowVersion } from '#shared/api/flows.ts'
import { useAction, useHolds, useOperation } from '../api/api-context.ts'
import type { Pair } from '../compare/CompareVersions.tsx'
import { ConfirmDialog, type Question } from '../ui/ConfirmDialog.tsx'
import { Loaded } from '../ui/Loaded.tsx'
import { notifyDone } from '../ui/notify.ts'
import { StateChip } from '../ui/StateChip.tsx'
import { Time } from '../ui/Time.tsx'
import { versionLabel } from '../ui/version-label.ts'
import { Who } from '../ui/Who.tsx'
import { CompareDialog } from './CompareDialog.tsx'
import { NameDialog } from './NameDialog.tsx'
import styles from './publish.module.css'
import { VersionDialog } from './VersionDialog.tsx'

/** The published versions of a flow: look, compare, go back. */
export default function VersionsPanel({ flowId }: { readonly flowId: string }) {
  const { t } = useTranslation('publish')
  const query = useOperation('listVersions', { params: { id: flowId } })
  return (
    <Loaded query={query}>
      {({ versions }) =>
        versions.length === 0 ? (
          <p className={styles.hint}>{t('versions.none')}</p>
        ) : (
          <VersionTable flowId={flowId} versions={versions} />
        )
      }
    </Loaded>
  )
}

function VersionTable({ flowId, versions }: { readonly flowId: string; readonly versions: readonly FlowVersion[] }) {
  const { t } = useTranslation('publish')
  const mayDesign = useHolds('designer')
  const activate = useAction('activateVersion', ['getFlow', 'listFlows', 'listVersions', 'diffFlow'])
  const [marked, setMarked] = useState<readonly string[]>([])
  const [viewed, setViewed] = useState<FlowVersion>()
  const [comparing, setComparing] = useState<Pair>()
  const [named, setNamed] = useState<FlowVersion>()
  const [question, setQuestion] = useState<Question>()
  const mark = (version: string) =>
    setMarked(marked.includes(version) ? marked.filter((it) => it !== version) : [...marked.slice(-1), version])
  const compare = () => {
    const [a, b = 'draft'] = marked
    if (a === undefined) return
    const age = (it: string) =>
      it === 'draft' ? Number.POSITIVE_INFINITY : (versions.find((v) => v.version === it)?.number ?? 0)
    setComparing(age(a) <= age(b) ? { from: a, to: b } : { from: b, to: a })
  }
  const askBack = (it: FlowVersion) =>
    setQuestion({
      title: t('back.title', { number: it.number }),
      body: t('back.body'),
      reason: t('back.reason'),
      action: t('back.action'),
      run: (note) =>
        activate
          .mutateAsync({ params: { id: flowId, version: it.version }, body: { note } })
          .then(() => notifyDone(t('back.done', { number: it.number }))),
    })
  return (
    <div className={styles.versions}>
      <div className={styles.tools}>
        <Button
          variant="default"
          size="compact-md"
          leftSection={<IconGitCompare size={16} />}
          disabled={marked.length === 0}
          onClick={compare}
        >
          {marked.length === 1 ? t('compare.withDraft') : t('compare.action')}
        </Button>
        <span className={styles.dim}>{t('compare.hint')}</span>
      </div>
      <Table stickyHeader>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('versions.mark')}</Table.Th>
            <Table.Th>{t('versions.version')}</Table.Th>
            <Table.Th>{t('versions.note')}</Table.Th>
            <Table.Th>{t('versions.by')}</Table.Th>
            <Table.Th>{t('versions.at')}</Table.Th>
            <Table.Th>{t('versions.open')}</Table.Th>
            <Table.Th>{t('versions.actions')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {versions.map((it) => (
            <Table.Tr key={it.version}>
              <Table.Td>
                <Checkbox
                  aria-label={t('versions.markOne', { number: it.number })}
                  checked={marked.includes(it.version)}
                  onChange={() => mark(it.version)}
                />
              </Table.Td>
              <Table.Td>
                <span className={styles.version} title={it.version}>
                  {versionLabel(t('versions.name', { number: it.number }), it.name)}{' '}
                  {it.active ? <StateChip state="running" /> : null}
                </span>
              </Table.Td>
              <Table.Td className={styles.noteCell ?? ''}>
                {it.note || <span className={styles.dim}>–</span>}
                {it.returned ? (
                  <div className={styles.returned}>
                    <IconArrowBackUp size={16} aria-hidden /> {t('back.was')} <Time at={it.returned.at} relative />,{' '}
                    <Who by={it.returned.by} />
                    {it.returned.note === '' ? null : `: ${it.returned.note}`}
                  </div>
                ) : null}
              </Table.Td>
              <Table.Td>
                <Who by={it.by} />
              </Table.Td>
              <Table.Td>
                <Time at={it.at} relative />
              </Table.Td>
              <Table.Td>{it.open}</Table.Td>
              <Table.Td>
                <span className={styles.rowTools}>
                  <Button
                    variant="subtle"
                    size="compact-sm"
                    leftSection={<IconEye size={16} />}
                    aria-label={t('view.one', { number: it.number })}
                    onClick={() => setViewed(it)}
                  >
                    {t('view.action')}
                  </Button>
                  {mayDesign ? (
                    <Button
                      variant="subtle"
                      size="compact-sm"
                      leftSection={<IconTag size={16} />}
                      aria-label={t(it.name === '' ? 'name.title' : 'name.titleAgain', { number: it.number })}
                      onClick={() => setNamed(it)}
                    >
                      {t(it.name === '' ? 'name.give' : 'name.change')}
                    </Button>
                  ) : null}
                  {mayDesign && !it.active ? (
                    <Button
                      variant="subtle"
                      size="compact-sm"
                      leftSection={<IconArrowBackUp size={16} />}
                      aria-label={t('back.title', { number: it.number })}
                      onClick={() => askBack(it)}
                    >
                      {t('back.short')}
                    </Button>
                  ) : null}
                </span>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <NameDialog flowId={flowId} version={named} onClose={() => setNamed(undefined)} />
      <VersionDialog flowId={flowId} version={viewed} onClose={() => setViewed(undefined)} />
      <CompareDialog flowId={flowId} pair={comparing} onClose={() => setComparing(undefined)} />
      <ConfirmDialog question={question} onClose={() => setQuestion(undefined)} />
    </div>
  )
}
