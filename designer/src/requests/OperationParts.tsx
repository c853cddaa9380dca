import { Checkbox, Radio, Stack } from '@mantine/core'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { ApiRequest } from '#shared/request/openapi-operation.ts'
import { hasFields, type OperationChoice } from '#shared/request/settings-of-operation.ts'
import { SourceTree } from '../formula/SourceTree.tsx'
import { fieldsOfSchema } from '../formula/schema-fields.ts'
import styles from './requests.module.css'

const BODIES = ['fields', 'example', 'message'] as const

/** What an operation takes and gives: parameters with what may be left out, the body, the fields of the answer. */
export function OperationParts({
  request,
  optional,
  onOptional,
  body,
  onBody,
}: {
  readonly request: ApiRequest
  readonly optional: ReadonlySet<string>
  readonly onOptional: (names: ReadonlySet<string>) => void
  readonly body: OperationChoice['body']
  readonly onBody: (body: OperationChoice['body']) => void
}) {
  const { t } = useTranslation('requests')
  const fields = useMemo(() => (request.answer ? fieldsOfSchema(request.answer.schema) : []), [request])
  const toggle = (name: string) => {
    const next = new Set(optional)
    if (!next.delete(name)) next.add(name)
    onOptional(next)
  }
  const offered = BODIES.filter((it) => it !== 'fields' || hasFields(request))
  return (
    <>
      {request.parameters.length === 0 ? null : (
        <fieldset className={styles.parts}>
          <legend>{t('openapi.parameters')}</legend>
          <p className={styles.note}>{t('openapi.parametersHelp')}</p>
          <Stack gap={6} className={styles.list ?? ''}>
            {request.parameters.map((it) => (
              <Checkbox
                key={`${it.in} ${it.name}`}
                checked={it.required || optional.has(it.name)}
                disabled={it.required}
                label={`${it.name}${it.required ? ' *' : ''}`}
                description={[
                  t(`openapi.in.${it.in}`),
                  ...(it.required ? [t('openapi.required')] : []),
                  ...(it.description === '' ? [] : [it.description]),
                ].join(' · ')}
                onChange={() => toggle(it.name)}
              />
            ))}
          </Stack>
        </fieldset>
      )}
      {request.body ? (
        <Radio.Group
          label={t('openapi.body')}
          value={body}
          onChange={(next) => onBody(BODIES.find((it) => it === next) ?? 'message')}
        >
          <Stack gap={6} mt={4}>
            {offered.map((it) => (
              <Radio key={it} value={it} label={t(`openapi.bodies.${it}`)} />
            ))}
          </Stack>
        </Radio.Group>
      ) : null}
      {request.answer ? (
        <section aria-label={t('openapi.answer', { status: request.answer.status })}>
          <h3 className={styles.head}>{t('openapi.answer', { status: request.answer.status })}</h3>
          {fields.length === 0 ? (
            <p className={styles.note}>{t('openapi.noAnswer')}</p>
          ) : (
            <div className={styles.answer}>
              <SourceTree
                fields={fields}
                label={t('openapi.answer', { status: request.answer.status })}
                onPick={() => {}}
                canPick={() => false}
              />
            </div>
          )}
        </section>
      ) : null}
    </>
  )
}
