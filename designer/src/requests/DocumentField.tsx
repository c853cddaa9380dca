import { Button, FileButton, Group, Input, Textarea } from '@mantine/core'
import { IconFileImport, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { readFileText } from '../ui/read-file-text.ts'
import styles from './requests.module.css'

/** A document: pasted, or of a file, whose text is not drawn since it may be large. */
export function DocumentField({
  text,
  fault,
  onText,
}: {
  readonly text: string
  readonly fault: string | undefined
  readonly onText: (text: string) => void
}) {
  const { t } = useTranslation('requests')
  const [file, setFile] = useState<string>()
  const choose = async (chosen: File) => {
    const read = await readFileText(chosen)
    setFile(chosen.name)
    onText(read)
  }
  const clear = () => {
    setFile(undefined)
    onText('')
  }
  return (
    <div>
      {file === undefined ? (
        <Textarea
          label={t('openapi.label')}
          description={t('openapi.help')}
          className={styles.text ?? ''}
          autosize
          minRows={3}
          maxRows={8}
          spellCheck={false}
          data-autofocus
          value={text}
          error={fault}
          onChange={(event) => onText(event.currentTarget.value)}
        />
      ) : (
        <Input.Wrapper labelElement="div" label={t('openapi.label')} error={fault}>
          <p className={styles.request}>
            {t('openapi.chosenFile', { name: file, size: Math.ceil(text.length / 1000) })}
          </p>
        </Input.Wrapper>
      )}
      <Group gap={8} mt={8}>
        <FileButton
          accept=".json,.yaml,.yml,application/json,application/yaml"
          onChange={(chosen) => chosen && void choose(chosen)}
        >
          {(props) => (
            <Button variant="default" size="compact-md" leftSection={<IconFileImport size={16} />} {...props}>
              {t('openapi.file')}
            </Button>
          )}
        </FileButton>
        {file === undefined ? null : (
          <Button variant="default" size="compact-md" leftSection={<IconX size={16} />} onClick={clear}>
            {t('openapi.another')}
          </Button>
        )}
      </Group>
    </div>
  )
}
