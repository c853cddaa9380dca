import { Input, Stack, Textarea, UnstyledButton } from '@mantine/core'
import { IconBoxMultiple, IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { MAX_DESCRIPTION } from '#shared/flow/layout.ts'
import { useEditor } from '../canvas/use-editor.ts'
import { titleOfNode } from '../document/catalogue.ts'
import { changeGroup } from '../document/commands/change-group.ts'
import { useDocument } from '../document/DocumentProvider.tsx'
import { groupOf, membersOf } from '../document/groups.ts'
import { useText } from '../i18n/use-text.ts'
import { ColourChoice } from './ColourChoice.tsx'
import styles from './inspector.module.css'
import { PlainAction } from './PlainAction.tsx'
import { DuplicateAction, ExtractAction, RemoveAction } from './SelectionActions.tsx'
import { TitleField } from './TitleField.tsx'

/** A group: its words, its colour, what lies in it and what can be done with it. */
export function GroupInspector({ id }: { readonly id: string }) {
  const { t } = useTranslation('groups')
  const text = useText()
  const editor = useEditor()
  const flow = useDocument((state) => state.flow)
  const layout = useDocument((state) => state.layout)
  const catalogue = useDocument((state) => state.catalogue)
  const readOnly = useDocument((state) => state.readOnly)
  const group = groupOf(layout, id)
  if (!group) return null
  const members = membersOf(layout, id)
  const folded = group.collapsed === true
  const Chevron = folded ? IconChevronRight : IconChevronDown
  return (
    <div className={styles.panel}>
      <header className={styles.head}>
        <IconBoxMultiple size={24} aria-hidden />
        <div className={styles.headText}>
          <h2>{group.title}</h2>
          <span className={styles.dim}>{t('count', { count: members.length })}</span>
        </div>
      </header>
      <div className={styles.scroll}>
        <Stack gap={12} p={12}>
          <TitleField
            label={t('titleField')}
            value={group.title}
            disabled={readOnly}
            onCommit={(title) => editor.run(changeGroup(id, { title }))}
          />
          <Textarea
            label={t('description')}
            description={t('descriptionHelp')}
            autosize
            minRows={2}
            maxRows={6}
            maxLength={MAX_DESCRIPTION}
            disabled={readOnly}
            value={group.description ?? ''}
            onChange={(event) => editor.run(changeGroup(id, { description: event.currentTarget.value }))}
          />
          <Input.Wrapper label={t('colour')}>
            <ColourChoice
              value={group.colour ?? 'grey'}
              disabled={readOnly}
              onChange={(colour) => editor.run(changeGroup(id, { colour }))}
            />
          </Input.Wrapper>
          <Stack gap={8}>
            <PlainAction
              icon={<Chevron size={16} />}
              label={folded ? t('expand') : t('collapse')}
              onClick={() => editor.foldGroup(id, !folded)}
            />
            <DuplicateAction nodes={members} />
            <ExtractAction />
            <PlainAction
              icon={<IconBoxMultiple size={16} />}
              label={t('ungroup')}
              disabled={readOnly}
              onClick={() => editor.ungroup()}
            />
            <RemoveAction label={t('remove')} />
          </Stack>
          <Input.Wrapper label={t('contents')}>
            <ul className={styles.members}>
              {members.map((node) => (
                <li key={node}>
                  <UnstyledButton
                    className={styles.member ?? ''}
                    onClick={() => {
                      editor.camera.show(node)
                      editor.session.getState().focusNode(node)
                    }}
                  >
                    {text(titleOfNode(catalogue, flow, node))}
                  </UnstyledButton>
                </li>
              ))}
            </ul>
          </Input.Wrapper>
        </Stack>
      </div>
    </div>
  )
}
