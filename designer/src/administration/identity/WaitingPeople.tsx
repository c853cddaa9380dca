import { Button, Group, Modal, SegmentedControl, Select, Stack, Table, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OutsidePerson } from '#shared/api/identity-source.ts'
import type { Role } from '#shared/api/roles.ts'
import { useAction, useOperation } from '../../api/api-context.ts'
import { useText } from '../../i18n/use-text.ts'
import { ErrorCard } from '../../ui/ErrorCard.tsx'
import { FormActions } from '../../ui/FormActions.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { notifyDone, notifyError } from '../../ui/notify.ts'
import { Time } from '../../ui/Time.tsx'
import { ActionTable } from '../ActionTable.tsx'
import styles from '../administration.module.css'
import { RoleChoice } from '../RoleChoice.tsx'

/** People whom the provider vouches for and who have no role here: give one, or refuse. */
export function WaitingPeople() {
  const { t } = useTranslation('identity')
  const text = useText()
  const query = useOperation('listOutsidePeople', {}, { refetchInterval: 30_000 })
  const decide = useAction('admitOutsidePerson', ['listOutsidePeople'])
  const [chosen, setChosen] = useState<OutsidePerson>()
  const refuse = (person: OutsidePerson) =>
    decide.mutate(
      { params: { id: person.id }, body: { decision: 'refuse' } },
      {
        onSuccess: () => notifyDone(t('people.refusedDone', { name: person.displayName })),
        onError: (error) => notifyError(error, text),
      },
    )
  return (
    <section aria-label={t('people.title')}>
      <h2 className={styles.heading}>{t('people.title')}</h2>
      <Loaded query={query}>
        {({ people }) =>
          people.length === 0 ? (
            <Text c="dimmed">{t('people.empty')}</Text>
          ) : (
            <ActionTable
              columns={(['name', 'identifier', 'last', 'tries', 'state'] as const).map((it) =>
                t(`people.columns.${it}`),
              )}
            >
              {people.map((person) => (
                <Table.Tr key={person.id}>
                  <Table.Td>
                    <strong>{person.displayName}</strong>
                  </Table.Td>
                  <Table.Td>
                    <code>{person.identifierEnd}</code>
                  </Table.Td>
                  <Table.Td>
                    <Time at={person.lastAt} relative />
                  </Table.Td>
                  <Table.Td>{person.tries}</Table.Td>
                  <Table.Td>{t(`people.${person.state}`)}</Table.Td>
                  <Table.Td>
                    <Group gap={8} justify="flex-end" wrap="nowrap">
                      <Button
                        size="compact-md"
                        aria-label={t('people.admitFor', { name: person.displayName })}
                        onClick={() => setChosen(person)}
                      >
                        {t('people.admit')}
                      </Button>
                      {person.state === 'waiting' ? (
                        <Button
                          size="compact-md"
                          variant="subtle"
                          color="red"
                          aria-label={t('people.refuseFor', { name: person.displayName })}
                          onClick={() => refuse(person)}
                        >
                          {t('people.refuse')}
                        </Button>
                      ) : null}
                    </Group>
                  </Table.Td>
                </Table.Tr>
              ))}
            </ActionTable>
          )
        }
      </Loaded>
      <Modal
        opened={chosen !== undefined}
        onClose={() => setChosen(undefined)}
        title={t('people.admitFor', { name: chosen?.displayName ?? '' })}
      >
        {chosen ? <AdmitForm key={chosen.id} person={chosen} onClose={() => setChosen(undefined)} /> : null}
      </Modal>
    </section>
  )
}

function AdmitForm({ person, onClose }: { readonly person: OutsidePerson; readonly onClose: () => void }) {
  const { t } = useTranslation('identity')
  const decide = useAction('admitOutsidePerson', ['listOutsidePeople', 'listUsers'])
  const users = useOperation('listUsers', {}).data?.users ?? []
  const [how, setHow] = useState<'role' | 'account'>('role')
  const [role, setRole] = useState<Role>('viewer')
  const [name, setName] = useState<string>()
  const body =
    how === 'role'
      ? ({ decision: 'role', role } as const)
      : name === undefined
        ? undefined
        : ({ decision: 'account', name } as const)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (!body) return
        decide.mutate(
          { params: { id: person.id }, body },
          {
            onSuccess: () => {
              notifyDone(t('people.granted', { name: person.displayName }))
              onClose()
            },
          },
        )
      }}
    >
      <Stack gap={12}>
        <SegmentedControl
          aria-label={t('people.how')}
          value={how}
          onChange={(next) => setHow(next === 'account' ? 'account' : 'role')}
          data={[
            { value: 'role', label: t('people.newAccount') },
            { value: 'account', label: t('people.existing') },
          ]}
        />
        {how === 'role' ? (
          <RoleChoice value={role} onChange={setRole} />
        ) : (
          <Select
            label={t('people.account')}
            description={t('people.existingHelp')}
            searchable
            value={name ?? null}
            data={users
              .filter((it) => !it.disabled)
              .map((it) => ({ value: it.name, label: `${it.displayName} (${it.name})` }))}
            onChange={(next) => setName(next ?? undefined)}
          />
        )}
        {decide.error ? <ErrorCard error={decide.error} /> : null}
        <FormActions submit={t('people.admit')} disabled={!body} busy={decide.isPending} onCancel={onClose} />
      </Stack>
    </form>
  )
}
