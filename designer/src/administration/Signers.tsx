import { Button, Modal, Stack, Table, Textarea, TextInput } from '@mantine/core'
import { IconPlus, IconShieldCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAction, useOperation } from '../api/api-context.ts'
import { type ApiError, asApiError } from '../api/api-error.ts'
import { keyText } from '../bundles/bundle-file.ts'
import styles from '../bundles/bundles.module.css'
import { ConfirmDialog, type Question } from '../ui/ConfirmDialog.tsx'
import { CopyButton } from '../ui/CopyButton.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { ErrorCard } from '../ui/ErrorCard.tsx'
import { FormActions } from '../ui/FormActions.tsx'
import { Loaded } from '../ui/Loaded.tsx'
import { notifyDone } from '../ui/notify.ts'
import { Time } from '../ui/Time.tsx'
import { Who } from '../ui/Who.tsx'

/** The key that signs bundles of this installation, and the keys of others that it trusts. */
export function Signers() {
  const { t } = useTranslation('bundles')
  const query = useOperation('listSigners', {})
  const distrust = useAction('distrustSigner', ['listSigners'])
  const [adding, setAdding] = useState(false)
  const [question, setQuestion] = useState<Question>()
  const ask = (id: string, title: string) =>
    setQuestion({
      title: t('signers.distrust.title', { title }),
      body: t('signers.distrust.body'),
      action: t('signers.distrust.action'),
      danger: true,
      run: () => distrust.mutateAsync({ params: { id } }).then(() => notifyDone(t('signers.distrust.done'))),
    })
  return (
    <Loaded query={query}>
      {({ own, trusted }) => (
        <div className={styles.keys}>
          <section aria-label={t('signers.own')}>
            <h2 className={styles.heading}>{t('signers.own')}</h2>
            <p className={styles.lead}>{t('signers.ownLead')}</p>
            <p className={styles.key}>
              {t('signers.print')} <code>{keyText(own.id)}</code>
            </p>
            <p className={styles.key}>
              <code>{own.publicKey}</code> <CopyButton text={own.publicKey} label={t('signers.copy')} />
            </p>
          </section>
          <section aria-label={t('signers.trusted')}>
            <h2 className={styles.heading}>{t('signers.trusted')}</h2>
            {trusted.length === 0 ? (
              <EmptyState
                icon={<IconShieldCheck size={28} aria-hidden />}
                title={t('signers.empty.title')}
                text={t('signers.empty.text')}
              />
            ) : (
              <Table>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{t('signers.name')}</Table.Th>
                    <Table.Th>{t('signers.print')}</Table.Th>
                    <Table.Th>{t('signers.added')}</Table.Th>
                    <Table.Th>{t('signers.actions')}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {trusted.map((it) => (
                    <Table.Tr key={it.id}>
                      <Table.Td>{it.title}</Table.Td>
                      <Table.Td>
                        <code>{keyText(it.id)}</code>
                      </Table.Td>
                      <Table.Td>
                        {it.addedBy === undefined ? null : <Who by={it.addedBy} />}{' '}
                        {it.addedAt === undefined ? null : <Time at={it.addedAt} relative />}
                      </Table.Td>
                      <Table.Td>
                        <Button variant="subtle" size="compact-sm" onClick={() => ask(it.id, it.title)}>
                          {t('signers.distrust.action')}
                        </Button>
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            )}
            <Button mt={12} leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
              {t('signers.add')}
            </Button>
          </section>
          <Modal opened={adding} onClose={() => setAdding(false)} title={t('signers.add')}>
            {adding ? <NewSigner onClose={() => setAdding(false)} /> : null}
          </Modal>
          <ConfirmDialog question={question} onClose={() => setQuestion(undefined)} />
        </div>
      )}
    </Loaded>
  )
}

function NewSigner({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('bundles')
  const trust = useAction('trustSigner', ['listSigners'])
  const [title, setTitle] = useState('')
  const [publicKey, setPublicKey] = useState('')
  const [error, setError] = useState<ApiError>()
  const go = async () => {
    setError(undefined)
    try {
      await trust.mutateAsync({ body: { title: title.trim(), publicKey: publicKey.trim() } })
      notifyDone(t('signers.trustDone'))
      onClose()
    } catch (thrown) {
      setError(asApiError(thrown))
    }
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void go()
      }}
    >
      <Stack gap={16}>
        <p className={styles.lead}>{t('signers.addLead')}</p>
        <TextInput
          label={t('signers.name')}
          required
          data-autofocus
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <Textarea
          label={t('signers.publicKey')}
          required
          autosize
          value={publicKey}
          onChange={(event) => setPublicKey(event.currentTarget.value)}
        />
        {error ? <ErrorCard error={error} /> : null}
        <FormActions
          submit={t('signers.trust')}
          disabled={title.trim() === '' || publicKey.trim() === ''}
          busy={trust.isPending}
          onCancel={onClose}
        />
      </Stack>
    </form>
  )
}
