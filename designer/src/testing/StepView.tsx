import { Button } from '@mantine/core'
import { IconFlask } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Run, RunStep } from '#shared/api/runs.ts'
import { messageIn, messageOut, type ScopeMessage } from '../formula/message-scope.ts'
import { ErrorCard } from '../ui/ErrorCard.tsx'
import { JsonView } from '../ui/json/JsonView.tsx'
import { diffJson, type JsonDiff } from '../ui/json/json-diff.ts'
import { StubDialog } from './StubDialog.tsx'
import styles from './testing.module.css'

/** Stands for the reply among the steps. */
export const REPLY = ':tra-loi'

/** One step: the message before and after it with what changed, or why it failed. */
export function StepView({ step }: { readonly step: RunStep }) {
  const { t } = useTranslation('testing')
  const [stubbing, setStubbing] = useState(false)
  const before = useMemo(() => messageIn(step.input), [step.input])
  const after = useMemo(() => (step.output === undefined ? undefined : messageOut(step)), [step])
  const several = Array.isArray(step.output) && step.output.length > 1 ? step.output.length : undefined
  const diff = useMemo(() => (after ? diffJson(before.body, after.body) : undefined), [before, after])
  const same = diff !== undefined && diff.at.size === 0 && !diff.cut
  return (
    <>
      {step.error ? (
        <ErrorCard error={step.error}>
          {step.error.code === 'test.no-answer' || step.effect === 'stub' || step.effect === 'simulator' ? (
            <Button leftSection={<IconFlask size={16} />} variant="default" onClick={() => setStubbing(true)}>
              {t('stub.enter')}
            </Button>
          ) : null}
        </ErrorCard>
      ) : null}
      <div className={styles.panes}>
        <Side title={t('step.input')} message={before} diff={without(diff, 'added')} />
        {after ? (
          <Side title={t('step.output')} message={after} diff={without(diff, 'removed')}>
            {several ? t('step.several', { count: several }) : same ? t('step.same') : t('step.marked')}
          </Side>
        ) : step.error ? null : (
          <p className={styles.hint}>{t('step.nothing')}</p>
        )}
      </div>
      <StubDialog node={stubbing ? step.node : undefined} onClose={() => setStubbing(false)} />
    </>
  )
}

/** What was added cannot be shown in what came in, and what was removed not in what left. */
export function without(diff: JsonDiff | undefined, kind: 'added' | 'removed'): JsonDiff | undefined {
  return diff && { at: new Map([...diff.at].filter(([, it]) => it !== kind)), cut: diff.cut }
}

function Side({
  title,
  message,
  diff,
  children,
}: {
  readonly title: string
  readonly message: ScopeMessage
  readonly diff: JsonDiff | undefined
  readonly children?: string
}) {
  const { t } = useTranslation('testing')
  const headers = [...Object.entries(message.keys), ...Object.entries(message.headers)]
  return (
    <section className={styles.side} aria-label={title}>
      <h3>
        {title} {children ? <span>{children}</span> : null}
      </h3>
      <JsonView value={message.body} diff={diff} height={320} label={title} />
      {headers.length > 0 ? (
        <details>
          <summary>{t('step.headers', { count: headers.length })}</summary>
          <dl className={styles.pairs}>
            {headers.map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        </details>
      ) : null}
    </section>
  )
}

/** What the caller would get. */
export function ReplyView({ reply }: { readonly reply: NonNullable<Run['reply']> }) {
  const { t } = useTranslation('testing')
  return (
    <section className={styles.side} aria-label={t('reply.title')}>
      <h3>
        {t('reply.title')} <span>HTTP {reply.status}</span>
      </h3>
      <JsonView value={reply.body} height={320} label={t('reply.title')} />
      <dl className={styles.pairs}>
        {Object.entries(reply.headers).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
