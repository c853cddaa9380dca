import { Button, Stack, TextInput } from '@mantine/core'
import { IconArrowLeft, IconFlask, IconPlugConnected } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation, useNavigate } from 'react-router'
import type { Connection } from '#shared/api/platform.ts'
import { ID_PATTERN } from '#shared/flow/flow.ts'
import type { CatalogueConnection } from '#shared/node/catalogue.ts'
import { connectionLimitsSchema } from '#shared/node/connection-limits.ts'
import { useAction, useHolds, useOperation } from '../api/api-context.ts'
import { freeId } from '../flows/flow-id.ts'
import { useText } from '../i18n/use-text.ts'
import { ConfirmDialog, type Question } from '../ui/ConfirmDialog.tsx'
import { ErrorCard } from '../ui/ErrorCard.tsx'
import { checkValues } from '../ui/fields/check-values.ts'
import { withDefaults } from '../ui/fields/form-model.ts'
import { SchemaForm } from '../ui/fields/SchemaForm.tsx'
import { notifyDone } from '../ui/notify.ts'
import { Page, PageHeader } from '../ui/PageHeader.tsx'
import { UsedBy } from '../ui/UsedBy.tsx'
import { Circuit } from './Circuit.tsx'
import styles from './connections.module.css'
import { LIMITS_PATH, limitProblems, limitsForm } from './limits-form.ts'
import { NEW } from './place-of.ts'
import { formSecrets, secretFields, sentSecrets } from './secret-fields.tsx'
import { TestSteps } from './TestResult.tsx'

/** The state of the address that asks the form to test its connection at once. */
const TEST_ON_ARRIVAL = 'test'

