import { Table } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Difference } from '#shared/api/test-cases.ts'
import { titleOfNode } from '../document/catalogue.ts'
import { useDocument } from '../document/DocumentProvider.tsx'
import { useText } from '../i18n/use-text.ts'
import styles from './testing.module.css'

/** More places than these are not drawn; the first ones tell. */
const MOST = 30

/** Where a result is otherwise than expected, a row a place; what is no pair of values is a sentence. */
export function DifferenceTable({ differences }: { readonly differences: readonly Difference[] }) {
  const { t } = useTranslation('cases')
  const text = useText()
  const placeWords = usePlaceWords()
  return (
    <Table className={styles.differences ?? ''} verticalSpacing={2} withTableBorder>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('panel.place')}</Table.Th>
          <Table.Th>{t('panel.expected')}</Table.Th>
          <Table.Th>{t('panel.actual')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {differences.slice(0, MOST).map(({ place, expected, actual, sentence }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a difference has no identity of its own; the list is replaced as a whole
          <Table.Tr key={at}>
            {expected === undefined && actual === undefined ? (
              <Table.Td colSpan={3}>{text(sentence)}</Table.Td>
            ) : (
              <>
                <Table.Td>{placeWords(place)}</Table.Td>
                <Table.Td>{expected ?? t('panel.nothing')}</Table.Td>
                <Table.Td>{actual ?? t('panel.nothing')}</Table.Td>
              </>
            )}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

/** `steps.gui.body.ma` as people read it: the title of the step, then the place in it. */
function usePlaceWords(): (place: string) => ReactNode {
  const flow = useDocument((state) => state.flow)
  const catalogue = useDocument((state) => state.catalogue)
  const text = useText()
  return (place) => {
    const [, node, rest = ''] = /^steps\.([a-z0-9-]+)(?:\[[^\]]*\])?(?:#\d+)?\.?(.*)$/.exec(place) ?? []
    if (node === undefined || !Object.hasOwn(flow.nodes, node)) return <code>{place}</code>
    return (
      <>
        {text(titleOfNode(catalogue, flow, node))} · <code>{rest}</code>
      </>
    )
  }
}
