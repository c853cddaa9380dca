import { Modal } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { ChangeList } from './ChangeList.tsx'

/** What differs between two versions, in sentences. */
export function CompareDialog({
  flowId,
  pair,
  nameOf,
  onClose,
}: {
  readonly flowId: string
  readonly pair: readonly [from: string, to: string] | undefined
  readonly nameOf: (version: string) => string
  readonly onClose: () => void
}) {
  const { t } = useTranslation('publish')
  const title = pair ? t('compare.title', { from: nameOf(pair[0]), to: nameOf(pair[1]) }) : ''
  return (
    <Modal opened={pair !== undefined} onClose={onClose} size="lg" title={title}>
      {pair ? <ChangeList flowId={flowId} from={pair[0]} to={pair[1]} none={t('compare.same')} /> : null}
    </Modal>
  )
}
