import { Button } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link, useSearchParams } from 'react-router'
import { useOperation } from '../api/api-context.ts'
import { PageHeader } from '../ui/PageHeader.tsx'
import { CompareVersions, type Pair } from './CompareVersions.tsx'
import styles from './compare.module.css'

/** Two versions of a flow at an address of its own: `/luong/:id/so-sanh?tu=…&den=…&diem=…`. */
export default function ComparePage({ id }: { readonly id: string }) {
  const { t } = useTranslation('compare')
  const [params, setParams] = useSearchParams()
  const flow = useOperation('listFlows', {}).data?.flows.find((it) => it.id === id)
  const pair: Pair = { from: params.get('tu') ?? 'published', to: params.get('den') ?? 'draft' }
  const place = Number(params.get('diem'))
  const at = Number.isInteger(place) && place > 0 ? place - 1 : undefined
  const write = ({ from, to }: Pair, change?: number): void =>
    setParams({ tu: from, den: to, ...(change === undefined ? {} : { diem: String(change + 1) }) }, { replace: true })
  return (
    <div className={styles.page}>
      <PageHeader title={t('title', { title: flow?.title ?? id })}>
        <Button component={Link} to={`/luong/${id}`} variant="default" leftSection={<IconArrowLeft size={18} />}>
          {t('back')}
        </Button>
      </PageHeader>
      <div className={styles.fill}>
        <CompareVersions
          flowId={id}
          pair={pair}
          onPair={(next) => write(next)}
          start={at}
          onWalk={(change) => write(pair, change)}
        />
      </div>
    </div>
  )
}
