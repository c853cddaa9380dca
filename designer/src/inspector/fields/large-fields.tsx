import { Button, Loader, Modal, Textarea } from '@mantine/core'
import { IconArrowsMaximize, IconCode, IconTransform } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { textOf } from '#shared/flow/lines.ts'
import type { JsonSchema } from '#shared/node/define.ts'
import { isUnknown } from '#shared/schema/body-schema.ts'
import { openApiSchema } from '#shared/schema/openapi-schemas.ts'
import { soapFaultSchema, soapSchema } from '#shared/schema/soap-schemas.ts'
import { useText } from '../../i18n/use-text.ts'
import { FullScreenModal } from '../../ui/FullScreenModal.tsx'
import { FieldFrame, fieldId } from '../../ui/fields/FieldFrame.tsx'
import { FieldProblems } from '../../ui/fields/FieldProblems.tsx'
import type { FieldProps } from '../../ui/fields/field-contract.ts'
import fieldStyles from '../../ui/fields/fields.module.css'
import { problemsAt } from '../../ui/fields/form-model.ts'
import { TakeFile } from '../../ui/fields/TakeFile.tsx'
import styles from '../inspector.module.css'
import { mappingOutline } from '../mapping-outline.ts'
import { shownText } from './formula-fields.tsx'

const ScriptEditor = lazy(() => import('../../script/ScriptEditor.tsx'))
const Mapper = lazy(() => import('../../mapper/Mapper.tsx'))

/** Code: SQL and XSLT as plain text, from a file too; JavaScript with a button that opens the editor. */
export function CodeField(field: FieldProps) {
  const { t } = useTranslation('inspector')
  const text = useText()
  const [open, setOpen] = useState(false)
  const value = shownText(field.value === undefined ? field.schema.default : field.value)
  const change = (next: string) => field.onChange(next === '' ? undefined : next)
  return (
    <FieldFrame field={field}>
      <Textarea
        id={fieldId(field.path)}
        className={fieldStyles.mono ?? ''}
        spellCheck={false}
        autosize
        minRows={3}
        maxRows={12}
        value={value}
        {...(field.look.placeholder ? { placeholder: field.look.placeholder } : {})}
        disabled={field.disabled}
        error={problemsAt(field.problems, field.path).some((it) => it.severity === 'error')}
        onChange={(event) => change(event.currentTarget.value)}
      />
      <TakeFile field={field} />
      {field.look.language === 'javascript' ? (
        <Button
          mt={8}
          variant="default"
          size="compact-md"
          leftSection={<IconCode size={16} />}
          onClick={() => setOpen(true)}
        >
          {t('code.open')}
        </Button>
      ) : null}
      <Modal opened={open} onClose={() => setOpen(false)} size="90%" title={text(field.look.title)}>
        <Suspense fallback={<Loader size={20} />}>
          <ScriptEditor value={value} onChange={change} readOnly={field.disabled} label={text(field.look.title)} />
        </Suspense>
      </Modal>
    </FieldFrame>
  )
}

/** A mapping: its target fields at a glance, and the mapper in a window of its own. */
export function MappingField(field: FieldProps) {
  const { t } = useTranslation('inspector')
  const text = useText()
  const [open, setOpen] = useState(false)
  const rows = mappingOutline(field.value)
  const below = field.problems.filter((it) => it.path !== field.path)
  return (
    <FieldFrame field={field} group>
      <div className={styles.outline}>
        {rows.length === 0 ? <p className={styles.dim}>{t('mapping.none')}</p> : null}
        <ul>
          {rows.slice(0, 12).map((row) => (
            <li key={row.key} style={{ paddingLeft: row.depth * 12 }}>
              <span className={styles.target}>{row.target}</span>
              <span className={styles.dim}>{row.source}</span>
            </li>
          ))}
        </ul>
        {rows.length > 12 ? <p className={styles.dim}>{t('mapping.more', { count: rows.length - 12 })}</p> : null}
        <FieldProblems problems={below} />
        <Button
          id={fieldId(field.path)}
          variant="default"
          size="compact-md"
          leftSection={<IconTransform size={16} />}
          rightSection={<IconArrowsMaximize size={14} />}
          onClick={() => setOpen(true)}
        >
          {t('mapping.open')}
        </Button>
      </div>
      <FullScreenModal opened={open} onClose={() => setOpen(false)} title={text(field.look.title)}>
        <Suspense fallback={<Loader size={20} m="md" />}>
          <Mapper
            value={field.value}
            onChange={field.onChange}
            disabled={field.disabled}
            path={field.path}
            problems={below}
            wanted={wantedOf(field)}
          />
        </Suspense>
      </FullScreenModal>
    </FieldFrame>
  )
}

/** What the settings beside a mapping say that it has to make. */
function wantedOf({ look, siblings }: FieldProps): JsonSchema | undefined {
  if (look.target === undefined) return undefined
  if (look.target === 'openapi-request') return known(openApiSchema(textOf(siblings.openapi), 'request'))
  if (siblings.answers === 'fault')
    return known(soapFaultSchema(textOf(siblings.wsdl), siblings.operation, siblings.fault))
  const direction = look.target === 'soap-request' ? 'input' : 'output'
  return known(soapSchema(textOf(siblings.wsdl), siblings.operation, direction))
}

function known(schema: JsonSchema): JsonSchema | undefined {
  return isUnknown(schema) ? undefined : schema
}
