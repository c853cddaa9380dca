import { Button } from '@mantine/core'
import { IconFlask } from '@tabler/icons-react'
import { type ReactNode, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Run, RunStep } from '#shared/api/runs.ts'
import { messageIn, messageOut, type ScopeMessage } from '../formula/message-scope.ts'
import { ErrorCard } from '../ui/ErrorCard.tsx'
import { beforeDiff, diffBodies } from '../ui/json/body-diff.ts'
import { JsonView } from '../ui/json/JsonView.tsx'
import { type JsonDiff, withoutKind } from '../ui/json/json-diff.ts'
import { Replaced } from '../ui/json/Replaced.tsx'
import { PinButton } from './PinButton.tsx'
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
  const bodies = useMemo(() => (after ? diffBodies(before.body, after.body) : undefined), [before, after])
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
      <PinButton node={step.node} step={step} />
      <div className={styles.panes}>
        <Side title={t('step.input')} message={before} shown={bodies?.before} diff={beforeDiff(bodies)} />
        {after ? (
          <Side
            title={t('step.output')}
            message={after}
            shown={bodies?.after}
            diff={withoutKind(bodies?.diff, 'removed')}
          >
            {several ? `${t('step.several', { count: several })} · ` : ''}
            {bodies?.replaced ? <Replaced bodies={bodies} /> : bodies?.same ? t('step.same') : t('step.marked')}
          </Side>
        ) : step.error ? null : (
          <p className={styles.hint}>{t('step.nothing')}</p>
        )}
      </div>
      <StubDialog node={stubbing ? step.node : undefined} onClose={() => setStubbing(false)} />
    </>
  )
}

function Side({
  title,
  message,
  shown = message.body,
  diff,
  children,
}: {
  readonly title: string
  readonly message: ScopeMessage
  readonly shown?: unknown
  readonly diff: JsonDiff | undefined
  readonly children?: ReactNode
}) {
  const { t } = useTranslation('testing')
  const headers = [...Object.entries(message.keys), ...Object.entries(message.headers)]
  return (
    <section className={styles.side} aria-label={title}>
      <h3>
        {title} {children ? <span>{children}</span> : null}
      </h3>
      <JsonView
        value={shown}
        raw={typeof message.body === 'string' ? message.body : undefined}
        diff={diff}
        height={320}
        label={title}
      />
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
