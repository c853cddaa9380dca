import { IconArrowBack, IconArrowUpRight, IconCornerDownRight, IconMailForward, IconUrgent } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useText } from '../../i18n/use-text.ts'
import { useEditor } from '../use-editor.ts'
import type { ImplicitLink } from './implicit-links.ts'
import styles from './links.module.css'
import { useImplicitLinks } from './links-context.ts'

/** Chips at a node; the rest is counted. */
const SHOWN = 3

const icons: Readonly<Record<ImplicitLink['is'], typeof IconUrgent>> = {
  calls: IconArrowUpRight,
  called: IconCornerDownRight,
  noCaller: IconCornerDownRight,
  failsTo: IconUrgent,
  catches: IconUrgent,
  answeredBy: IconArrowBack,
  noAnswer: IconArrowBack,
  answers: IconMailForward,
  noWaiter: IconMailForward,
}

/** The links of a node that no wire shows, with names; each leads there. `inline`: in the outline and not above a node. */
export function LinkChips({ id, inline = false }: { readonly id: string; readonly inline?: boolean }) {
  const { t } = useTranslation('subflows')
  const links = useImplicitLinks()?.get(id)
  if (!links) return null
  return (
    <ul className={inline ? styles.inline : styles.above} aria-label={t('links.show')}>
      {links.slice(0, SHOWN).map((link) => (
        <li key={`${link.is}|${link.flow ?? ''}|${link.node ?? ''}`}>
          <Chip link={link} />
        </li>
      ))}
      {links.length > SHOWN ? (
        <li className={styles.chip}>{t('links.more', { count: links.length - SHOWN })}</li>
      ) : null}
    </ul>
  )
}

function Chip({ link }: { readonly link: ImplicitLink }) {
  const { t } = useTranslation('subflows')
  const text = useText()
  const editor = useEditor()
  const Icon = icons[link.is]
  const words = t(`links.${link.is}`, { name: link.name ? text(link.name) : t('links.inbox') })
  const inside = (
    <>
      <Icon size={16} aria-hidden />
      <span>{words}</span>
    </>
  )
  const look = { className: `${styles.chip} nodrag nopan`, title: words, 'data-link': link.is }
  const { flow, node } = link
  if (flow !== undefined)
    return (
      <Link {...look} to={`/luong/${flow}${node === undefined ? '' : `?nut=${node}`}`}>
        {inside}
      </Link>
    )
  if (node === undefined) return <span {...look}>{inside}</span>
  return (
    <button
      type="button"
      {...look}
      onClick={(event) => {
        event.stopPropagation()
        editor.session.getState().focusNode(node)
        editor.camera.show(node)
      }}
    >
      {inside}
    </button>
  )
}
