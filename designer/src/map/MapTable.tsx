import { Anchor, Table } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { KindIcon, MapStateMark } from './MapCard.tsx'
import styles from './map.module.css'
import type { MapModel, MapNode } from './map-model.ts'

/** The map as a table: the same boxes and lines for those who read or work without a picture. */
export function MapTable({ model }: { readonly model: MapModel }) {
  const { t } = useTranslation('map')
  const byKey = new Map(model.nodes.map((node) => [node.key, node]))
  const joined = (key: string, side: 'from' | 'to'): readonly MapNode[] =>
    model.edges.flatMap((edge) => (edge[side] === key ? (byKey.get(side === 'from' ? edge.to : edge.from) ?? []) : []))
  return (
    <Table.ScrollContainer minWidth={720}>
      <Table verticalSpacing={8} aria-label={t('title')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('columns.what')}</Table.Th>
            <Table.Th>{t('columns.state')}</Table.Th>
            <Table.Th>{t('columns.uses')}</Table.Th>
            <Table.Th>{t('columns.usedBy')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {model.nodes.map((node) => (
            <Table.Tr key={node.key}>
              <Table.Td>
                <span className={styles.named}>
                  <KindIcon kind={node.kind} />
                  <span>
                    <Anchor component={Link} to={node.path}>
                      {node.title}
                    </Anchor>
                    <span className={styles.kind}>{t(`kinds.${node.kind}`)}</span>
                  </span>
                </span>
              </Table.Td>
              <Table.Td>
                <MapStateMark node={node} />
              </Table.Td>
              <Table.Td>{names(joined(node.key, 'from'))}</Table.Td>
              <Table.Td>{names(joined(node.key, 'to'))}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

const names = (nodes: readonly MapNode[]): string => nodes.map((node) => node.title).join(', ')
