import { Button, Group, Table, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RunWait } from '#shared/api/runs.ts'
import { useAction, useHolds } from '../api/api-context.ts'
import { useText } from '../i18n/use-text.ts'
import { notifyDone, notifyError } from '../ui/notify.ts'

/** A task as the API gives it. */
export type Task = NonNullable<Extract<RunWait, { for: 'person' }>['task']>

/** What a person sees of a task, and the decisions: one wins, whoever comes second is told. */
export function TaskForm({ run, path, task }: { run: string; path: string; task: Task }) {
  const { t } = useTranslation(['tasks', 'app'])
  const text = useText()
  const may = useHolds(task.role)
  const [comment, setComment] = useState('')
  const decide = useAction('decideTask', ['listTasks', 'getRun', 'listRuns'])
  const choose = (decision: string, choice: string) =>
    decide
      .mutateAsync({
        params: { id: run },
        body: { path, decision, ...(comment.trim() === '' ? {} : { comment: comment.trim() }) },
      })
      .then(
        () => notifyDone(t('decided', { choice })),
        (error: unknown) => notifyError(error, text),
      )
  return (
    <>
      {task.instructions ? <Text style={{ whiteSpace: 'pre-line' }}>{task.instructions}</Text> : null}
      {task.fields.length > 0 ? (
        <Table withRowBorders={false} horizontalSpacing={0} verticalSpacing={2} mt={8} mb={8}>
          <Table.Tbody>
            {task.fields.map(({ label, value }) => (
              <Table.Tr key={label}>
                <Table.Th scope="row" w="30%" pr={16} style={{ verticalAlign: 'top' }}>
                  {label}
                </Table.Th>
                <Table.Td style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-line' }}>{value}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      ) : null}
      {may ? (
        <>
          <Textarea
            label={task.commentRequired ? t('commentRequired') : t('comment')}
            autosize
            minRows={2}
            maxLength={2000}
            value={comment}
            onChange={(event) => setComment(event.currentTarget.value)}
          />
          <Group gap={8} mt={8}>
            {task.choices.map(({ id, label }) => (
              <Button
                key={id}
                variant="default"
                disabled={task.commentRequired && comment.trim() === ''}
                loading={decide.isPending && decide.variables?.body.decision === id}
                onClick={() => void choose(id, label)}
              >
                {label}
              </Button>
            ))}
          </Group>
        </>
      ) : (
        <Text c="dimmed">{t('noRight', { role: t(`app:roles.${task.role}`) })}</Text>
      )}
    </>
  )
}
