import { Button, FileButton, Group, Select, Textarea } from '@mantine/core'
import { IconCopy, IconFileImport } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { bundleWsdl } from '#shared/schema/import/bundle-wsdl.ts'
import { SchemaFault } from '#shared/schema/import/fault.ts'
import { readSoapService } from '#shared/schema/import/soap-service.ts'
import type { Text } from '#shared/text/text.ts'
import { useFlow } from '../../document/DocumentProvider.tsx'
import { useText } from '../../i18n/use-text.ts'
import { FieldFrame, fieldId } from '../../ui/fields/FieldFrame.tsx'
import type { FieldProps } from '../../ui/fields/field-contract.ts'
import fieldStyles from '../../ui/fields/fields.module.css'
import { problemsAt } from '../../ui/fields/form-model.ts'
import { readFileText } from '../../ui/read-file-text.ts'
import { shownText } from './formula-fields.tsx'

/** A WSDL: pasted, taken from files together with their schemas, or from another node of the flow. */
export function WsdlField(field: FieldProps) {
  const { t } = useTranslation('inspector')
  const text = useText()
  const [fault, setFault] = useState<Text>()
  const others = useWsdls()
  const value = shownText(field.value)
  const read = useMemo(() => (value === '' ? undefined : attempt(() => readSoapService(value))), [value])
  const wrong = fault ?? read?.fault
  const take = (next: string) => {
    setFault(undefined)
    field.onChange(next === '' ? undefined : next)
  }
  const choose = async (files: readonly File[]) => {
    const chosen = await Promise.all(files.map(async (file) => ({ name: file.name, text: await readFileText(file) })))
    const made = attempt(() => bundleWsdl(chosen))
    if (made.done !== undefined) take(made.done)
    else setFault(made.fault)
  }
  const other = value === '' ? others[0] : undefined
  return (
    <FieldFrame field={field}>
      <Textarea
        id={fieldId(field.path)}
        className={fieldStyles.mono ?? ''}
        spellCheck={false}
        autosize
        minRows={2}
        maxRows={6}
        value={value}
        {...(field.look.placeholder ? { placeholder: field.look.placeholder } : {})}
        disabled={field.disabled}
        error={wrong ? text(wrong) : problemsAt(field.problems, field.path).some((it) => it.severity === 'error')}
        onChange={(event) => take(event.currentTarget.value)}
      />
      <Group gap={8} mt={8}>
        <FileButton multiple accept=".wsdl,.xsd,.xml,text/xml,application/xml" onChange={(files) => void choose(files)}>
          {(props) => (
            <Button
              variant="default"
              size="compact-md"
              disabled={field.disabled}
              leftSection={<IconFileImport size={16} />}
              {...props}
            >
              {t('wsdl.files')}
            </Button>
          )}
        </FileButton>
        {other === undefined ? null : (
          <Button
            variant="default"
            size="compact-md"
            disabled={field.disabled}
            leftSection={<IconCopy size={16} />}
            onClick={() => take(other)}
          >
            {t('wsdl.other')}
          </Button>
        )}
        <span role="status">{read?.done ? t('wsdl.found', { count: namesIn([value]).length }) : ''}</span>
      </Group>
    </FieldFrame>
  )
}

/** An operation of the WSDL beside it; in a row, where none is beside it, of the WSDLs of the flow. */
export function OperationField(field: FieldProps) {
  const { t } = useTranslation('inspector')
  const others = useWsdls()
  const own = shownText(field.siblings.wsdl)
  const names = useMemo(() => namesIn(own === '' ? others : [own]), [own, others])
  const stored = typeof field.value === 'string' ? field.value : null
  const gone = stored !== null && !names.includes(stored)
  return (
    <FieldFrame field={field}>
      <Select
        id={fieldId(field.path)}
        data={[
          ...names.map((name) => ({ value: name, label: name })),
          ...(gone ? [{ value: stored, label: t('choice.gone', { name: stored }) }] : []),
        ]}
        value={stored}
        searchable
        disabled={field.disabled}
        error={problemsAt(field.problems, field.path).some((it) => it.severity === 'error')}
        placeholder={t('choice.placeholder')}
        nothingFoundMessage={t('wsdl.none')}
        onChange={(next) => field.onChange(next ?? undefined)}
      />
    </FieldFrame>
  )
}

/** The different WSDLs of the flow. */
function useWsdls(): readonly string[] {
  const { nodes } = useFlow()
  return useMemo(() => {
    const found = Object.values(nodes).map((node) => shownText(node.settings?.wsdl))
    return [...new Set(found.filter((it) => it !== ''))]
  }, [nodes])
}

function namesIn(wsdls: readonly string[]): readonly string[] {
  const operations = wsdls.flatMap((it) => attempt(() => readSoapService(it)).done?.operations ?? [])
  return [...new Set(operations.filter((it) => !it.unfit).map((it) => it.name))]
}

function attempt<T>(act: () => T): { readonly done?: T; readonly fault?: Text } {
  try {
    return { done: act() }
  } catch (thrown) {
    if (thrown instanceof SchemaFault) return { fault: thrown.text }
    throw thrown
  }
}
