import { IconArrowUpRight } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'react-router'
import { useDocument, useNode } from '../../document/DocumentProvider.tsx'
import styles from './called.module.css'
import { calledFlow } from './called-flow.ts'
import { callersIn, stateOf } from './callers.ts'

/** The way to the flow that a node calls; nothing for other nodes. `words`: written out, else an arrow alone. */
export function CalledLink({ id, words = false }: { readonly id: string; readonly words?: boolean }) {
  const called = calledFlow(useNode(id))
  return called === undefined ? null : <Arrow id={id} called={called} words={words} />
}

function Arrow({ id, called, words }: { readonly id: string; readonly called: string; readonly words: boolean }) {
  const { t } = useTranslation('subflows')
  const flow = useDocument((it) => it.flow.id)
  const title = useDocument((it) => it.flow.title)
  const { state } = useLocation()
  return (
    <Link
      className={`${words ? styles.words : styles.arrow} nodrag nopan`}
      to={`/luong/${called}`}
      state={stateOf([...callersIn(state), { flow, title, node: id }])}
      {...(words ? {} : { 'aria-label': t('open'), title: `${t('open')} (Alt + Enter)` })}
      onDoubleClick={(event) => event.stopPropagation()}
    >
      {words ? t('open') : null}
      <IconArrowUpRight size={18} aria-hidden />
    </Link>
  )
}
