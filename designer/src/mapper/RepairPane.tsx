import { Button, Group } from '@mantine/core'
import { IconAlertTriangle, IconTool } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Mapping } from '#shared/mapping/mapping.ts'
import styles from './mapper.module.css'
import { type BrokenLine, repairLine } from './repair.ts'

/** The lines whose source is gone, each with the fields that it may be led to. Nothing changes until somebody presses. */
export function RepairPane({
  lines,
  mapping,
  disabled,
  onRepair,
  onGo,
}: {
  readonly lines: readonly BrokenLine[]
  readonly mapping: Mapping
  readonly disabled: boolean
  readonly onRepair: (mapping: Mapping) => void
  readonly onGo: (line: BrokenLine) => void
}) {
  const { t } = useTranslation('mapper')
  if (lines.length === 0) return <p className={styles.dim}>{t('repair.none')}</p>
  const repairable = lines.filter((it) => it.candidates.length > 0)
  const all = () =>
    onRepair(
      repairable.reduce((now, line) => {
        const [first] = line.candidates
        return (first && repairLine(now, line, first.path)) ?? now
      }, mapping),
    )
  return (
    <div>
      <Group gap={12} mb={8}>
        <span>{t('repair.lead', { count: lines.length })}</span>
        {disabled || repairable.length === 0 ? null : (
          <Button size="compact-md" leftSection={<IconTool size={16} />} onClick={all}>
            {t('repair.all', { count: repairable.length })}
          </Button>
        )}
      </Group>
      <ul className={styles.repairs} aria-label={t('repair.title')}>
        {lines.map((line) => (
          <li key={`${line.place}|${line.gone}`}>
            <IconAlertTriangle size={16} className={styles.faultIcon ?? ''} aria-hidden />
            <span>
              <button type="button" className={styles.linkLike} onClick={() => onGo(line)}>
                {line.targetName}
              </button>{' '}
              ← <del>{line.gone}</del>
            </span>
            {line.candidates.length === 0 ? (
              <span className={styles.dim}>{t('repair.noIdea')}</span>
            ) : (
              <>
                <span>{t('repair.mean')}</span>
                {line.candidates.map((candidate) => {
                  const next = repairLine(mapping, line, candidate.path)
                  return (
                    <Button
                      key={candidate.path}
                      variant="default"
                      size="compact-md"
                      disabled={disabled || next === undefined}
                      aria-label={t('repair.one', {
                        target: line.targetName,
                        source: candidate.path,
                        why: t(`repair.because.${candidate.because}`),
                      })}
                      onClick={() => next && onRepair(next)}
                    >
                      {candidate.path} <span className={styles.why}>{t(`repair.because.${candidate.because}`)}</span>
                    </Button>
                  )
                })}
              </>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}
