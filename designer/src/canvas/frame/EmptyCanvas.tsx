import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useDocument } from '../../document/DocumentProvider.tsx'
import { useText } from '../../i18n/use-text.ts'
import { useEditor } from '../use-editor.ts'
import { NodeIcon } from '../view/NodeIcon.tsx'
import styles from './over-canvas.module.css'

/** How most flows begin; types that are not installed are left out. */
const USUAL = ['http-in', 'schedule', 'outbox-poll']

/** What an empty canvas says: how a flow begins, with the usual beginnings to press. */
export function EmptyCanvas() {
  const { t } = useTranslation('canvas')
  const text = useText()
  const editor = useEditor()
  const empty = useDocument((state) => {
    for (const _id in state.flow.nodes) return false
    return !state.readOnly
  })
  const catalogue = useDocument((state) => state.catalogue)
  if (!empty) return null
  const triggers = USUAL.flatMap((type) => catalogue.byType.get(type) ?? [])
  return (
    <section className={styles.empty}>
      <h2>{t('empty.title')}</h2>
      <p>{t('empty.text')}</p>
      <div className={styles.offers}>
        {triggers.map((node) => (
          <Button
            key={node.type}
            variant="default"
            leftSection={<NodeIcon definition={node} size={24} />}
            onClick={() => editor.add(node.type, {})}
          >
            {text(node.title)}
          </Button>
        ))}
        <Button
          variant="subtle"
          leftSection={<IconPlus size={18} aria-hidden />}
          onClick={(event) => {
            const at = editor.camera.centre()
            editor.session.getState().set({ quickAdd: { screen: [event.clientX, event.clientY], at } })
          }}
        >
          {t('empty.other')}
        </Button>
      </div>
      <ol>
        <li>{t('empty.step1')}</li>
        <li>{t('empty.step2')}</li>
        <li>{t('empty.step3')}</li>
      </ol>
    </section>
  )
}
