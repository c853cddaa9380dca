import { useTranslation } from 'react-i18next'
import type { Mapping, MappingItem } from '#shared/mapping/mapping.ts'
import styles from './mapper.module.css'

/** The part of a row in a choice; undefined for a row that stands alone. */
export type Choice = 'first' | 'next' | 'else' | undefined

/** What a row does besides taking a value: its part in a choice, its condition, filter, groups and order. */
export function RowTags({ item, choice }: { readonly item: MappingItem; readonly choice: Choice }) {
  const { t } = useTranslation('mapper')
  const { where, groupBy, sort } = item.each ?? {}
  const when = choice === undefined ? t('ifTag') : t('choice.when')
  return (
    <>
      {choice === 'first' ? (
        <span className={styles.tag} data-short="">
          {t('choice.choose')}
        </span>
      ) : null}
      {item.when === undefined ? (
        choice === undefined ? null : (
          <span className={styles.tag} data-short="">
            {t('choice.otherwise')}
          </span>
        )
      ) : (
        <span className={styles.tag} title={item.when}>
          {when} {item.when}
        </span>
      )}
      {where === undefined ? null : (
        <span className={styles.tag} title={where}>
          {t('tags.where')} {where}
        </span>
      )}
      {groupBy === undefined ? null : (
        <span className={styles.tag} title={groupBy}>
          {t('tags.groupBy')} {groupBy}
        </span>
      )}
      {sort === undefined ? null : (
        <span className={styles.tag} title={sort.map((it) => it.by).join(', ')}>
          {t('tags.sort')} {sort.map((it) => `${it.by}${it.order === 'desc' ? ' ↓' : ''}`).join(', ')}
        </span>
      )}
    </>
  )
}

/** The part of a row in a choice: several rows of one name at the same level, of which the first that holds is taken. */
export function choiceOf(level: Mapping, index: number): Choice {
  const item = level[index]
  if (!item || level.filter((it) => it.target === item.target).length < 2) return undefined
  if (level.findIndex((it) => it.target === item.target) === index) return 'first'
  return item.when === undefined ? 'else' : 'next'
}
