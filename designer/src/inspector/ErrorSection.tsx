import { Select, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { ERROR_INBOX } from '#shared/flow/flow.ts'
import { DEFAULT_RETRY, retryPolicies } from '#shared/flow/retry-policies.ts'
import { effectsOf } from '#shared/node/define.ts'
import { useEditor } from '../canvas/use-editor.ts'
import { ERROR_OUT } from '../document/branches.ts'
import { settingsWithDefaults, takesInput, titleOfNode } from '../document/catalogue.ts'
import { setOnError } from '../document/commands/set-on-error.ts'
import { useCatalogue, useDefinition, useFlow, useNode } from '../document/DocumentProvider.tsx'
import { createJudge } from '../document/rules.ts'
import { useText } from '../i18n/use-text.ts'

/** What happens when a node fails: how often it tries again, and where the message goes then. */
export function ErrorSection({ id, disabled }: { readonly id: string; readonly disabled: boolean }) {
  const { t } = useTranslation('inspector')
  const text = useText()
  const { run } = useEditor()
  const flow = useFlow()
  const catalogue = useCatalogue()
  const node = useNode(id)
  const definition = useDefinition(id)
  if (!node || definition?.input === false) return null
  const { retry, then } = node.onError ?? {}
  const own = Object.keys(flow.settings?.retry ?? {}).map((name) => ({ value: name, label: name }))
  const named = Object.entries(retryPolicies).map(([name, policy]) => ({ value: name, label: text(policy.title) }))
  const outside = definition && effectsOf(definition, settingsWithDefaults(definition, node)) !== 'none'
  const standard = retryPolicies[DEFAULT_RETRY]
  const judge = createJudge(flow, catalogue, id, ERROR_OUT)
  const targets = Object.keys(flow.nodes).filter((to) => {
    const target = flow.nodes[to]
    if (to === id || !target || !takesInput(catalogue, target)) return false
    return to === then || judge(to).is !== 'refused'
  })
  return (
    <Stack gap={12}>
      {outside ? (
        <Select
          label={t('onError.retry')}
          description={t('onError.retryHelp')}
          data={[
            { value: '', label: t('onError.standard', { policy: standard ? text(standard.title) : DEFAULT_RETRY }) },
            ...named,
            ...own,
          ]}
          value={retry ?? ''}
          allowDeselect={false}
          disabled={disabled}
          onChange={(next) => run(setOnError(id, { ...(then ? { then } : {}), ...(next ? { retry: next } : {}) }))}
        />
      ) : null}
      <Select
        label={t(outside ? 'onError.thenAfter' : 'onError.then')}
        description={t('onError.thenHelp')}
        data={[
          { value: ERROR_INBOX, label: t('onError.inbox') },
          ...targets.map((to) => ({
            value: to,
            label: t('onError.toNode', { title: text(titleOfNode(catalogue, flow, to)) }),
          })),
        ]}
        value={then ?? ERROR_INBOX}
        allowDeselect={false}
        disabled={disabled}
        onChange={(next) => run(setOnError(id, { ...(retry ? { retry } : {}), ...(next ? { then: next } : {}) }))}
      />
    </Stack>
  )
}
