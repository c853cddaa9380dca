import { Button, Checkbox, Group, Modal, Stack, Table } from '@mantine/core'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Mapping } from '#shared/mapping/mapping.ts'
import { useFormulaScope } from '../formula/FormulaScope.tsx'
import { applyMatches, type Match, proposeMatches } from './auto-match.ts'
import styles from './mapper.module.css'
import type { ItemPath } from './mapping-edits.ts'

/** Shows what would be matched; only what is ticked is taken. */
export function AutoMatchDialog({
  mapping,
  below,
  opened,
  onClose,
  onApply,
}: {
  readonly mapping: Mapping
  /** Only for the rows below this one. */
  readonly below?: ItemPath | undefined
  readonly opened: boolean
  readonly onClose: () => void
  readonly onApply: (mapping: Mapping) => void
}) {
  const { t } = useTranslation('mapper')
  return (
    <Modal opened={opened} onClose={onClose} size="lg" title={t('match.title')}>
      {opened ? (
        <Proposals
          mapping={mapping}
          below={below}
          onClose={onClose}
          onApply={(next) => {
            onApply(next)
            onClose()
          }}
        />
      ) : null}
    </Modal>
  )
}

function Proposals({
  mapping,
  below,
  onClose,
  onApply,
}: {
  readonly mapping: Mapping
  readonly below: ItemPath | undefined
  readonly onClose: () => void
  readonly onApply: (mapping: Mapping) => void
}) {
  const { t } = useTranslation('mapper')
  const { vocabulary } = useFormulaScope()
  const matches = useMemo(() => proposeMatches(mapping, vocabulary.fields, below), [mapping, vocabulary, below])
  const [off, setOff] = useState<ReadonlySet<Match>>(() => new Set())
  const taken = matches.filter((it) => !off.has(it))
  const flip = (match: Match) => {
    const next = new Set(off)
    if (!next.delete(match)) next.add(match)
    setOff(next)
  }
  if (matches.length === 0)
    return (
      <Stack gap={12}>
        <p className={styles.dim}>{t('match.none')}</p>
        <Group justify="flex-end">
          <Button onClick={onClose}>{t('close')}</Button>
        </Group>
      </Stack>
    )
  return (
    <Stack gap={12}>
      <p className={styles.dim}>{t('match.help')}</p>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>
              <Checkbox
                aria-label={t('match.all')}
                checked={taken.length === matches.length}
                indeterminate={taken.length > 0 && taken.length < matches.length}
                onChange={() => setOff(taken.length === matches.length ? new Set(matches) : new Set())}
              />
            </Table.Th>
            <Table.Th>{t('match.target')}</Table.Th>
            <Table.Th>{t('match.source')}</Table.Th>
            <Table.Th>{t('match.because')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {matches.map((match) => (
            <Table.Tr key={match.target.join('.')}>
              <Table.Td>
                <Checkbox
                  aria-label={t('match.one', { target: match.targetName, source: match.source })}
                  checked={!off.has(match)}
                  onChange={() => flip(match)}
                />
              </Table.Td>
              <Table.Td>{match.targetName}</Table.Td>
              <Table.Td>
                {match.kind === 'loop' ? `${t('match.loop')} ` : ''}
                {match.source}
              </Table.Td>
              <Table.Td>{t(`match.reasons.${match.because}`)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Group justify="flex-end" gap={8}>
        <Button variant="default" onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button disabled={taken.length === 0} onClick={() => onApply(applyMatches(mapping, taken))}>
          {t('match.apply', { count: taken.length })}
        </Button>
      </Group>
    </Stack>
  )
}
