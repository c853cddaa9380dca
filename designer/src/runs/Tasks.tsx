import { Card, Group, Text } from '@mantine/core'
import { IconUserCheck } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useOperation } from '../api/api-context.ts'
import { EmptyState } from '../ui/EmptyState.tsx'
import { Loaded } from '../ui/Loaded.tsx'
import { Time } from '../ui/Time.tsx'
import { TaskForm } from './TaskForm.tsx'

/** Tasks that are read at a time; the most urgent come first. */
const MOST = 100

/** The tasks that wait for a person, the most urgent first, each with its decisions. */
export function Tasks() {
  const { t } = useTranslation('tasks')
  const query = useOperation('listTasks', { query: { limit: MOST } }, { refetchInterval: 15_000 })
  const flows = useOperation('listFlows', {})
  const titles = new Map(flows.data?.flows.map(({ id, title }) => [id, title]))
  return (
    <Loaded query={query}>
      {({ tasks, total }) => (
        <>
          {total > tasks.length ? (
            <Text c="dimmed" mb={12}>
              {t('cut', { shown: tasks.length, count: total })}
            </Text>
          ) : null}
          {tasks.map(({ run, path, flow, keys, since, until, task }) => (
            <Card key={`${run} ${path}`} withBorder component="section" aria-label={task.title} mb={12}>
              <Text component="h2" fw={600}>
                {task.title}
              </Text>
              <Group gap={16} mb={8} c="dimmed">
                <span>{titles.get(flow) ?? flow}</span>
                {Object.entries(keys).map(([name, value]) => (
                  <span key={name}>
                    {name}: {value}
                  </span>
                ))}
                <span>
                  {t('since')} <Time at={since} relative />
                </span>
                <span>
                  {t('until')} <Time at={until} relative />
                </span>
                <Link to={`/lan-chay/${run}?buoc=${encodeURIComponent(path)}`}>{t('open')}</Link>
              </Group>
              <TaskForm run={run} path={path} task={task} />
            </Card>
          ))}
          {tasks.length === 0 ? (
            <EmptyState
              icon={<IconUserCheck size={28} aria-hidden />}
              title={t('empty.title')}
              text={t('empty.text')}
            />
          ) : null}
        </>
      )}
    </Loaded>
  )
}
