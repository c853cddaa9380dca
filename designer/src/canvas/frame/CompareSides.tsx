import { Button } from '@mantine/core'
import { IconGitCompare } from '@tabler/icons-react'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import type { Side } from '../../compare/union.ts'
import { useCatalogue } from '../../document/DocumentProvider.tsx'
import { FullScreenModal } from '../../ui/FullScreenModal.tsx'
import { Loading } from '../../ui/Loaded.tsx'

// The comparison has a canvas of its own; it is loaded when somebody asks for it.
const CompareView = lazy(() => import('../../compare/CompareView.tsx').then((it) => ({ default: it.CompareView })))

/** The way from the choices of a merge to both sides on the canvas; what was chosen stays. `open` is told to the window below, for Escape is not its own then. */
export function CompareSides({
  theirs,
  mine,
  open,
  onOpen,
}: {
  readonly theirs: Side
  readonly mine: Side
  readonly open: boolean
  readonly onOpen: (open: boolean) => void
}) {
  const { t } = useTranslation('canvas')
  const catalogue = useCatalogue()
  return (
    <>
      <Button
        variant="subtle"
        size="compact-md"
        leftSection={<IconGitCompare size={16} />}
        onClick={() => onOpen(true)}
      >
        {t('conflict.compare')}
      </Button>
      <FullScreenModal opened={open} onClose={() => onOpen(false)} title={t('conflict.compareTitle')}>
        <Suspense fallback={<Loading />}>
          {open ? <CompareView before={theirs} after={mine} catalogue={catalogue} /> : null}
        </Suspense>
      </FullScreenModal>
    </>
  )
}
