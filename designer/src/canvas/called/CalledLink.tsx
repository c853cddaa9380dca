import { IconArrowUpRight } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'react-router'
import { useDocument, useNode } from '../../document/DocumentProvider.tsx'
import styles from './called.module.css'
import { calledFlow } from './called-flow.ts'
import { callersIn, stateOf } from './callers.ts'

/** An arrow to the flow that a node calls; nothing for other nodes. */
export function CalledLink({ id }: { readonly id: string }) {
  const called = calledFlow(useNode(id))
  return called === undefined ? null : <Arrow id={id} called={called} />
}

function Arrow({ id, called }: { readonly id: string; readonly called: string }) {
  const { t } = useTranslation('subflows')
  const flow = useDocument((it) => it.flow.id)
  const title = useDocument((it) => it.flow.title)
  const { state } = useLocation()
  return (
    <Link
      className={`${styles.arrow} nodrag nopan`}
      to={`/luong/${called}`}
      state={stateOf([...callersIn(state), { flow, title, node: id }])}
      aria-label={t('open')}
      title={`${t('open')} (Alt + Enter)`}
      onDoubleClick={(event) => event.stopPropagation()}
    >
      <IconArrowUpRight size={18} aria-hidden />
    </Link>
  )
}
