import { Anchor } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { CompareVersions, type Pair } from '../compare/CompareVersions.tsx'
import { FullScreenModal } from '../ui/FullScreenModal.tsx'
import styles from './publish.module.css'

/** Two versions on the canvas, over the editor; the same comparison has an address of its own. */
export function CompareDialog({
  flowId,
  pair,
  onClose,
}: {
  readonly flowId: string
  readonly pair: Pair | undefined
  readonly onClose: () => void
}) {
  const { t } = useTranslation('publish')
  return (
    <FullScreenModal opened={pair !== undefined} onClose={onClose} title={t('compare.title')}>
      {pair ? <Compared key={`${pair.from} ${pair.to}`} flowId={flowId} first={pair} /> : null}
    </FullScreenModal>
  )
}

function Compared({ flowId, first }: { readonly flowId: string; readonly first: Pair }) {
  const { t } = useTranslation('publish')
  const [pair, setPair] = useState(first)
  const [at, setAt] = useState<number>()
  const query = new URLSearchParams({ tu: pair.from, den: pair.to, ...(at === undefined ? {} : { diem: `${at + 1}` }) })
  return (
    <div className={styles.compared}>
      <p className={styles.addressLine}>
        <Anchor component={Link} to={`/luong/${flowId}/so-sanh?${query}`} target="_blank">
          {t('compare.address')}
        </Anchor>
      </p>
      <div className={styles.fill}>
        <CompareVersions flowId={flowId} pair={pair} onPair={setPair} onWalk={setAt} />
      </div>
    </div>
  )
}
