import { Anchor, Input } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { parseUse } from '#shared/flow/flow.ts'
import { useOperation } from '../api/api-context.ts'
import { useDocument } from '../document/DocumentProvider.tsx'
import { useText } from '../i18n/use-text.ts'
import styles from './inspector.module.css'

/** Which nodes of which flows call this flow; shown for a flow that others can call. */
export function CalledBy() {
  const { t } = useTranslation('map')
  const text = useText()
  const id = useDocument((state) => state.flow.id)
  const callable = useDocument((state) =>
    Object.values(state.flow.nodes).some((node) => parseUse(node.use)?.type === 'flow-in'),
  )
  const map = useOperation('systemMap', {}, { enabled: callable })
  if (!callable || !map.data) return null
  const callers = map.data.flows.flatMap((flow) =>
    flow.links.flatMap((link) => (link.is === 'flow' && link.to === id ? [{ flow, link }] : [])),
  )
  return (
    <Input.Wrapper label={t('calledBy')} labelElement="div">
      {callers.length === 0 ? (
        <p className={styles.dim}>{t('calledByNone')}</p>
      ) : (
        <ul className={styles.members}>
          {callers.map(({ flow, link }) => (
            <li key={`${flow.id} ${link.node}`}>
              <Anchor component={Link} to={`/luong/${flow.id}?nut=${link.node}`}>
                {flow.title} › {text(link.nodeTitle)}
              </Anchor>
            </li>
          ))}
        </ul>
      )}
    </Input.Wrapper>
  )
}