/** The form of a connection, drawn from its kind's schemas; secrets can be written but never read. */
export function ConnectionForm({
  kind,
  connection,
}: {
  kind: CatalogueConnection
  connection: Connection | undefined
}) {
  const { t } = useTranslation(['connections', 'common'])
  const text = useText()
  const go = useNavigate()
  const { state: arrival } = useLocation()
  const mayChange = useHolds('admin')
  const mayTest = useHolds('operator')
  const all = useOperation('listConnections', {})
  const save = useAction('saveConnection', ['listConnections', 'getConnection'])
  const remove = useAction('deleteConnection', ['listConnections'])
  const test = useAction('testConnection')
  const [title, setTitle] = useState(connection?.title ?? '')
  const [values, setValues] = useState(connection?.values ?? {})
  const [limits, setLimits] = useState<Readonly<Record<string, unknown>>>(connection?.limits ?? {})
  const [secrets, setSecrets] = useState(formSecrets(connection?.secretsSet ?? []))
  const [dirty, setDirty] = useState(connection === undefined)
  const [tried, setTried] = useState(false)
  const [question, setQuestion] = useState<Question>()
  const taken = [NEW, ...(all.data?.connections.map(({ id }) => id) ?? [])]
  const [chosenId, setChosenId] = useState<string>()
  const id = connection?.id ?? chosenId ?? (title.trim() === '' ? '' : freeId(title, taken, 'ket-noi'))
  const idFault =
    id === '' || ID_PATTERN.test(id) ? (!connection && taken.includes(id) ? t('idTaken') : null) : t('idForm')
  const found = checkValues(kind.values, values)
  const wrongLimits = limitProblems(limits)
  const touched =
    <T,>(set: (value: T) => void) =>
    (value: T) => {
      set(value)
      setDirty(true)
    }
  // A new connection gets its own address when it is saved, and with it a new form: the test that was asked for runs there.
  const testAsked = arrival === TEST_ON_ARRIVAL && connection !== undefined
  const { mutate: startTest } = test
  useEffect(() => {
    if (!testAsked) return
    startTest({ params: { id } })
    void go(`/ket-noi/${id}`, { replace: true, state: null })
  }, [testAsked, startTest, go, id])
  const store = async (then?: typeof TEST_ON_ARRIVAL) => {
    setTried(true)
    if (found.length > 0 || wrongLimits.length > 0 || title.trim() === '' || id === '' || idFault !== null)
      throw new Error('form')
    const checked = connectionLimitsSchema.parse(limits)
    const body = { kind: kind.kind, title: title.trim(), values, limits: checked, secrets: sentSecrets(secrets) }
    const saved = await save.mutateAsync({ params: { id }, body })
    setSecrets(formSecrets(saved.secretsSet))
    setDirty(false)
    if (!connection) void go(`/ket-noi/${id}`, { replace: true, state: then })
    return saved
  }
  // What fails is shown on the form: problems beside fields, the server's answer as a card.
  const saveNow = () =>
    store().then(
      () => notifyDone(t('saved', { title: title.trim() })),
      () => undefined,
    )
  const testNow = () =>
    (dirty ? store(TEST_ON_ARRIVAL) : Promise.resolve()).then(
      () => (connection ? test.mutate({ params: { id } }) : undefined),
      () => undefined,
    )
  const askDelete = () =>
    setQuestion({
      title: t('delete.title', { title }),
      body: t('delete.body'),
      action: t('delete.action'),
      danger: true,
      run: () => remove.mutateAsync({ params: { id } }).then(() => void go('/ket-noi')),
    })
  return (
    <Page
      header={
        <PageHeader
          title={connection ? connection.title : t('newOf', { kind: text(kind.title) })}
          lead={connection ? `${text(kind.title)} · ${connection.id}` : text(kind.summary)}
        >
          <Button variant="subtle" leftSection={<IconArrowLeft size={16} />} component={Link} to="/ket-noi">
            {t('back')}
          </Button>
          {mayTest && (connection || mayChange) ? (
            <Button
              variant="default"
              leftSection={<IconPlugConnected size={16} />}
              loading={test.isPending}
              disabled={dirty && !mayChange}
              onClick={() => void testNow()}
            >
              {dirty ? t('test.saveAndTest') : t('test.action')}
            </Button>
          ) : null}
          {mayChange ? (
            <Button loading={save.isPending} disabled={!dirty} onClick={() => void saveNow()}>
              {t('common:actions.save')}
            </Button>
          ) : null}
        </PageHeader>
      }
    >
      <div className={styles.form}>
        <Stack gap={12}>
          {connection?.simulator ? (
            <div className={styles.simulator}>
              <IconFlask size={16} aria-hidden /> {t('simulatorLong')}
            </div>
          ) : null}
          <TextInput
            label={t('name')}
            withAsterisk
            disabled={!mayChange}
            error={tried && title.trim() === '' ? t('nameMissing') : null}
            maxLength={200}
            value={title}
            onChange={(event) => touched(setTitle)(event.currentTarget.value)}
          />
          {connection ? null : (
            <TextInput
              label={t('id')}
              description={t('idHelp')}
              error={idFault}
              spellCheck={false}
              value={id}
              onChange={(event) =>
                setChosenId(event.currentTarget.value === '' ? undefined : event.currentTarget.value)
              }
            />
          )}
          <SchemaForm
            schema={kind.values}
            values={values}
            onChange={touched(setValues)}
            disabled={!mayChange}
            problems={tried ? [...found, ...(save.error?.problems ?? [])] : []}
          />
          <SchemaFormOfSecrets
            kind={kind}
            beside={withDefaults(kind.values, values)}
            secrets={secrets}
            onChange={touched(setSecrets)}
            disabled={!mayChange}
          />
          <SchemaForm
            schema={limitsForm}
            values={limits}
            onChange={touched(setLimits)}
            disabled={!mayChange}
            problems={tried ? wrongLimits : []}
            path={LIMITS_PATH}
            advanced={t('limits')}
          />
          {save.error ? <ErrorCard error={save.error} /> : null}
        </Stack>
        <aside className={styles.aside}>
          {connection ? <Circuit connection={connection} /> : null}
          <TestSteps result={test.data} error={test.error} />
          {connection ? <UsedBy usedBy={connection.usedBy} title={t('usedBy')} none={t('usedByNone')} /> : null}
          {connection && mayChange ? (
            <Button variant="default" c="var(--lt-error)" w="fit-content" onClick={askDelete}>
              {t('delete.action')}
            </Button>
          ) : null}
        </aside>
      </div>
      <ConfirmDialog question={question} onClose={() => setQuestion(undefined)} />
    </Page>
  )
}

function SchemaFormOfSecrets({
  kind,
  beside,
  secrets,
  onChange,
  disabled,
}: {
  kind: CatalogueConnection
  beside: Readonly<Record<string, unknown>>
  secrets: Readonly<Record<string, unknown>>
  onChange: (secrets: Readonly<Record<string, unknown>>) => void
  disabled: boolean
}) {
  const properties = kind.secrets.properties
  if (typeof properties !== 'object' || properties === null || Object.keys(properties).length === 0) return null
  return (
    <SchemaForm
      schema={kind.secrets}
      values={secrets}
      onChange={onChange}
      disabled={disabled}
      registry={secretFields}
      beside={beside}
      path="secrets"
    />
  )
}
